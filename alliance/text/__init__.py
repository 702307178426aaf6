"""Text of tables as people save it: its letters, its rows, its days."""
