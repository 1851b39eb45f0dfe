"""Set-up, supervisor, test runner and bundle: standard library only, for a machine that has nothing yet."""
