"""Where things are: outlines, places, deprivation, and the districts of teaching school hubs."""
