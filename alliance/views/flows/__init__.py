"""What the page of flows says: who gives to whom, how much and when."""
