"""The Northern Alliance dashboard: a history of schools and trusts, and what it shows on any day."""
