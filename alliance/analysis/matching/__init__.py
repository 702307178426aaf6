"""Matching: which schools are eligible for support, who has capacity, and the best plan."""
