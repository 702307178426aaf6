"""What the page of schools says of one school and those around it."""
