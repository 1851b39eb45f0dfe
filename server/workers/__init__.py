"""Workers: real-name registration, profile, first page."""
