"""Files as they are handed in: unpacked, and told by what they hold."""
