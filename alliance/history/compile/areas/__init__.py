"""Areas, their outlines, and the authority a school stands under."""
