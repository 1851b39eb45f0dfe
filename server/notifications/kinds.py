"""Which fact concerns whom, and how it is said: one table. A pure file.

A notice is kept as kind and ids; its sentence is made when it is read, in the reader's language.
The blanks are the names behind the ids: %(enterprise)s, %(fair)s, %(worker)s, %(bureau)s, %(host)s,
%(posting)s, %(station)s, or a number of the fact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.contracts import events as contracts
from server.core.events import Event
from server.core.i18n import lazy
from server.enterprises import events as enterprises
from server.fairs import events as fairs
from server.interviews import events as interviews
from server.jobs import events as jobs
from server.notifications.readers import Readers
from server.offers import events as offers


@dataclass(frozen=True)
class Target:
    """A page of another domain."""

    endpoint: str
    field: str | None = None
    """The fact's field that the page's address takes, under the same name."""

    def path(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The path values of the page's address."""
        return {self.field: fields[self.field]} if self.field else {}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One fact as one kind of reader is told of it."""

    event: type[Event]
    to: Readers
    says: Any
    """A whole sentence with named blanks."""
    icon: str
    tone: str = "info"
    """`info`, `good`, `warn`, `bad`, or `accent` when something must be done now."""
    leads: Target
    """The page to look at."""
    sms: str = ""
    """The kind of text message that says it too, to workers; empty for none."""

    @property
    def kind(self) -> str:
        """What the table keeps; never changes."""
        return f"{self.event.NAME}:{self.to}"


_FAIR = Target("fairs.show", "fair_id")
_INVITATION = Target("fairs.invitation", "fair_id")
_PLANNING = Target("fairs.manage", "fair_id")
_BOOTH = Target("fairs.booth", "booth_id")
_OFFER = Target("offers.show", "offer_id")
_CONTRACT = Target("contracts.show", "contract_id")
_ENTERPRISE = Target("enterprises.show", "enterprise_id")
_QUEUE = Target("interviews.queue", "booth_id")

NOTICES: tuple[Notice, ...] = (
    # ─── Enterprises ───
    Notice(
        event=enterprises.EnterpriseRegistered,
        to=Readers.REVIEWERS,
        says=lazy("%(enterprise)s has registered and waits for your review."),
        icon="enterprise",
        tone="accent",
        leads=_ENTERPRISE,
    ),
    Notice(
        event=enterprises.EnterpriseResubmitted,
        to=Readers.REVIEWERS,
        says=lazy("%(enterprise)s has changed its entry and waits for your review again."),
        icon="enterprise",
        tone="accent",
        leads=_ENTERPRISE,
    ),
    Notice(
        event=enterprises.EnterpriseApproved,
        to=Readers.ENTERPRISE,
        says=lazy("%(enterprise)s is approved. You can publish jobs and apply for booths."),
        icon="ok",
        tone="good",
        leads=Target("enterprises.desk"),
    ),
    Notice(
        event=enterprises.EnterpriseRefused,
        to=Readers.ENTERPRISE,
        says=lazy("%(enterprise)s was not approved. The reason stands on your desk."),
        icon="error",
        tone="bad",
        leads=Target("enterprises.desk"),
    ),
    Notice(
        event=enterprises.EnterpriseFrozen,
        to=Readers.ENTERPRISE,
        says=lazy("%(enterprise)s is frozen: nothing new can be published or called."),
        icon="lock",
        tone="bad",
        leads=Target("enterprises.desk"),
    ),
    Notice(
        event=enterprises.EnterpriseReleased,
        to=Readers.ENTERPRISE,
        says=lazy("%(enterprise)s is no longer frozen."),
        icon="ok",
        tone="good",
        leads=Target("enterprises.desk"),
    ),
    # ─── Fairs ───
    Notice(
        event=fairs.BureauInvited,
        to=Readers.BUREAU,
        says=lazy("%(host)s invites you to hold the fair “%(fair)s” together."),
        icon="handshake",
        tone="accent",
        leads=_INVITATION,
    ),
    Notice(
        event=fairs.InvitationAccepted,
        to=Readers.HOST,
        says=lazy("%(bureau)s takes part in the fair “%(fair)s”."),
        icon="handshake",
        tone="good",
        leads=_PLANNING,
    ),
    Notice(
        event=fairs.InvitationDeclined,
        to=Readers.HOST,
        says=lazy("%(bureau)s does not take part in the fair “%(fair)s”."),
        icon="handshake",
        tone="warn",
        leads=_PLANNING,
    ),
    Notice(
        event=fairs.StationAdded,
        to=Readers.STATION,
        says=lazy("Your station takes part in the fair “%(fair)s”."),
        icon="station",
        leads=_FAIR,
    ),
    Notice(
        event=fairs.StationRemoved,
        to=Readers.STATION,
        says=lazy("Your station no longer takes part in the fair “%(fair)s”."),
        icon="station",
        tone="warn",
        leads=_FAIR,
    ),
    Notice(
        event=fairs.BoothApplied,
        to=Readers.HOST,
        says=lazy("%(enterprise)s applies for a booth at the fair “%(fair)s”."),
        icon="booth",
        tone="accent",
        leads=_PLANNING,
    ),
    Notice(
        event=fairs.BoothApproved,
        to=Readers.ENTERPRISE,
        says=lazy("You have booth %(number)s at the fair “%(fair)s”."),
        icon="booth",
        tone="good",
        leads=_BOOTH,
    ),
    Notice(
        event=fairs.BoothRefused,
        to=Readers.ENTERPRISE,
        says=lazy("Your application for a booth at the fair “%(fair)s” was refused."),
        icon="booth",
        tone="bad",
        leads=_BOOTH,
    ),
    Notice(
        event=fairs.RecruiterAssigned,
        to=Readers.ACCOUNT,
        says=lazy("You staff your enterprise's booth at the fair “%(fair)s”."),
        icon="booth",
        leads=_BOOTH,
    ),
    Notice(
        event=fairs.FairPublished,
        to=Readers.FAIR,
        says=lazy("The fair “%(fair)s” is published; everybody can see it."),
        icon="calendar",
        leads=_FAIR,
    ),
    Notice(
        event=fairs.FairMoved,
        to=Readers.FAIR,
        says=lazy("The fair “%(fair)s” has another time. Please look at it."),
        icon="clock",
        tone="warn",
        leads=_FAIR,
    ),
    Notice(
        event=fairs.FairCancelled,
        to=Readers.FAIR,
        says=lazy("The fair “%(fair)s” is called off."),
        icon="calendar",
        tone="bad",
        leads=_FAIR,
    ),
    # ─── Applications and interviews ───
    Notice(
        event=jobs.ApplicationMade,
        to=Readers.ENTERPRISE,
        says=lazy("%(worker)s has applied for “%(posting)s”."),
        icon="person",
        leads=Target("enterprises.desk"),
    ),
    Notice(
        event=jobs.ApplicationDeclined,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s will not take up your application for “%(posting)s”."),
        icon="job",
        leads=Target("workers.home"),
    ),
    Notice(
        event=interviews.TicketCalled,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s called you to the interview at the fair “%(fair)s”."),
        icon="pick-up",
        tone="accent",
        sms="called",
        leads=_QUEUE,
    ),
    Notice(
        event=interviews.CallMissed,
        to=Readers.WORKER,
        says=lazy("You missed a call of %(enterprise)s at the fair “%(fair)s”."),
        icon="phone",
        tone="warn",
        leads=_QUEUE,
    ),
    # ─── Offers and contracts ───
    Notice(
        event=offers.OfferMade,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s offers you the job “%(posting)s”. Please read it and answer."),
        icon="offer",
        tone="accent",
        sms="offer_made",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferRevised,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s has changed its offer for “%(posting)s”. Please read it again."),
        icon="offer",
        tone="accent",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferWithdrawn,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s has withdrawn its offer for “%(posting)s”."),
        icon="offer",
        tone="bad",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferLapsed,
        to=Readers.WORKER,
        says=lazy("The offer of %(enterprise)s for “%(posting)s” is over; it was not answered."),
        icon="offer",
        tone="warn",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferAccepted,
        to=Readers.ENTERPRISE,
        says=lazy("%(worker)s has accepted your offer for “%(posting)s”."),
        icon="offer",
        tone="good",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferDeclined,
        to=Readers.ENTERPRISE,
        says=lazy("%(worker)s has declined your offer for “%(posting)s”."),
        icon="offer",
        tone="warn",
        leads=_OFFER,
    ),
    Notice(
        event=offers.OfferLapsed,
        to=Readers.ENTERPRISE,
        says=lazy("Your offer to %(worker)s for “%(posting)s” is over; it was not answered."),
        icon="offer",
        tone="warn",
        leads=_OFFER,
    ),
    Notice(
        event=contracts.ContractDrafted,
        to=Readers.ENTERPRISE,
        says=lazy("The contract with %(worker)s is drafted. Please check it and send it."),
        icon="contract",
        tone="accent",
        leads=_CONTRACT,
    ),
    Notice(
        event=contracts.ContractSent,
        to=Readers.WORKER,
        says=lazy("%(enterprise)s has sent you the labor contract. Please read it and sign."),
        icon="contract",
        tone="accent",
        sms="contract_to_sign",
        leads=_CONTRACT,
    ),
    Notice(
        event=contracts.ContractCompleted,
        to=Readers.ENTERPRISE,
        says=lazy("The contract with %(worker)s is signed by both sides and is being sealed."),
        icon="sign",
        tone="good",
        leads=_CONTRACT,
    ),
    Notice(
        event=contracts.ContractSealed,
        to=Readers.WORKER,
        says=lazy("Your contract with %(enterprise)s is sealed. Keep your copy."),
        icon="seal",
        tone="good",
        leads=_CONTRACT,
    ),
    Notice(
        event=contracts.ContractSealed,
        to=Readers.ENTERPRISE,
        says=lazy("The contract with %(worker)s is sealed."),
        icon="seal",
        tone="good",
        leads=_CONTRACT,
    ),
)

BY_KIND = {notice.kind: notice for notice in NOTICES}


def notices_of(event: type[Event]) -> Iterator[Notice]:
    """What is told of a fact, one per kind of reader."""
    return (notice for notice in NOTICES if notice.event is event)
