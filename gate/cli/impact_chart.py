"""Bar charts in SVG, part of a page: a title and a description for who cannot see them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from gate.cli.plain import plain

_WIDTH: Final = 960
_ROW: Final = 28
_LABELS: Final = 210
_BARS: Final = 280
_GAP: Final = 8
_LABEL_CHARS: Final = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is about, and the parts it is made of, each with its number."""

    label: str
    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The length of the bar."""
        return sum(self.parts.values())

    @property
    def words(self) -> str:
        """The parts in words, so that no colour has to be told apart."""
        return ", ".join(f"{n:,} {part}" for part, n in self.parts.items() if n) or "none"


def chart(key: str, title: str, bars: Sequence[Bar]) -> Iterator[str]:
    """The lines of a figure with a horizontal bar for each of `bars`, all to one scale.

    Args:
        key: a word that no other chart of the page has.
        title: what is shown.
        bars: from the top to the bottom; parts are drawn in the class of their name.
    """
    most = max(bar.total for bar in bars) or 1
    height = _ROW * len(bars)
    told = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    yield "<figure>"
    yield (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{key}-title {key}-told">'
    )
    yield f'<title id="{key}-title">{_safe(title)}</title>'
    yield f'<desc id="{key}-told">{_safe(told)}</desc>'
    for place, bar in enumerate(bars):
        yield from _bar(bar, place * _ROW, most)
    yield "</svg>\n</figure>"


def _bar(bar: Bar, top: int, most: int) -> Iterator[str]:
    label = plain(bar.label)
    short = label if len(label) <= _LABEL_CHARS else label[: _LABEL_CHARS - 1] + "…"
    middle = top + _ROW * 2 // 3
    x = float(_LABELS)
    yield f'<text x="{_LABELS - _GAP}" y="{middle}" text-anchor="end">{escape(short)}</text>'
    for part, number in bar.parts.items():
        width = round(_BARS * number / most, 1)
        if number:
            yield (
                f'<rect class="{part}" x="{x:.1f}" y="{top + 4}" width="{max(width, 1):.1f}" '
                f'height="{_ROW - 8}"/>'
            )
        x += width
    yield f'<text x="{x + _GAP:.1f}" y="{middle}">{_safe(bar.words)}</text>'


def _safe(text: str) -> str:
    return escape(plain(text))
