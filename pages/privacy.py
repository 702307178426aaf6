"""What does this app keep of me? What it notes of people, and what whoever runs it says."""

from alliance.ui.app.draw_privacy import draw_privacy

draw_privacy()
