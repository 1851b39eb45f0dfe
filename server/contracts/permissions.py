"""Who may do what with contracts."""

from server.core.permissions import RULES, Permission
from server.jobs.permissions import recruits_for_it
from server.offers.permissions import is_for_oneself


class ContractPermission(Permission):
    """Rights on contracts."""

    READ = "contracts:contract:read"
    """Read and download a contract: its two parties."""
    SEND = "contracts:contract:send"
    """Complete and send a draft of one's enterprise."""
    SIGN = "contracts:contract:sign"
    """Sign for one's own side; whose turn it is, is a rule of the contract."""


RULES |= {
    ContractPermission.READ: [[is_for_oneself], [recruits_for_it]],
    ContractPermission.SEND: [[recruits_for_it]],
    ContractPermission.SIGN: [[is_for_oneself], [recruits_for_it]],
}
