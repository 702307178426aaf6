"""Opportunity Areas, side by side and one in full."""
