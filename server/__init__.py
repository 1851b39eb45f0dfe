"""Lianpin's core: one package a domain, twelve file names, three rings (docs/architecture.md)."""
