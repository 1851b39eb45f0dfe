"""Fairs: the calendar, co-hosting between bureaus, booths, the program on air, calendar feeds."""
