"""What the overview says: headline figures, the region, its trend, what has changed."""
