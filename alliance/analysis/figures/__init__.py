"""The figures of a day: what each counts, what is not known, and how they moved."""
