"""The codes by which meetings are followed: how they are made, typed and read."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from alliance.present.presentation_tables import meetings

LETTERS = "BCDFGHJKLMNPQRTWXY3479"
"""What codes are made of: none looks like another, and without vowels they make no words."""
CODE_LENGTH = 8


def tidy(code: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[: CODE_LENGTH + 1]


def spaced(code: str) -> str:
    """Return a code as it is read: in two halves."""
    return f"{code[:4]} {code[4:]}"


def free_code(connection: sa.Connection) -> str:
    """Make a code that no meeting has."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if not connection.execute(sa.select(meetings.c.id).where(meetings.c.code == code)).first():
            return code
