"""Who is on the roll, who is disadvantaged and who is absent (Department for Education)."""
