"""A briefing of one page on the screen, on paper and as PDF."""
