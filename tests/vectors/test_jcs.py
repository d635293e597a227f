"""The published vectors of RFC 8785."""

import json

import pytest

from gate.canon import canonical_bytes
from tests.shared import shared

FOLDER = shared("vectors") / "jcs"
NAMES = sorted(path.stem for path in (FOLDER / "input").glob("*.json"))


def test_the_vectors_are_there():
    """A folder that lost its files would pass every test of them."""
    assert NAMES == ["arrays", "french", "structures", "unicode", "values", "weird"]


@pytest.mark.parametrize("name", NAMES)
def test_canonical_form(name):
    """Input, canonical form and its bytes in hexadecimal agree."""
    value = json.loads((FOLDER / "input" / f"{name}.json").read_bytes())
    expected = (FOLDER / "output" / f"{name}.json").read_bytes()

    assert canonical_bytes(value) == expected
    assert canonical_bytes(json.loads(expected)) == expected
    assert bytes.fromhex((FOLDER / "outhex" / f"{name}.txt").read_text()) == expected
