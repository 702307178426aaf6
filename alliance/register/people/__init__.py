"""People: who has signed in, what they are to the app, what was let in and refused, forgetting."""
