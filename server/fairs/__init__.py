"""Fairs: the calendar, co-hosting between bureaus, booths, the program on air, calendar feeds."""

from server.fairs.actions import Action, air_actions, booth_actions

__all__ = ["Action", "air_actions", "booth_actions"]
