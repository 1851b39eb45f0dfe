"""Labor contracts: drafted from an accepted offer, confirmed by both parties, sealed."""
