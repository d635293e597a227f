"""The keys of one installation: made by its first start, and never taken from development."""

import os
from pathlib import Path

from gate.errors import Misconfigured
from gate.log.keys import Keys, load_or_create_keys

_MARK = "made-for-development"
_TEXT = "These keys were made by a gate that ran for development. Production refuses them.\n"


def installation_keys(folder: Path, *, production: bool) -> Keys:
    """The keys in `folder`; keys that are made for development are marked so.

    Whoever could read them while somebody tried the gate out could sign with them later, so
    production begins with a folder and keys of its own.

    Raises:
        Misconfigured: production, and the keys were made for development; or they are not usable.
    """
    mark = folder / _MARK
    if production and mark.exists():
        raise Misconfigured(
            f"GATE_ENV is production and the keys in {folder} were made for development: start"
            " with an empty folder"
        )
    is_first = not folder.exists()
    if is_first and not production:
        folder.mkdir(mode=0o700, parents=True)
        _write(mark)
    return load_or_create_keys(folder)


def _write(mark: Path) -> None:
    """The mark is durable before a key exists, so a crash leaves no key without it."""
    with mark.open("w", encoding="utf-8") as file:
        file.write(_TEXT)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(mark.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
