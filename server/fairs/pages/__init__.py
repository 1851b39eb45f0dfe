"""The pages of fairs, split by what they are about."""

from server.fairs.pages import booths, calendar, cards, feeds, manage, partners, planning, show
from server.fairs.pages.blueprint import pages

__all__ = [
    "booths",
    "calendar",
    "cards",
    "feeds",
    "manage",
    "pages",
    "partners",
    "planning",
    "show",
]
