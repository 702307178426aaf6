"""A later day added to a history: what a file holds, and what it changes."""
