"""What a recruiter may do next for a scored candidate; domains above add their links. Pure.

    after_scoring.add_action(lazy("Make an offer"), "offers.new", shown=lambda uow, one, card: …)

The link leads to `endpoint` with the query `?interview_id=…`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Shown = Callable[[Any, Any, Any], bool]
"""`shown(uow, interview, scorecard)`; the scorecard is never None."""


@dataclass(frozen=True)
class Action:
    """A link on a scored interview."""

    label: Any
    endpoint: str
    shown: Shown
    order: int


_actions: list[Action] = []


def _always(_uow: Any, _interview: Any, _scorecard: Any) -> bool:
    return True


def add_action(label: Any, endpoint: str, *, shown: Shown = _always, order: int = 50) -> None:
    """Add a link; declaring the same endpoint again changes nothing."""
    if endpoint not in {action.endpoint for action in _actions}:
        _actions.append(Action(label, endpoint, shown, order))


def list_actions(uow: Any, interview: Any, scorecard: Any) -> list[Action]:
    """The links that apply, in order."""
    ordered = sorted(_actions, key=lambda action: action.order)
    return [action for action in ordered if action.shown(uow, interview, scorecard)]
