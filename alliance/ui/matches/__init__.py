"""Matches: whom to help, who could, the plan, and what would change it."""
