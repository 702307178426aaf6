"""Flows between places: their map, charts, rows and words."""
