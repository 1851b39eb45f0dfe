"""Documents, seals, evidence, verdicts. Knows nothing of contracts: it is given pages and names."""
