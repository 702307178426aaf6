"""Meetings: a presentation shown live, those who follow it, and what it decided."""
