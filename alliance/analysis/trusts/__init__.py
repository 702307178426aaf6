"""Trusts: how large they are, where they work, what they were and what was measured of them."""
