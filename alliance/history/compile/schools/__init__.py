"""Who each school is, when it was open, where it stands, and how it was inspected."""
