"""The live map on a page, its controls, its key and the map to take away."""
