"""Trusts, side by side and one in full."""
