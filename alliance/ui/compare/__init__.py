"""The page Compare: schools, trusts and places side by side."""
