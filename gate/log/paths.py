"""Where the parts of a log lie in its folder."""

from pathlib import Path


def database_in(directory: Path) -> Path:
    """The database."""
    return directory / "log.sqlite"


def pin_in(directory: Path) -> Path:
    """The pinned checkpoint, where nobody chose another place for it."""
    return directory / "log.checkpoint"


def keys_in(directory: Path) -> Path:
    """The folder of the private keys."""
    return directory / "keys"
