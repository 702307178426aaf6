"""The register of support: who supports whom, with what, since when."""

from alliance.register.permission import ANONYMOUS, Action, Person, may
from alliance.register.register_store import Register
from alliance.register.support import Change, Review, Support

__all__ = ["ANONYMOUS", "Action", "Change", "Person", "Register", "Review", "Support", "may"]
