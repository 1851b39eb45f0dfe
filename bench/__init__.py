"""Figures of this platform, with its peers measured in the same call: ``python -m bench NAME``."""
