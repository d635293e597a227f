"""Ratios with their spread, as a table."""

import statistics
from collections.abc import Sequence


def ratio_row(
    row: str, what: str, ours: Sequence[float], theirs: Sequence[float], goal: str
) -> str:
    """One line: medians of both sides and the ratio pair by pair (min, median, max)."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    return (
        f"{row:>3}  {what:<58} {_figure(statistics.median(ours)):>11} "
        f"{_figure(statistics.median(theirs)):>11}  {spread:<24} {goal}"
    )


def plain_row(row: str, what: str, figure: str, goal: str) -> str:
    """One line with a figure that is compared with nothing."""
    return f"{row:>3}  {what:<58} {figure:>48}  {goal}"


def head() -> str:
    """The names of the columns."""
    return f"row  {'work':<58} {'the gate':>11} {'compared':>11}  {'ratio, pair by pair':<24} goal"


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
