"""Job postings, and the applications of workers to them."""
