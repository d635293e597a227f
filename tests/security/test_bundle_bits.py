"""Every bit of a small bundle, flipped: as it arrives, and with a list of files made to fit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.log.export import Part
from gate_verify.archive import MANIFEST
from gate_verify.findings import Unusable
from tests.bundles import checked, exported, fitted, log_of, packed, unpacked

KINDS: dict[str, tuple[int, Part | None]] = {"whole": (1, None), "part": (2, Part(1, 2))}


def flips(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each bit, and the data without it."""
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        yield place, bytes(changed)


def is_clean(bundle: bytes) -> bool:
    try:
        return checked(bundle).clean
    except Unusable:
        return False


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[bytes, int, int]:
    size, part = KINDS[request.param]
    bundle = exported(log_of(tmp_path / "var", size), part=part, since=[1])
    assert is_clean(bundle)
    return bundle, 0 if part is None else part.first, size


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_bit_of_a_bundle_is_looked_at(made: tuple[bytes, int, int]) -> None:
    """Headers, padding and the end included."""
    unnoticed = [place for place, changed in flips(made[0]) if is_clean(changed)]

    assert unnoticed == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_bit_that_counts_is_proved(made: tuple[bytes, int, int]) -> None:
    """Where the list was made to fit, all that is left is what is signed, hashed, or named.

    Only keys are left out: the ones in the bundle are not used by whoever brings their own.
    """
    bundle, first, end = made
    files = unpacked(bundle)
    unnoticed = [
        (path, place)
        for path in files
        if path != MANIFEST and not path.startswith("keys/")
        for place, changed in flips(files[path])
        if is_clean(fitted({**files, path: changed}, first, end))
    ]

    assert unnoticed == []
    assert fitted(files, first, end) == bundle


def test_a_file_that_is_left_out_is_missed(made: tuple[bytes, int, int]) -> None:
    """Though the list was made to fit: any file but keys, and in a whole log earlier checkpoints.

    Whoever holds an earlier checkpoint brings it along, and a whole log proves what it has to.
    """
    bundle, first, end = made
    files = unpacked(bundle)
    unnoticed = [
        path
        for path in files
        if path != MANIFEST
        and is_clean(fitted({k: v for k, v in files.items() if k != path}, first, end))
    ]

    needless = {"keys"} if (first, end) != (0, 1) else {"keys", "checkpoints", "consistency"}
    assert {path.partition("/")[0] for path in unnoticed} <= needless
    assert packed(files) == bundle
