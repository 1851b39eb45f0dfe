"""Everybody's inbox: what happened elsewhere and concerns them."""
