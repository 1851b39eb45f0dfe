import pytest

from server.jobs import wording
from server.jobs.terms import (
    ApplicationState,
    CloseReason,
    Insurance,
    MealsLodging,
    PayPeriod,
    PostingStatus,
    ShiftPattern,
)
from tests.factories.jobs import make_terms


class TestPay:
    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (550_000, 700_000, "¥5,500–7,000 / 月"),
            (620_000, None, "¥6,200 / 月"),
            (620_000, 620_000, "¥6,200 / 月"),
            (180, 425, "¥1.80–4.25 / 月"),
        ],
    )
    def test_it_reads_as_one_says_it(self, uow, first, last, words):
        assert wording.pay_words(make_terms(pay_from_fen=first, pay_to_fen=last)) == words


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (PayPeriod, wording.PAY_PERIODS),
            (ShiftPattern, wording.SHIFT_PATTERNS),
            (MealsLodging, wording.MEALS_LODGING),
            (Insurance, wording.INSURANCE),
            (CloseReason, wording.CLOSE_REASONS),
            (PostingStatus, wording.STATUSES),
            (ApplicationState, wording.APPLICATION_STATES),
        ],
    )
    def test_every_value_has_words(self, kind, words):
        assert set(words) == set(kind)
