"""Pages of offers: the recruiter's form, the worker's answer, and both lists."""

from typing import Any
from uuid import UUID

from flask import flash

from server.core import event_log, navigation
from server.core.cards import Card
from server.core.http import Pages, redirect, render, url_for
from server.core.i18n import _, lazy
from server.core.identity import Actor, Role
from server.core.permissions import SIGNED_IN
from server.core.schemas import FormState
from server.core.unit_of_work import UnitOfWork
from server.enterprises import desk
from server.interviews import after_scoring
from server.interviews.events import ScoreResult
from server.interviews.models import Interview
from server.jobs.models import JobPosting
from server.jobs.queries import own_posting
from server.jobs.terms import PayPeriod
from server.jobs.wording import MEALS_LODGING, SHIFT_PATTERNS
from server.offers import queries, schemas, services, wording
from server.offers.models import Offer
from server.offers.permissions import OfferPermission
from server.workers import home
from server.workers.models import Worker

pages = Pages("offers")

_CHOICES = {
    "shifts": wording.choices(SHIFT_PATTERNS),
    "hours_systems": wording.choices(wording.HOURS_SYSTEMS),
    "meals_lodging": wording.choices(MEALS_LODGING),
    "transport": wording.choices(wording.TRANSPORT),
    "terms": wording.choices(wording.TERMS),
    "probation": wording.choices(wording.PROBATION),
    "reply_days": wording.choices(wording.REPLY_DAYS),
    "parts": [(schemas.PART_FIELDS[part], words) for part, words in wording.PAY_PARTS.items()],
}


_EMPTY: dict[str, Any] = dict.fromkeys(schemas.TermsForm.model_fields)
"""Every field of the form, with nothing in it."""


@pages.get("/offers", needs=SIGNED_IN)
def index(uow: UnitOfWork, actor: Actor) -> str:
    """The offers one was made, or one's enterprise made."""
    shown = queries.list_offers(uow, actor)
    return render("offers/index.html", offers=shown, states=wording.STATES)


def new(uow: UnitOfWork, actor: Actor, interview: Interview, form: FormState = FormState()) -> str:
    """The form for an offer after this interview."""
    postings = queries.list_postings_to_offer(uow, interview)
    return render(
        "offers/form.html",
        interview=interview,
        worker=uow.get(Worker, interview.worker_id),
        postings=[(posting.id, posting.title) for posting in postings],
        values=_values_of_posting(postings[0]) if postings else _EMPTY,
        choices=_CHOICES,
        form=form,
        action=url_for("offers.make", interview_id=interview.id),
        offer=None,
        standing=queries.find_standing_offer(uow, interview.id),
    )


def _values_of_posting(posting: JobPosting) -> dict[str, Any]:
    """What the form starts with: what the posting said in public."""
    monthly = posting.pay_period is PayPeriod.MONTH
    return _EMPTY | {
        "posting_id": posting.id,
        "post": posting.title,
        "duties": posting.description[:120],
        "place": posting.place,
        "base_pay_fen": posting.pay_from_fen if monthly else None,
        "pay_day": 15,
        "shift_pattern": posting.shift_pattern.value,
        "hours_system": "standard",
        "term_months": 12,
        "probation_months": 1,
        "meals_lodging": posting.meals_lodging.value,
        "transport": "arranged",
        "reply_days": 3,
    }


_FOR_INTERVIEW = "/interviews/<uuid:interview_id>/offers/new"
pages.get(_FOR_INTERVIEW, needs=OfferPermission.MAKE, on=queries.interview_for_offer)(new)


@pages.post(
    "/interviews/<uuid:interview_id>/offers",
    needs=OfferPermission.MAKE,
    on=queries.interview_for_offer,
    payload=schemas.TermsForm,
    again=new,
)
def make(uow: UnitOfWork, actor: Actor, interview: Interview, payload: schemas.TermsForm) -> Any:
    """Make the offer."""
    posting = own_posting(uow, actor, payload.posting_id)
    offer = services.make_offer(
        uow,
        interview_id=interview.id,
        posting_id=posting.id,
        terms=payload.as_terms(area_code=posting.area_code, now=uow.now),
        by=actor.account_id,
    )
    flash(_("The offer was sent. The worker sees it at once."))
    return redirect(url_for("offers.show", offer_id=offer.id))


def show(uow: UnitOfWork, actor: Actor, offer: Offer, form: FormState = FormState()) -> str:
    """The offer, large and plain for its worker; with its state for the recruiter."""
    shown = queries.snapshot_offer(uow, offer)
    return render(
        "offers/show.html",
        shown=shown,
        offer=offer,
        cards=wording.cards(offer.terms),
        state=wording.STATES[offer.state.value],
        decline_reasons=wording.choices(wording.DECLINE_REASONS),
        declined_because=wording.DECLINE_REASONS.get(offer.decline_reason)
        if offer.decline_reason
        else None,
        may_answer=actor.role is Role.WORKER and offer.is_open,
        may_manage=actor.role is Role.RECRUITER and offer.is_open,
        position=str(event_log.last_position(uow)),
        form=form,
    )


pages.get("/offers/<uuid:offer_id>", needs=OfferPermission.READ, on=queries.offer_by_id)(show)


@pages.post(
    "/offers/<uuid:offer_id>/accept",
    needs=OfferPermission.ANSWER,
    on=queries.offer_by_id,
    payload=schemas.AcceptOffer,
    again=show,
)
def accept(uow: UnitOfWork, actor: Actor, offer: Offer, payload: schemas.AcceptOffer) -> Any:
    """The worker says yes."""
    services.accept(uow, offer_id=offer.id, terms_version=payload.terms_version)
    flash(_("You accepted. The labor contract is being prepared."))
    return redirect(url_for("offers.show", offer_id=offer.id))


@pages.post(
    "/offers/<uuid:offer_id>/decline",
    needs=OfferPermission.ANSWER,
    on=queries.offer_by_id,
    payload=schemas.DeclineOffer,
    again=show,
)
def decline(uow: UnitOfWork, actor: Actor, offer: Offer, payload: schemas.DeclineOffer) -> Any:
    """The worker says no."""
    services.decline(uow, offer_id=offer.id, reason=payload.reason)
    flash(_("You declined. The enterprise sees only the reason you chose."))
    return redirect(url_for("offers.show", offer_id=offer.id))


@pages.post(
    "/offers/<uuid:offer_id>/withdraw",
    needs=OfferPermission.MANAGE,
    on=queries.offer_by_id,
    again=show,
)
def withdraw(uow: UnitOfWork, actor: Actor, offer: Offer) -> Any:
    """The recruiter takes it back."""
    services.withdraw(uow, offer_id=offer.id)
    flash(_("The offer was withdrawn."))
    return redirect(url_for("offers.show", offer_id=offer.id))


def edit(uow: UnitOfWork, actor: Actor, offer: Offer, form: FormState = FormState()) -> str:
    """The form with the current terms, to put others in their place."""
    shown = queries.snapshot_offer(uow, offer)
    return render(
        "offers/form.html",
        interview=None,
        worker=shown.worker,
        postings=[(shown.posting.id, shown.posting.title)],
        values=_values_of_offer(offer),
        choices=_CHOICES,
        form=form,
        action=url_for("offers.revise", offer_id=offer.id),
        offer=offer,
        standing=None,
    )


def _values_of_offer(offer: Offer) -> dict[str, Any]:
    current = offer.versions[-1]
    values = {
        name: getattr(current, name)
        for name in schemas.TermsForm.model_fields
        if hasattr(current, name)
    }
    parts = {schemas.PART_FIELDS[part]: fen for part, fen in offer.terms.pay_parts.items()}
    plain = {name: getattr(value, "value", value) for name, value in values.items()}
    return _EMPTY | plain | parts | {"posting_id": offer.posting_id, "reply_days": 3}


pages.get("/offers/<uuid:offer_id>/edit", needs=OfferPermission.MANAGE, on=queries.offer_by_id)(
    edit
)


@pages.post(
    "/offers/<uuid:offer_id>/edit",
    needs=OfferPermission.MANAGE,
    on=queries.offer_by_id,
    payload=schemas.TermsForm,
    again=edit,
)
def revise(uow: UnitOfWork, actor: Actor, offer: Offer, payload: schemas.TermsForm) -> Any:
    """Put other terms in place of the current ones."""
    area_code = offer.terms.area_code
    services.revise(
        uow, offer_id=offer.id, terms=payload.as_terms(area_code=area_code, now=uow.now)
    )
    flash(_("The terms were changed. The worker is asked to read them again."))
    return redirect(url_for("offers.show", offer_id=offer.id))


def _offer_may_follow(uow: UnitOfWork, interview: Interview, scorecard: Any) -> bool:
    if scorecard.result is ScoreResult.REJECT:
        return False
    return queries.find_standing_offer(uow, interview.id) is None


def _open_offers_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the worker's first page: the offers that wait for an answer."""
    waiting = [shown for shown in queries.list_offers(uow, actor) if shown.offer.is_open]
    return Card("offers/_home_card.html", {"offers": waiting}) if waiting else None


def _made_offers_card(uow: UnitOfWork, actor: Actor) -> Card | None:
    """On the recruiter's first page: the latest offers and how they stand."""
    latest: list[UUID] | list[queries.Shown] = queries.list_offers(uow, actor, limit=5)
    data = {"offers": latest, "states": wording.STATES}
    return Card("offers/_desk_card.html", data) if latest else None


after_scoring.add_action(lazy("Make an offer"), "offers.new", shown=_offer_may_follow, order=10)
home.add_card(_open_offers_card, order=10)
desk.add_card(_made_offers_card, order=40)
navigation.add(Role.WORKER, lazy("Offers"), "offers.index", icon="offer", order=40)
navigation.add(Role.RECRUITER, lazy("Offers"), "offers.index", icon="offer", order=50)
