"""What the browser fetches beside the pages: layers, basemap style, health."""
