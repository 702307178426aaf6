"""The pictures: palette, layers, the live map, arrows, the take-away map."""
