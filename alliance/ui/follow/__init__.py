"""Following a presentation: on a phone, on a screen of the room, and how to begin."""
