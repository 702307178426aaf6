"""Parts that pages are made of: frame, figures, tables, charts, words."""
