"""The take-away map: one HTML file, to be opened in any browser."""
