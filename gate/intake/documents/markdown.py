"""Markdown, as far as a model card needs it: headings, paragraphs and list items.

Not a Markdown implementation: code, tables and pictures carry nothing that a request has a place
for and are left out; emphasis, links and tags are taken off. Linear in the text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from gate.intake.documents.markdown_text import is_table_row, list_item, paragraph_label, shown
from gate.intake.plain import without_comments

_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?\Z")
_UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*\Z")
_FENCE: Final = re.compile(r" {0,3}(```+|~~~+)")
_RULE: Final = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")

_LEAD_CHARS_MAX: Final = 300  # a longer one is a text of its own, and not repeated for each item


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, up to the next heading of any level.

    Attributes:
        titles: the headings from the outermost to this one; empty before the first.
        label: the bold words that open its first paragraph and act as one more heading, or empty.
        texts: paragraphs and list items, plain. An item carries the sentence that introduces its
            list, because the two only have a meaning together.
        pairs: the list items "**Label:** text" among them, as (label, text).
        has_more: whether a table or code was left out.
    """

    titles: tuple[str, ...]
    label: str
    texts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    has_more: bool


class _Line(NamedTuple):
    """One line outside code: a heading with its level, the start of a labelled text, or text."""

    level: int = 0
    title: str = ""
    label: str | None = None
    text: str = ""
    is_code: bool = False


def sections(lines: Sequence[str], is_heading: Callable[[str], bool]) -> list[Section]:
    """The sections of a Markdown text, in its order.

    Args:
        lines: its lines.
        is_heading: whether bold words at the start of a paragraph are a heading in disguise; if not
            they stay in the text.
    """
    found: list[Section] = []
    path: list[tuple[int, str]] = []
    label, body = "", _Body()
    for line in _classified(without_comments("\n".join(lines)).split("\n")):
        if line.level or line.label is not None:
            found.append(body.section(tuple(title for _, title in path), label))
            body, label = _Body(), ""
        if line.level:
            while path and path[-1][0] >= line.level:
                path.pop()
            path.append((line.level, line.title))
        elif line.label is not None and is_heading(line.label):
            label = line.label
            body.take(line.text)
        elif line.is_code:
            body.has_more = True
        else:
            body.take(f"{line.label}: {line.text}" if line.label is not None else line.text)
    found.append(body.section(tuple(title for _, title in path), label))
    return found


def _classified(lines: Sequence[str]) -> Iterator[_Line]:
    fence = ""
    after_blank = True
    skip_underline = False
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence or mark:
            fence = _fence_after(fence, mark)
            yield _Line(is_code=True)
        elif skip_underline:
            skip_underline = False
        elif heading := _HEADING.match(line):
            yield _Line(level=len(heading[1]), title=shown((heading[2] or "").rstrip("# \t")))
        elif after_blank and _is_underlined(lines, index):
            skip_underline = True
            yield _Line(level=1 if "=" in lines[index + 1] else 2, title=shown(line))
        else:
            yield _text_line(line, after_blank=after_blank)
        after_blank = not line.strip() or _HEADING.match(line) is not None


def _fence_after(fence: str, mark: re.Match[str] | None) -> str:
    """The fence that is open after a line: code ends at a fence of its own kind and length."""
    if not fence:
        return mark[1] if mark else ""
    return "" if mark and mark[1].startswith(fence) else fence


def _is_underlined(lines: Sequence[str], index: int) -> bool:
    line = lines[index].strip()
    return (
        bool(line)
        and index + 1 < len(lines)
        and _UNDERLINE.match(lines[index + 1]) is not None
        and not is_table_row(line)
        and list_item(line) is None
        and not _RULE.match(line)
    )


def _text_line(line: str, *, after_blank: bool) -> _Line:
    if _RULE.match(line):
        return _Line()
    labelled = paragraph_label(line) if after_blank else None
    if labelled is not None:
        return _Line(label=labelled[0], text=labelled[1])
    return _Line(text=line)


class _Body:
    """Collects the lines of one section into paragraphs and list items."""

    def __init__(self) -> None:
        self.has_more = False
        self._texts: list[str] = []
        self._pairs: list[tuple[str, str]] = []
        self._lines: list[str] = []
        self._is_item = False
        self._indent = 0
        self._lead = ""

    def take(self, line: str) -> None:
        """The next line; an empty one ends a paragraph."""
        if line.lstrip().startswith(">"):
            line = line.lstrip("> \t")
        item = list_item(line)
        if not line.strip():
            self._flush()
        elif is_table_row(line):
            self._flush()
            self.has_more = True
        elif item is not None and not (self._is_item and item[0] > self._indent + 1):
            self._flush()
            if not self._is_item:
                self._introduce()
            self._is_item, self._indent = True, item[0]
            self._lines.append(item[1])
        else:
            indented = line[:1] in {" ", "\t"}
            if self._is_item and not self._lines and not indented:
                self._is_item, self._lead = False, ""
            self._lines.append(item[1] if item is not None else line)

    def section(self, titles: tuple[str, ...], label: str) -> Section:
        """What was collected, as a section."""
        self._flush()
        return Section(titles, label, tuple(self._texts), tuple(self._pairs), self.has_more)

    def _introduce(self) -> None:
        """Take the sentence before a list, which ends in a colon, as the beginning of each item."""
        before = self._texts[-1] if self._texts else ""
        if before.endswith(":") and len(before) <= _LEAD_CHARS_MAX:
            self._lead = self._texts.pop()

    def _flush(self) -> None:
        if not self._lines:
            return
        raw = " ".join(self._lines)
        self._lines.clear()
        text = shown(raw)
        if not text:
            return
        if self._is_item:
            labelled = paragraph_label(raw)
            if labelled is not None:
                self._pairs.append((labelled[0], shown(labelled[1])))
        self._texts.append(f"{self._lead} {text}".strip() if self._is_item else text)
