"""Flows: support, transfers and suggestions between places, and what is tangled in them."""
