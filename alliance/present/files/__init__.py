"""What is taken away of a presentation: slides, paper, a page for any browser, minutes."""
