"""The steps of set-up, in order: environment, packages, and everything that is built from them."""

import sys
from collections.abc import Mapping
from pathlib import Path

from tools import node, places
from tools.commandline import output, run_logged
from tools.environment import BUILDING
from tools.machine import SPACE_TO_SET_UP, require_space, require_venv
from tools.say import step
from tools.stamps import Step, bring_up_to_date

DIST = places.ROOT / "static" / "dist" / "manifest.json"
FONTS = places.ROOT / "build" / "fonts"
AREAS = places.ROOT / "build" / "areas"
BUILT = ("static/dist", "build")
"""What is built rather than committed: a bundle carries it."""


def set_up(*, for_tests: bool = False) -> None:
    """Bring everything that is built up to date; asks no registry when nothing has changed.

    :param for_tests: also what tests and checks need
    :raises Refusal: a step failed, or this machine lacks something
    """
    _make_venv()
    offline = places.OFFLINE.exists()
    bring_up_to_date([_packages("python", "requirements.txt", "Installing Python packages")])
    if for_tests:
        bring_up_to_date([_packages("tests", "requirements-dev.txt", "Installing test tools")])
    if not offline:
        bring_up_to_date(_front_end())
        bring_up_to_date(_data())
    bring_up_to_date([_messages()])


def _make_venv() -> None:
    if _venv_is_ours():
        return
    require_venv()
    require_space(SPACE_TO_SET_UP)
    for stamp in ("python", "tests"):
        (places.SETUP / "stamps" / stamp).unlink(missing_ok=True)
    with step("Creating .venv"):
        run_logged("Creating .venv", [sys.executable, "-m", "venv", "--clear", places.VENV])


def _venv_is_ours() -> bool:
    """Whether .venv runs, is new enough, and was made for this place (its scripts name it)."""
    config = places.VENV / "pyvenv.cfg"
    question = "import sys; print(sys.version_info >= (3, 11))"
    return (
        config.exists()
        and str(places.VENV) in config.read_text()
        and output([places.PYTHON, "-c", question]) == "True"
    )


def _packages(name: str, requirements: str, doing: str) -> Step:
    pip: list[str | Path] = [
        places.PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
    ]
    listed: Path = places.ROOT / requirements
    if places.OFFLINE.exists():
        pip += ["--no-index", "--find-links", places.OFFLINE / "wheels"]
        listed = places.OFFLINE / requirements
    return Step(
        name=name,
        doing=doing,
        inputs=[str(listed.relative_to(places.ROOT))],
        outputs=[places.PYTHON],
        versions=[output([places.PYTHON, "--version"])],
        action=lambda: run_logged(doing, [*pip, "-r", listed]),
    )


def _front_end() -> list[Step]:
    def install() -> None:
        found = node.find_or_install()
        run_logged("Installing front-end packages", [*found.npm, "ci"], found.environment)

    def build() -> None:
        found = node.find_or_install()
        run_logged("Building the front end", [*found.npm, "run", "build"], found.environment)

    lock = "package-lock.json"
    return [
        Step(
            name="npm",
            doing="Installing front-end packages",
            inputs=[lock],
            outputs=[places.NODE_MODULES / ".package-lock.json"],
            action=install,
        ),
        Step(
            name="assets",
            doing="Building the front end",
            inputs=[lock, "package.json", "tools/*.mjs", "static/*.json", *_static()],
            outputs=[DIST],
            action=build,
        ),
    ]


def _static() -> list[str]:
    return [f"static/{folder}/**/*" for folder in ("scss", "js", "img", "icons")]


def _data() -> list[Step]:
    return [
        Step(
            name="fonts",
            doing="Preparing the fonts of documents",
            inputs=["package-lock.json", "server/signing/fonts.py"],
            outputs=[FONTS],
            action=lambda: _module("Preparing the fonts", "server.signing.fonts", "build"),
        ),
        Step(
            name="areas",
            doing="Converting administrative divisions",
            inputs=["package-lock.json", "requirements.txt", "server/areas/*.py"],
            outputs=[AREAS],
            action=lambda: _module("Converting divisions", "server.areas.build_data"),
        ),
    ]


def _messages() -> Step:
    return Step(
        name="messages",
        doing="Compiling translations",
        inputs=["server/translations/**/*.po", "server/core/messages.py"],
        outputs=[places.ROOT / "build" / "translations"],
        action=lambda: _module("Compiling translations", "server.core.messages", "build"),
    )


def _module(what: str, *arguments: str) -> None:
    environment: Mapping[str, str] = BUILDING
    run_logged(what, [places.PYTHON, "-m", *arguments], environment)
