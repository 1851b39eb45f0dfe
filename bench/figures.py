"""What a benchmark prints: one figure a line, for people or for programs."""

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured number."""

    figure: str
    """Stable name, for programs."""
    value: float
    """The median when it was measured more than once."""
    unit: str
    n: int
    """How many runs or samples stand behind it."""
    against: str = ""
    """What it is compared with; empty when it stands alone."""
    spread: tuple[float, float] | None = None
    """Lowest and highest run; None when there was only one."""
    also: dict[str, Any] = field(default_factory=dict)
    """What a reader needs to judge it: loss, delay, the load's own CPU."""


class Report:
    """Prints figures as they come, and remembers what is missing."""

    def __init__(self, *, as_json: bool) -> None:
        self.exit_code = 0
        self._as_json = as_json
        print(json.dumps(machine()) if as_json else sentence(machine()), flush=True)

    def add(
        self, figure: str, runs: list[float], unit: str, *, against: str = "", **also: object
    ) -> float:
        """Print the median of some runs and return it."""
        value = median(runs)
        spread = (round(min(runs), 4), round(max(runs), 4)) if len(runs) > 1 else None
        one = Figure(
            figure=figure,
            value=round(value, 4),
            unit=unit,
            n=len(runs),
            against=against,
            spread=spread,
            also=dict(also),
        )
        print(json.dumps(asdict(one)) if self._as_json else sentence(asdict(one)), flush=True)
        return value

    def missing(self, peer: str, how: str) -> None:
        """Say that a peer was not run: then there is no ratio, and the call has not succeeded."""
        self.exit_code = 1
        sys.stderr.write(f"{peer} was not run, so there is no ratio to it. {how}\n")


def machine() -> dict[str, object]:
    """Describe the machine, so that nobody compares figures of two."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return {
        "machine": names[0] if names else platform.processor(),
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_average": [round(one, 2) for one in os.getloadavg()],
    }


def sentence(values: dict[str, Any]) -> str:
    """Put one line's values behind each other, leaving out what is empty."""
    return "  ".join(
        f"{key}={value}" for key, value in values.items() if value not in ("", None, {})
    )
