"""Offers: the terms an enterprise puts to a worker after an interview, and the worker's answer."""
