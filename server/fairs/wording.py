"""What the states and kinds of fairs are called."""

from server.core.i18n import lazy
from server.fairs.models import BoothState, FairKind, FairState, PartnerState

KINDS = {
    FairKind.VIDEO: lazy("Video fair"),
    FairKind.DEDICATED: lazy("Dedicated fair"),
    FairKind.ON_SITE: lazy("Fair on site"),
    FairKind.VILLAGE_DELIVERY: lazy("Jobs to the villages"),
}
KIND_HINTS = {
    FairKind.VIDEO: lazy("On air and by video interview; nobody travels."),
    FairKind.DEDICATED: lazy("The coast comes to the workers of one area."),
    FairKind.ON_SITE: lazy("In a hall, with video seats beside it."),
    FairKind.VILLAGE_DELIVERY: lazy("From station to station."),
}
STATES = {
    FairState.DRAFT: lazy("Draft"),
    FairState.INVITING: lazy("Inviting partners"),
    FairState.PUBLISHED: lazy("Published"),
    FairState.CANCELLED: lazy("Cancelled"),
    FairState.ENDED: lazy("Over"),
}
STATE_TONES = {
    FairState.DRAFT: "neutral",
    FairState.INVITING: "warn",
    FairState.PUBLISHED: "good",
    FairState.CANCELLED: "bad",
    FairState.ENDED: "neutral",
}
PARTNER_STATES = {
    PartnerState.INVITED: lazy("Waiting for an answer"),
    PartnerState.ACCEPTED: lazy("Takes part"),
    PartnerState.DECLINED: lazy("Declined"),
}
PARTNER_TONES = {
    PartnerState.INVITED: "warn",
    PartnerState.ACCEPTED: "good",
    PartnerState.DECLINED: "neutral",
}
BOOTH_STATES = {
    BoothState.APPLIED: lazy("Waiting for the host"),
    BoothState.APPROVED: lazy("Given"),
    BoothState.REFUSED: lazy("Refused"),
}
BOOTH_TONES = {
    BoothState.APPLIED: "warn",
    BoothState.APPROVED: "good",
    BoothState.REFUSED: "bad",
}
ZONE_NAMES = {
    "Asia/Shanghai": lazy("Beijing time"),
    "Asia/Urumqi": lazy("Xinjiang time"),
}
