"""Factories: plain functions that make one thing and say only what matters."""
