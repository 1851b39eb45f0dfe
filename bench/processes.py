"""Programs under measurement: pinned to a core, their CPU time read from the kernel."""

import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

SERVER_CPU = 0
LOAD_CPU = max(0, (os.cpu_count() or 1) - 1)


def pin_this_process() -> None:
    """Keep the load generator off the server's core, where there is more than one."""
    os.sched_setaffinity(0, {LOAD_CPU})


def start(
    command: list[str], environment: dict[str, str] | None = None, **options: object
) -> "subprocess.Popen[str]":
    """Start a program on the server's core."""
    pinned = ["taskset", "-c", str(SERVER_CPU), *command]
    return subprocess.Popen(pinned, env=environment, text=True, **options)  # type: ignore[call-overload] # options of Popen


def stop(process: "subprocess.Popen[str]") -> None:
    """End a program that we started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def family(pid: int) -> list[int]:
    """List a process and everything it has started."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(text) for text in children.read_text().split()]
    return found


def cpu_s(pids: Iterable[int]) -> float:
    """Return user and system time used so far, seconds.

    `stat` counts ticks of 10 ms. `schedstat` holds the same time in nanoseconds, one file for each
    thread, and is taken where the kernel has it, so that short runs are not rounded away.
    """
    total = 0.0
    for pid in pids:
        threads = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
        if threads:
            total += sum(int(one.read_text().split()[0]) for one in threads) / 1e9
        else:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def rss_kib(pids: Iterable[int]) -> int:
    """Return the memory these processes hold, KiB."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total
