"""The employment trail: one append-only, hash-chained list of facts per worker."""
