"""Where the gate's own tables lie in its folder."""

from pathlib import Path


def tables_in(directory: Path) -> Path:
    """The database with tokens, beside the log and never inside its file."""
    return directory / "gate.sqlite"
