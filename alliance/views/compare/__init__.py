"""What the page Compare says of schools, trusts and places side by side."""
