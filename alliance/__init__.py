"""The Northern Alliance dashboard: a history of schools and trusts, and any day of it."""
