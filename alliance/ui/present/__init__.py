"""Presentations: made, shown, followed, decided on, taken away."""
