"""Pure functions on the state of a day: tables in, tables out."""
