"""What the school says: policies as clauses, topics with the ways staff ask, and the matching of one to the other."""
