"""Where the publishers put their files, and how they are fetched."""
