"""Servers under the same load."""
