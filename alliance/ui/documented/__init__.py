"""Documented cases of support on a page: their table and one of them in full."""
