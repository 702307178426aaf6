"""What is the presenter showing? The scene on the screen, on one's own phone."""

from alliance.ui.follow.follow import follow

follow()
