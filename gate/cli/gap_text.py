"""A gap report as a person reads it on a terminal."""

import shutil
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from gate.cli.gap_words import NO_OUTCOME, counts_line, effect_words, soa_words, status_words
from gate.cli.plain import plain

_LABEL_WIDTH: Final = 8
_WIDTH_MAX: Final = 110
_COLOURS: Final = {"bold": "1", "gap": "33", "quiet": "2"}


class GapPage:
    """Lines for one reader: wrapped to the width of the terminal, coloured when it has colours."""

    def __init__(self, *, colour: bool, width: int | None = None) -> None:
        self._colour = colour
        self._width = width or min(shutil.get_terminal_size((100, 24)).columns, _WIDTH_MAX)

    def report(self, report: dict[str, Any]) -> str:
        """The whole report: every family, every control, and what is missing of it."""
        return "\n".join(self._lines(report)) + "\n"

    def _lines(self, report: dict[str, Any]) -> Iterator[str]:
        subject = report["subject"]
        name = plain(f"{subject['system']['name']} {subject['system']['version']}")
        where = f"{subject['action']} {name} to {subject['environment']}"
        yield f"{self._paint('bold', 'GAP REPORT')}  {where}"
        yield self._paint("quiet", f"Tier {report['tier']['effective']}. {NO_OUTCOME}")
        for family in report["families"]:
            yield ""
            yield self._paint("bold", f"{family['family']}  {family['title']}")
            yield f"  {counts_line(family['counts'])}"
            for control in family["controls"]:
                yield from self._control(control)
        yield ""
        yield counts_line(report["counts"])
        policy = report["policy"]
        yield self._paint("quiet", f"Policy {policy['release']} version {policy['version']}.")

    def _control(self, control: dict[str, Any]) -> Iterator[str]:
        yield ""
        yield f"  {control['control']}  {plain(control['title'])}"
        yield from self._wrapped(f"{counts_line(control['counts'])} {soa_words(control)}", 4)
        for gap in control["gaps"]:
            yield from self._gap(gap)

    def _gap(self, gap: dict[str, Any]) -> Iterator[str]:
        yield from textwrap.wrap(
            plain(gap["title"]),
            self._width,
            initial_indent=f"    {self._paint('gap', gap['rule'])}  ",
            subsequent_indent=" " * 6,
        )
        yield from self._labelled("is", f"{status_words(gap)}; {effect_words(gap)} here")
        yield from self._labelled("where", "  ".join(gap["places"]))
        yield from self._labelled("fix", gap["remediation"])

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        if text:
            yield from self._wrapped(text, 6 + _LABEL_WIDTH, f"      {label:<{_LABEL_WIDTH}}")

    def _wrapped(self, text: str, indent: int, first: str | None = None) -> Iterator[str]:
        yield from textwrap.wrap(
            plain(text),
            self._width,
            initial_indent=" " * indent if first is None else first,
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
            break_long_words=False,
        )

    def _paint(self, kind: str, text: str) -> str:
        return f"\033[{_COLOURS[kind]}m{text}\033[0m" if self._colour else text
