"""Single lines and texts of Markdown: what they are, and what of them a reader sees."""

import re
from typing import Final

_ITEM: Final = re.compile(r"([ \t]*)(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(\S.*)\Z")
_LABEL: Final = re.compile(r"[ \t]*(\*\*|__)([^*_\n]{1,80})\1[ \t]*([:.]?)[ \t]*(.*)\Z", re.DOTALL)
_IMAGE: Final = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_TAG: Final = re.compile(
    r"</?(?:a|b|br|center|code|details|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|"
    r"summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:[ \t/][^<>]{0,500})?>",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"(?<![^\W_])[*_`]++|[*_`]++(?![^\W_])")
_OPTIONAL: Final = re.compile(r"\s*[\[(]optional[\])]\s*", re.IGNORECASE)


def list_item(line: str) -> tuple[int, str] | None:
    """The indent and the text of a list item, or None where `line` is none."""
    found = _ITEM.match(line)
    return (len(found[1].expandtabs(4)), found[2]) if found else None


def paragraph_label(text: str) -> tuple[str, str] | None:
    """The bold words that `text` begins with, without their colon, and what follows them.

    None where it does not begin so, or where the bold words are part of a sentence.
    """
    found = _LABEL.match(text)
    if not found:
        return None
    label, rest = found[2].strip(), found[4].strip()
    ends_in_mark = label[-1:] in {":", "."} or found[3] != ""
    starts_anew = not rest or rest[0].isupper() or not rest[0].isalpha()
    if not label or not (ends_in_mark or starts_anew):
        return None
    return shown(_OPTIONAL.sub("", label).rstrip(":. ")), rest


def is_table_row(line: str) -> bool:
    """Whether `line` is a row of a table."""
    stripped = line.lstrip()
    return stripped.startswith("|") and stripped.count("|") > 1


def shown(text: str) -> str:
    """`text` as a reader sees it: without pictures, tags and emphasis, links as their words."""
    if "]" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(_MARKS.sub("", text).split())
