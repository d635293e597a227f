"""The metadata at the head of a Markdown file: YAML between two lines of three dashes."""

import re
from dataclasses import dataclass
from typing import Final

from gate.canon import JsonObject
from gate.intake.documents.reading import Unreadable
from gate.limits import FRONT_MATTER_CHARS_MAX, MARKDOWN_LINES_MAX
from gate.strict_yaml import YamlInvalid, read_yaml

_TEMPLATE_LINE: Final = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """A Markdown file in two parts.

    Attributes:
        metadata: the front matter; empty where there is none.
        body: the lines after it, without line ends.
        warnings: what was odd about the front matter.
    """

    metadata: JsonObject
    body: tuple[str, ...]
    warnings: tuple[str, ...]


def split_markdown(content: bytes) -> MarkdownFile:
    """Read UTF-8, with or without a byte order mark, with any kind of line end.

    Lines of the front matter that are variables of a template which nobody filled in are left out,
    with a warning: they say nothing, and they are why an empty template is not YAML.

    Raises:
        Unreadable: not UTF-8, U+0000, too many lines, or a front matter that is not a mapping in
            strict YAML (`gate.strict_yaml`).
    """
    lines = _lines(content)
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or lines[start].rstrip() != "---":
        return MarkdownFile({}, tuple(lines), ())
    end = next(
        (index for index in range(start + 1, len(lines)) if lines[index].rstrip() == "---"), None
    )
    if end is None:
        warning = "the front matter is opened and never closed, so it is read as text"
        return MarkdownFile({}, tuple(lines), (warning,))
    metadata, warnings = _metadata(lines[start + 1 : end], first_line=start + 2)
    return MarkdownFile(metadata, tuple(lines[end + 1 :]), warnings)


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the document", "expected text in UTF-8") from None
    if "\0" in text:
        raise Unreadable("the document", "expected text without U+0000")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MARKDOWN_LINES_MAX:
        raise Unreadable("the document", f"expected at most {MARKDOWN_LINES_MAX} lines")
    return lines


def _metadata(lines: list[str], *, first_line: int) -> tuple[JsonObject, tuple[str, ...]]:
    if sum(len(line) + 1 for line in lines) > FRONT_MATTER_CHARS_MAX:
        reason = f"expected at most {FRONT_MATTER_CHARS_MAX} characters"
        raise Unreadable("the front matter", reason)
    warnings: tuple[str, ...] = ()
    try:
        value = read_yaml("\n".join(lines)).value
    except YamlInvalid as error:
        filled = [line if not _TEMPLATE_LINE.search(line) else "" for line in lines]
        if filled == lines:
            raise _unreadable(error, first_line) from None
        warnings = ("the front matter holds variables of a template; their lines are left out",)
        try:
            value = read_yaml("\n".join(filled)).value
        except YamlInvalid:
            raise _unreadable(error, first_line) from None
    if value is None:
        return {}, warnings
    if not isinstance(value, dict):
        raise Unreadable("the front matter", "expected a mapping of fields to values")
    return value, warnings


def _unreadable(error: YamlInvalid, first_line: int) -> Unreadable:
    return Unreadable(f"the front matter, line {first_line + error.line - 1}", error.reason)
