"""Draws what followed when schools joined a trust or were supported."""
