"""Which trusts there are, and how they are called."""
