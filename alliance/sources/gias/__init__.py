"""Get Information About Schools: its schools and trusts, and which school is in which."""
