"""The filter in the sidebar, and what is looked at, in words."""
