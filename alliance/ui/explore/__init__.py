"""Explore: the schools of the map, one by one and many together."""
