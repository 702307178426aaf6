"""Live maps: what they show, what they are fitted to, what the browser is told of them."""
