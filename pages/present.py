"""How do I show this in a meeting? Presentations made of live views."""

from alliance.ui.present.present_home import present

present()
