"""Schools: one found, its story, and those around it."""
