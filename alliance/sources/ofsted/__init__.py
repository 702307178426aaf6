"""Ofsted: graded and ungraded inspections, report cards, and its lists of schools."""
