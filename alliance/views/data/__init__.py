"""What the page of the data says of sources, rules and published figures."""
