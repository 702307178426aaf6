"""The open, read-only API: the figures of the pages for programs, over HTTP."""
