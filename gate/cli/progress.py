"""A bar on stderr while long work goes on, where a person is looking."""

import sys


def show_progress(done: int, of: int) -> None:
    """Draw how many of the entries are done."""
    if sys.stderr.isatty() and of:
        bar = "█" * (done * 30 // of)
        sys.stderr.write(f"\r[{bar:<30}] {done:,} of {of:,} entries")


def clear_progress() -> None:
    """Remove the bar, before something else is said."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
