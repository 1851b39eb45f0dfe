"""What every domain stands on: transactions, facts, doors, permissions, privacy."""
