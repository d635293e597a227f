"""Every way of not being there is tried, at every place that a path leads to."""

import pytest

from gate.policy.absences import is_absence, path_of, places_of, without

DOCUMENT = {
    "system": {"purpose": "Sorts mail", "age": 3, "note": "", "flags": {"public": True}},
    "data": [{"id": "a", "dpia": {"id": "e"}}, {"id": "b"}, {"id": ""}],
    "empty": [],
}


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("system.purpose", [("system", "purpose")]),
        ("data", [("data",)]),
        ("data[]", [("data",)]),
        ("data[].id", [("data", 0, "id"), ("data", 1, "id")]),
        ("data[].dpia.id", [("data", 0, "dpia", "id")]),
        ("system.note", []),
        ("system.nowhere", []),
        ("nowhere[].id", []),
        ("empty[]", []),
        ("system[].id", []),
        ("system.purpose.length", []),
    ],
)
def test_a_path_leads_to_what_is_stated(path, places):
    """Where nothing is, nothing can be taken away."""
    assert places_of(DOCUMENT, path) == places


def test_a_value_is_deleted_nulled_and_emptied():
    """The ways in which a form is left blank."""
    changed = dict(without(DOCUMENT, ("system", "purpose")))

    assert "purpose" not in changed["deleted"]["system"]
    assert changed["None"]["system"]["purpose"] is None
    assert {"''", "[]", "{}"} <= changed.keys()


@pytest.mark.parametrize(
    ("steps", "types"),
    [
        (("system", "purpose"), {int, bool, list, dict}),
        (("system", "age"), {str, bool, list, dict}),
        (("system", "flags"), {int, str, bool, list}),
        (("system", "flags", "public"), {int, str, list, dict}),
        (("data",), {int, str, bool, dict}),
    ],
)
def test_a_value_has_every_other_type(steps, types):
    """And never its own: that would be another value, not a missing one."""
    own = DOCUMENT
    for step in steps:
        own = own[step]

    found = set()
    for told, changed in without(DOCUMENT, steps):
        value = changed
        if told != "deleted":
            for step in steps:
                value = value[step]
            if value is not None and value not in ("", [], {}):
                found.add(type(value))
    assert found == types
    assert type(own) not in found


def test_a_list_under_keys_gives_the_same_values_when_it_is_walked():
    """In Rego `some x in list` walks an object as well."""
    values = [changed["data"] for _, changed in without(DOCUMENT, ("data",)) if "data" in changed]

    assert {"0": DOCUMENT["data"][0], "1": DOCUMENT["data"][1], "2": {"id": ""}} in values


def test_the_document_itself_stays():
    """What is shared is not written to."""
    before = str(DOCUMENT)

    for path in ("system.purpose", "data[].id", "data"):
        for steps in places_of(DOCUMENT, path):
            list(without(DOCUMENT, steps))

    assert str(DOCUMENT) == before


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        (("system", "purpose"), "system.purpose"),
        (("data", 1, "id"), "data[].id"),
        (("data", 0, "dpia", "id"), "data[].dpia.id"),
        (("data",), "data"),
    ],
)
def test_a_place_has_the_path_of_every_element(steps, path):
    """As `needs` writes it."""
    assert path_of(steps) == path


def test_only_nothing_is_absence():
    """A value of another type is there."""
    told = [each for each, _ in without(DOCUMENT, ("system", "purpose"))]

    assert [each for each in told if is_absence(each)] == ["deleted", "None", "''", "[]", "{}"]
