"""The register of support: who supports whom, with what, since when."""

from alliance.register.declarations import Declaration
from alliance.register.permission import ANONYMOUS, Action, Person, may
from alliance.register.register_store import Register
from alliance.register.support import Change, Review, Support

__all__ = [
    "ANONYMOUS",
    "Action",
    "Change",
    "Declaration",
    "Person",
    "Register",
    "Review",
    "Support",
    "may",
]
