"""Which fields hold personal data: every person, every signature, every contact of the schema."""

from collections.abc import Iterator
from typing import Any

import pytest

from gate.model.people import people_in, pointer
from gate.model.request.personal import CONTACTS, PERSONS, SIGNATURES
from gate.model.request.schema import request_schema
from tests.request_example import full_request

SCHEMA = request_schema()


def _places(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every path of the schema, and the name of the definition that stands there."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    shape = SCHEMA["$defs"][name] if name else schema
    yield path, name
    if "items" in shape:
        yield from _places(shape["items"], f"{path}[]")
    for key, inner in shape.get("properties", {}).items():
        yield from _places(inner, f"{path}.{key}" if path else key)


PLACES = dict(_places(SCHEMA))


def test_every_person_of_the_schema_is_declared() -> None:
    """And nothing that is none: a person that the schema gets later is missed by this test."""
    assert set(PERSONS) == {path for path, name in PLACES.items() if name == "Person"}


def test_every_signature_by_a_person_is_declared() -> None:
    """Those of approvals, wherever an approval stands."""
    approvals = {path for path, name in PLACES.items() if name == "Approval"}

    assert set(SIGNATURES) == {f"{path}.signature" for path in approvals}


@pytest.mark.parametrize("path", CONTACTS)
def test_every_contact_is_a_text_of_the_schema(path: str) -> None:
    """Where it says it is."""
    assert path in PLACES


def test_every_declared_place_of_a_full_request_is_found() -> None:
    """Each once, with the person whose data stands there."""
    found = people_in(full_request()).spots
    paths = {
        ".".join("[]" if isinstance(step, int) else step for step in spot.place).replace(
            ".[]", "[]"
        )
        for spot in found
    }

    assert paths == {*PERSONS, *SIGNATURES, *CONTACTS}
    assert len(found) == len(paths)
    assert all(spot.person for spot in found)


def test_a_pointer_is_written_as_rfc_6901_says() -> None:
    """Slash and tilde are escaped."""
    assert pointer(("facts", "identity", "a/b~c", 0)) == "/facts/identity/a~1b~0c/0"
