"""Tables for programs: what the API, the command line and a notebook take, from the same views."""
