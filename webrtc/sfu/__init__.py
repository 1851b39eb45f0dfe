"""Selective forwarding: rooms, publications, subscriptions and the packet path between them."""
