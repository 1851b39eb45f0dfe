"""What each fact says on a worker's trail, as a sentence in both languages.

A sentence's blanks are names that were recorded with the entry (`facts`), so that a line written
today reads the same in ten years, whatever an enterprise is called then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.contracts import events as contracts
from server.core.events import Event
from server.core.i18n import lazy
from server.interviews import events as interviews
from server.jobs import events as jobs
from server.offers import events as offers
from server.workers import events as workers


@dataclass(frozen=True)
class Kind:
    """How a fact is told."""

    sentence: Any
    """The sentence, with named blanks from the entry's facts."""
    icon: str
    """A name of static/icons.json."""
    tone: str = "neutral"


KINDS: dict[type[Event], Kind] = {
    workers.WorkerRegistered: Kind(lazy("Registered under the real name."), "person", "good"),
    jobs.ApplicationMade: Kind(
        lazy("Applied for “%(posting)s” at %(enterprise)s."), "arrow-right", "info"
    ),
    jobs.ApplicationWithdrawn: Kind(
        lazy("Withdrew the application for “%(posting)s” at %(enterprise)s."), "close", "neutral"
    ),
    jobs.ApplicationDeclined: Kind(
        lazy("%(enterprise)s did not go on with the application for “%(posting)s”."),
        "close",
        "neutral",
    ),
    interviews.TicketIssued: Kind(
        lazy("Took number %(number)s at booth %(booth)s of %(enterprise)s (%(fair)s)."),
        "ticket",
        "info",
    ),
    interviews.TicketCalled: Kind(
        lazy("Was called by %(enterprise)s for an interview."), "phone", "info"
    ),
    interviews.CallAnswered: Kind(lazy("Answered the call of %(enterprise)s."), "phone", "info"),
    interviews.CallMissed: Kind(lazy("Missed the call of %(enterprise)s."), "phone", "warn"),
    interviews.TicketLeft: Kind(lazy("Left the queue of %(enterprise)s."), "sign-out", "neutral"),
    interviews.InterviewStarted: Kind(
        lazy("The video interview with %(enterprise)s began."), "camera", "info"
    ),
    interviews.InterviewEnded: Kind(
        lazy("The video interview with %(enterprise)s ended."), "camera", "neutral"
    ),
    interviews.OfficerSatIn: Kind(
        lazy("An officer of the service station sat in on the interview with %(enterprise)s."),
        "seat",
        "info",
    ),
    offers.OfferMade: Kind(
        lazy("%(enterprise)s made an offer for “%(posting)s”."), "offer", "good"
    ),
    offers.OfferRevised: Kind(
        lazy("%(enterprise)s changed the terms of its offer (version %(terms_version)s)."),
        "offer",
        "info",
    ),
    offers.OfferAccepted: Kind(lazy("Accepted the offer of %(enterprise)s."), "check", "good"),
    offers.OfferDeclined: Kind(lazy("Declined the offer of %(enterprise)s."), "close", "neutral"),
    offers.OfferWithdrawn: Kind(lazy("%(enterprise)s withdrew its offer."), "close", "warn"),
    offers.OfferLapsed: Kind(
        lazy("The offer of %(enterprise)s lapsed without an answer."), "clock", "warn"
    ),
    contracts.ContractDrafted: Kind(
        lazy("A labor contract with %(enterprise)s was drafted."), "contract", "info"
    ),
    contracts.ContractSent: Kind(
        lazy("%(enterprise)s sent the labor contract to be signed."), "arrow-right", "info"
    ),
    contracts.PartySigned: Kind(
        lazy("The labor contract with %(enterprise)s was signed by %(party)s."), "sign", "good"
    ),
    contracts.ContractCompleted: Kind(
        lazy("Both parties have signed the labor contract with %(enterprise)s."), "check", "good"
    ),
    contracts.ContractSealed: Kind(
        lazy("The labor contract with %(enterprise)s was sealed and time-stamped."), "seal", "good"
    ),
}

EXEMPT: dict[type[Event], str] = {
    interviews.CandidateScored: "An enterprise's own assessment; the worker's trail shows what "
    "followed from it.",
    jobs.ApplicantHired: "The signed contract has its own line, by which the application ended.",
    interviews.OfficerLetIn: "The wish for company; that an officer sat in has its own line.",
    workers.WorkerProfileChanged: "Keeping the own record current is no step of a working life.",
}
"""Facts about a worker that have no line, each with the reason."""

BY_NAME = {kind.NAME: told for kind, told in KINDS.items()}

PARTIES = {"worker": lazy("the worker"), "enterprise": lazy("the enterprise")}


def sentence(name: str, facts: Mapping[str, Any]) -> str:
    """The sentence of an entry in the reader's language."""
    blanks = dict(facts)
    if "party" in blanks:
        blanks["party"] = str(PARTIES.get(blanks["party"], blanks["party"]))
    return str(BY_NAME[name].sentence) % blanks
