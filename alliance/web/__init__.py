"""What the browser fetches beside the pages: layers, styles of maps, health."""
