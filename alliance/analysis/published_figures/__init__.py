"""Published figures that the history must reproduce, beside what it gives."""
