"""Plain forms of a text, in which two ways of writing the same thing are equal.

Everything here is linear in the length of the text, whatever the text is.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

_HEADING_OR_LIST: Final = re.compile(
    r"^[ \t]*+(?:#++[ \t]*+|(?:[-*+•]|[0-9]{1,3}[.)])(?=\s|\Z)[ \t]*+)++", re.MULTILINE
)
_EMPHASIS: Final = re.compile(r"(?<![^\W_])[*_`~]++|[*_`~]++(?![^\W_])")
_MARK: Final = re.compile(r"[*_`~]")
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
    if _MARK.search(text):
        text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


class Forms(NamedTuple):
    """A text, and the forms in which checks look at it; each is made once.

    `plain` and `norm` are those of the functions of that name, `words` the list that `words` gives.
    """

    text: str
    plain: str
    norm: str
    words: list[str]


def forms_of(text: str) -> Forms:
    """All forms of a text."""
    shown = plain(text)
    folded = shown.casefold()
    return Forms(text, shown, folded.strip(_OUTER), _WORD.findall(folded))


def norm(text: str) -> str:
    """The plain form, case-folded, without punctuation at its ends."""
    return norm_of_plain(plain(text))


def norm_of_plain(plain_text: str) -> str:
    """`norm`, from what `plain` gave."""
    return plain_text.casefold().strip(_OUTER)


def words(text: str) -> list[str]:
    """The runs of letters and digits of the case-folded plain form; `'` and `-` join two runs."""
    return _WORD.findall(plain(text).casefold())


def grams(found: Sequence[str], size: int) -> set[str]:
    """Every `size` consecutive words of a list, each joined by one space."""
    shifted = (found[start:] for start in range(size))
    return set(map(" ".join, zip(*shifted, strict=False)))


def fingerprint(gram: str) -> bytes:
    """The first four bytes of the SHA-256 of `gram` in UTF-8."""
    return hashlib.sha256(gram.encode()).digest()[:4]


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
