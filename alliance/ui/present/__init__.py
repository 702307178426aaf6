"""Presentations: made, shown, decided on, taken away."""
