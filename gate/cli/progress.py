"""A bar on stderr while long work goes on, where a person is looking."""

import sys
import time

_WIDTH = 30


def draw_bar(done: int, of: int, said: str) -> None:
    """Draw how much is done, with what is to be said of it beside the bar."""
    if sys.stderr.isatty() and of:
        sys.stderr.write(f"\r[{'█' * (done * _WIDTH // of):<{_WIDTH}}] {said}\033[K")


def show_progress(done: int, of: int) -> None:
    """Draw how many of the entries are done."""
    draw_bar(done, of, f"{done:,} of {of:,} entries")


def clear_progress() -> None:
    """Remove the bar, before something else is said."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


class RateBar:
    """A bar with rate and remaining time; its clock starts when it is made."""

    def __init__(self, of: int, what: str) -> None:
        """Begin to count `of` things, which are called `what`."""
        self._of, self._what = of, what
        self._started, self._known = time.monotonic(), 0

    def show(self, done: int, *, known: bool = False) -> None:
        """Draw how many are done; those known before say nothing about the rate."""
        if known:
            self._started, self._known = time.monotonic(), done
        spent = max(time.monotonic() - self._started, 1e-3)
        rate = max(done - self._known, 1e-3) / spent
        draw_bar(
            done,
            self._of,
            f"{done:,} of {self._of:,} {self._what}, {rate:,.0f}/s, "
            f"{(self._of - done) / rate:,.0f} s left",
        )
