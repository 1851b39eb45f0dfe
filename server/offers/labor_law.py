"""Limits that the Labor Contract Law puts on an offer's terms. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from server.core.i18n import lazy
from server.offers.terms import Terms

PROBATION_PAY_SHARE = 80
"""Percent of the agreed wage that probation must pay (article 20)."""


def longest_probation_months(term_months: int) -> int:
    """How long probation may be (article 19).

    :param term_months: length of the contract, 0 for an open-ended one
    """
    if term_months == 0 or term_months >= 36:
        return 6
    if term_months >= 12:
        return 2
    return 1 if term_months >= 3 else 0


def faults(terms: Terms, *, now: datetime, today: date) -> Mapping[str, Any]:
    """What the law or common sense forbids: field to sentence; empty when all is well."""
    found: dict[str, Any] = {}
    if terms.base_pay_fen <= 0:
        found["base_pay_fen"] = lazy("An offer needs a base wage.")
    if terms.probation_months > longest_probation_months(terms.term_months):
        found["probation_months"] = lazy(
            "The law allows a shorter probation for a contract of this length: none below three "
            "months, one month below one year, two months below three years, six months above."
        )
    probation_pay = terms.probation_pay_fen
    # The agreed wage is what probation is compared with: base wage, not the bonuses.
    least = terms.base_pay_fen * PROBATION_PAY_SHARE
    if terms.probation_months and probation_pay is not None and probation_pay * 100 < least:
        found["probation_pay_fen"] = lazy(
            "Probation must pay at least 80 percent of the agreed wage."
        )
    if terms.starts_on < today:
        found["starts_on"] = lazy("The first day of work lies in the past.")
    if terms.reply_by <= now:
        found["reply_by"] = lazy("The time to reply must lie in the future.")
    return found
