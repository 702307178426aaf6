"""Bytes of a table as letters, whichever encodings its cells were written in."""

from __future__ import annotations

import re

from alliance.errors import UnreadableText

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UNDEFINED = "\x81\x8d\x8f\x90\x9d"
"""Stand in decoded text for the bytes of the same numbers, to which cp1252 gives no letter."""

# Bytes 80 to 9F read as Latin-1 are controls that no table holds; cp1252 has letters there.
_WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if chr(code) not in UNDEFINED
}
_BYTES = {letter: code for code, letter in _WINDOWS.items()}


def _of(first: int, last: int) -> str:
    """Return the letters of a range of bytes of cp1252, as a class of a regular expression."""
    letters = [_WINDOWS.get(code, chr(code)) for code in range(first, last + 1)]
    return f"[{''.join(map(re.escape, letters))}]"


# What UTF-8 looks like when it is read as cp1252: letters of western languages (É as Ã‰),
# punctuation, currencies and signs (’ as â€™), and the marks of a lost letter and of UTF-8 itself.
_MISREAD = re.compile(
    f"Â{_of(0xA0, 0xBF)}|[ÃÄÅ]{_of(0x80, 0xBF)}|â[€‚„]{_of(0x80, 0xBF)}|ï(?:»¿|¿½)"
)


def decode(raw: bytes) -> str:
    """Decode a table in UTF-8, in cp1252, or with cells in one and cells in the other.

    A byte that neither encoding defines becomes one of ``UNDEFINED``.

    Raises
    ------
    UnreadableText
        It is UTF-16.
    """
    if raw.startswith(UTF_16):
        raise UnreadableText(
            "found UTF-16, which Excel calls Unicode text; expected UTF-8 or cp1252. Open "
            "it and save it as “CSV UTF-8”, or download the CSV file again."
        )
    try:
        # cp1252 text with any accent is not valid UTF-8, so the stricter reading goes first.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if text.isascii():
        return text
    # Line by line, for few of a table's lines have any letter beyond ASCII.
    lines = text.removeprefix("\ufeff").split("\n")
    return "\n".join(line if line.isascii() else _mended(line) for line in lines)


def _mended(line: str) -> str:
    """Put the letters that were meant where one encoding was read as another."""
    return _MISREAD.sub(_as_meant, line.translate(_WINDOWS)).replace("\ufeff", "")


def _as_meant(misread: re.Match[str]) -> str:
    return bytes(_BYTES.get(letter, ord(letter)) for letter in misread[0]).decode("utf-8")


def undefined_in(text: str) -> str:
    """Name the bytes in a cell that no encoding defines, as ``0x81``; blank where there is none."""
    return ", ".join(f"0x{ord(letter):02x}" for letter in text if letter in UNDEFINED)
