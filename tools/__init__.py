"""Set-up, supervisor, tests and bundle: standard library only, since nothing is installed yet."""
