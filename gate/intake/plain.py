"""Plain forms of a text, in which two ways of writing the same thing are equal.

Everything here is linear in the length of the text, whatever the text is.
"""

import hashlib
import re
import unicodedata
from typing import Final

_HEADING_OR_LIST: Final = re.compile(
    r"^[ \t]*+(?:#++[ \t]*+|(?:[-*+•]|[0-9]{1,3}[.)])(?=\s|\Z)[ \t]*+)++", re.MULTILINE
)
_EMPHASIS: Final = re.compile(r"(?<![^\W_])[*_`~]++|[*_`~]++(?![^\W_])")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OUTER: Final = " \t\n\r\f\v.,:;!?()[]{}<>\"'`“”«»*_~#|-–—•/\\"
_COMBINING_RUN_MAX: Final = 30


def plain(text: str) -> str:
    """`text` without markup: NFKC, no comments, no marks of headings, lists and emphasis.

    One space stands between words and none at the ends.
    """
    text = _compatible(text).replace("’", "'")
    if "<!--" in text:
        text = without_comments(text)
    if "\n" in text or not text[:1].isalpha():
        text = _HEADING_OR_LIST.sub("", text)
    if any(mark in text for mark in "*_`~"):
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


def norm(text: str) -> str:
    """The plain form, case-folded, without punctuation at its ends."""
    return norm_of_plain(plain(text))


def norm_of_plain(plain_text: str) -> str:
    """`norm`, from what `plain` gave."""
    return plain_text.casefold().strip(_OUTER)


def words(text: str) -> list[str]:
    """The runs of letters and digits of the case-folded plain form; `'` and `-` join two runs."""
    return _WORD.findall(plain(text).casefold())


def grams(text: str, size: int) -> set[str]:
    """Every `size` consecutive words, each joined by one space."""
    found = words(text)
    return {" ".join(found[start : start + size]) for start in range(len(found) - size + 1)}


def fingerprint(gram: str) -> str:
    """The first 8 hex digits of the SHA-256 of `gram` in UTF-8."""
    return hashlib.sha256(gram.encode()).hexdigest()[:8]


def without_comments(text: str) -> str:
    """`text` without HTML comments; one that never ends is not a comment."""
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + 3
    return "".join((*kept, text[position:]))


def _compatible(text: str) -> str:
    """NFKC, except where ordering a long run of combining marks would take quadratic time."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _COMBINING_RUN_MAX:
            return text
    return unicodedata.normalize("NFKC", text)
