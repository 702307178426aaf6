"""The overview: the region on a map, what changed, and how grades have moved."""
