"""What does a whole room see? How to follow, then the presenter's scenes on a large screen."""

from alliance.ui.follow.follow import follow

follow(on_screen=True)
