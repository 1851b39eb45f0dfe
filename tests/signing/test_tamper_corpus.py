"""Every forgery of the corpus is refused for the right reason, and no genuine contract is."""

import pytest

from server.core import clock
from server.signing import verifier
from server.signing.typesetting import Typesetter
from server.signing.verdicts import Outcome, Reason
from tests.signing.corpus import Forgery, forger
from tests.signing.corpus_contracts import House

GENUINE = 40
"""Here; `python -m bench signing` seals and checks 500."""

FORGERIES = 200
"""At least so many; what is no longer made can no longer be caught."""

pytestmark = [pytest.mark.slow, pytest.mark.any_database]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, typesetter: Typesetter) -> House:
    return House(tmp_path_factory.mktemp("house"), typesetter)


@pytest.fixture(scope="module")
def forgeries(tmp_path_factory: pytest.TempPathFactory, house: House) -> list[Forgery]:
    return list(forger(tmp_path_factory.mktemp("corpus"), house).all())


def test_there_are_at_least_two_hundred_and_no_two_alike(forgeries):
    assert len({(found.family, found.name) for found in forgeries}) == len(forgeries)
    assert len({(found.pdf, found.expectation) for found in forgeries}) >= FORGERIES


def test_every_one_is_refused_with_the_right_reason(forgeries, house):
    wrong = []
    for found in forgeries:
        verdict = verifier.verify(found.pdf, found.expectation, house.trust)
        undecided = verdict.reason is Reason.NOT_CHECKABLE
        outcome = Outcome.INDETERMINATE if undecided else Outcome.FAILED
        if verdict.reason not in found.reasons or verdict.outcome is not outcome:
            wrong.append((found.family, found.name, verdict.outcome, verdict.reason))
    assert wrong == []


@pytest.mark.parametrize("start", range(1000, 1000 + GENUINE, 10))
def test_genuine_contracts_pass_without_a_false_alarm(house, start):
    for number in range(start, start + 10):
        made = house.make(number)
        verdict = verifier.verify(made.pdf, made.expectation, house.trust)
        assert (verdict.outcome, verdict.reason) == (Outcome.PASSED, Reason.OK), number
        assert verdict.sealed_at is not None
        assert verdict.sealed_at <= clock.now()
