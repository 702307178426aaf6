"""The days that tests look at pages on."""

GRADED = "2019-06-01"
"""A day with overall grades: tests open pages on it unless they ask for another, so that no newer
list changes what they look at."""
