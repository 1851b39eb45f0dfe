"""Who may come in: accounts, sign-in, sessions, one-time codes."""
