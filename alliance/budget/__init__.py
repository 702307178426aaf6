"""What reading a file that a person hands in may cost, and the process of its own it is read in."""
