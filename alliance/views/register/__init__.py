"""What the page of the register says of support."""
