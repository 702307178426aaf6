"""Which trust or sponsor each school was with, and when."""
