"""What is measured of schools, districts and trusts."""
