"""What the page of the live map says beside the map."""
