"""Lists that others publish or release: their columns, names and times, as rows of the register."""
