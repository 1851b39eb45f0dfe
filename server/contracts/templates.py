"""The templates a contract can be written from: code, version, and the clauses it makes. Pure.

A template that was used is never changed: a new version is added, so that every contract can be
shown in the words it was signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from server.contracts.clauses import Clause, labor_contract
from server.contracts.content import ContractContent


@dataclass(frozen=True)
class Template:
    """One version of a kind of contract."""

    code: str
    version: int
    document: str
    """The Typst file below `templates/documents`, without suffix."""
    clauses: Callable[[ContractContent], tuple[Clause, ...]]

    @property
    def name(self) -> str:
        """As contracts keep it: `labor_contract@1`."""
        return f"{self.code}@{self.version}"


GENERAL = Template("labor_contract", 1, "labor_contract", labor_contract)
"""The general labor contract, for full-time work."""

TEMPLATES = {template.name: template for template in (GENERAL,)}


def clauses_of(content: ContractContent) -> tuple[Clause, ...]:
    """The clauses of a contract, in the words of its own template.

    :raises ClauseMissing: when one that the law requires has no words
    """
    return TEMPLATES[content.template].clauses(content)
