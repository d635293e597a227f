"""Text from a request made safe for a terminal, and for one line of a pipeline's log."""

import unicodedata

_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """`text` without escape sequences, control characters and marks that turn its direction.

    Line ends and tabs become one space: whoever prints decides about lines.
    """
    kept = (" " if character in "\n\r\t" else character for character in text)
    return "".join(
        character
        for character in kept
        if character not in _BIDI and unicodedata.category(character) != "Cc"
    )
