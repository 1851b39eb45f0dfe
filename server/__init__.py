"""Lianpin's core: one package a domain, twelve file names, three rings (see docs/architecture.md)."""
