"""One value is taken out of a policy input, and the facts about later elements move up."""

import orjson
import pytest

from gate.policy.removals import pattern_of, pointer_of, removable, without_value
from gate.policy.slices import removal_of
from gate.policy.toolchain import find_opa
from tests.policy_folder import POLICIES

DOCUMENT = {
    "schema_version": "gate.request/1",
    "system": {"id": "a", "uses": [{"text": "one"}, {"text": "two"}, {"text": "three"}]},
    "approvals": [{"role": "peer", "notes": ["x", "y"]}, {"role": "independent"}],
    "odd/key": {"a~b": []},
    "facts": {
        "text": {
            "/system/uses/0/text": {"chars": 40},
            "/system/uses/1/text": {"chars": 41},
            "/system/uses/2/text": {"chars": 42},
            "/system/usesless": {"chars": 43},
        },
        "approvals": [{"subject_ok": True}, {"subject_ok": False}],
    },
    "clock": {"now": "2026-11-23T09:00:00Z"},
}


def test_all_that_is_stated_can_be_taken_away():
    """Members and elements at every depth; nothing of the gate's own."""
    assert [pointer_of(steps) for steps in removable(DOCUMENT)] == [
        "/system",
        "/system/id",
        "/system/uses",
        "/system/uses/0",
        "/system/uses/0/text",
        "/system/uses/1",
        "/system/uses/1/text",
        "/system/uses/2",
        "/system/uses/2/text",
        "/approvals",
        "/approvals/0",
        "/approvals/0/role",
        "/approvals/0/notes",
        "/approvals/0/notes/0",
        "/approvals/0/notes/1",
        "/approvals/1",
        "/approvals/1/role",
        "/odd~1key",
        "/odd~1key/a~0b",
    ]


@pytest.mark.parametrize(
    ("steps", "pattern"),
    [
        (("system", "uses", 1, "text"), "/system/uses/*/text"),
        (("odd/key", "a~b"), "/odd~1key/a~0b"),
    ],
)
def test_a_pattern_speaks_of_every_element(steps, pattern):
    """So that a review holds wherever the element stands."""
    assert pattern_of(steps) == pattern


def test_the_measures_of_later_elements_move_up():
    """The second element becomes the first, with its own measure; a name alike stays."""
    changed = without_value(DOCUMENT, ("system", "uses", 0))

    assert changed["system"]["uses"] == [{"text": "two"}, {"text": "three"}]
    assert changed["facts"]["text"] == {
        "/system/uses/0/text": {"chars": 41},
        "/system/uses/1/text": {"chars": 42},
        "/system/usesless": {"chars": 43},
    }
    assert len(DOCUMENT["system"]["uses"]) == 3


def test_what_the_gate_found_of_an_approval_goes_with_it():
    """The facts are in the order of the approvals; those of a part of one stay."""
    assert without_value(DOCUMENT, ("approvals", 0))["facts"]["approvals"] == [
        {"subject_ok": False}
    ]
    for part in (("approvals", 0, "role"), ("approvals", 0, "notes", 0), ("approvals",)):
        assert without_value(DOCUMENT, part)["facts"] == DOCUMENT["facts"]


def test_policies_make_the_same_change(tmp_path):
    """What a slice is told to do to the document is what is done to it here."""
    places = list(removable(DOCUMENT))
    asked = {"document": DOCUMENT, "changes": [removal_of(DOCUMENT, steps) for steps in places]}
    query = (
        "[changed | some change in input.changes; "
        "changed := object.union(json.remove(input.document, change.remove), change.put)]"
    )
    ran = find_opa(POLICIES).run(
        ["eval", "--stdin-input", query], folder=tmp_path, stdin=orjson.dumps(asked)
    )

    [result] = orjson.loads(ran.output)["result"]
    assert result["expressions"][0]["value"] == [without_value(DOCUMENT, steps) for steps in places]
