"""Flows: support, transfers and suggestions between places, and what in them to check."""
