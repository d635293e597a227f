"""Logs whose keys are rotated: a folder of keys, and the log that they belong to."""

from pathlib import Path

from gate.log.keys import Keys, load_or_create_keys
from gate.log.log import Log
from gate.log.paths import keys_in
from gate.log.rotation import Rotation
from tests.logs import BEGINNING, ORIGIN, draft
from tests.stores import STORES


def open_with(var: Path, keys: Keys) -> Log:
    """The log in `var`, with these keys."""
    return STORES.open(
        Log,
        var,
        origin=ORIGIN,
        log_key=keys.log,
        gate_key=keys.gate,
        old_log_key=keys.old_log,
    )


def keys_of(var: Path) -> Keys:
    """The keys that are in use."""
    return load_or_create_keys(keys_in(var))


def decide(var: Path, *numbers: int, keys: Keys | None = None) -> None:
    """Log these decisions with the keys in use, or with others."""
    used = keys or keys_of(var)
    log = open_with(var, used)
    for number in numbers:
        log.append(draft(number, gate_keyid=used.gate_keyid), seconds=60)
    log.close()


def rotation(var: Path) -> Rotation:
    """The rotation of the keys in use."""
    return Rotation(keys_in(var), lambda keys: open_with(var, keys), BEGINNING)
