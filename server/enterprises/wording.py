"""The words of an enterprise's entry. Pure."""

from server.core.i18n import lazy
from server.enterprises.models import EnterpriseKind, EnterpriseStatus

STATUSES = {
    EnterpriseStatus.PENDING: lazy("Waiting for review"),
    EnterpriseStatus.APPROVED: lazy("Approved"),
    EnterpriseStatus.REFUSED: lazy("Refused"),
    EnterpriseStatus.FROZEN: lazy("Stopped"),
}
TONES = {
    EnterpriseStatus.PENDING: "warn",
    EnterpriseStatus.APPROVED: "good",
    EnterpriseStatus.REFUSED: "bad",
    EnterpriseStatus.FROZEN: "bad",
}
KINDS = {
    EnterpriseKind.EMPLOYER: lazy("Employer"),
    EnterpriseKind.DISPATCH_AGENCY: lazy("Labor dispatch agency"),
    EnterpriseKind.HR_AGENCY: lazy("Recruitment agency"),
}
KIND_HINTS = {
    EnterpriseKind.EMPLOYER: lazy("You employ the workers yourselves."),
    EnterpriseKind.DISPATCH_AGENCY: lazy("You employ them and send them to work elsewhere."),
    EnterpriseKind.HR_AGENCY: lazy("You recruit for others."),
}


def kind_choices() -> list[tuple[str, object, object]]:
    """Triples for the `radio_cards` macro."""
    return [(kind.value, KINDS[kind], KIND_HINTS[kind]) for kind in EnterpriseKind]
