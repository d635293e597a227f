"""Tables compared key by key: readable paths, tiers by name, lists by what came and went."""

from typing import Any

import pytest

from gate.policy.comparing.tables import table_changes


def words(before: Any, after: Any) -> list[str]:
    return [change.words for change in table_changes(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"FAIR": {"min_ratio": 0.8}}, {"FAIR": {"min_ratio": 0.9}}, "FAIR.min_ratio: 0.8 → 0.9"),
        (
            {"AGE": {"val": [365, 180, 90, 30]}},
            {"AGE": {"val": [365, 180, 60, 30]}},
            "AGE.val at tier high: 90 → 60",
        ),
        (
            {"RT": {"asr": [None, 0.2, 0.1, 0.05]}},
            {"RT": {"asr": [0.3, 0.2, 0.1, 0.05]}},
            "RT.asr at tier minimal: null → 0.3",
        ),
        (
            {"EXPL": {"min": ["none", "global", "local", "both"]}},
            {"EXPL": {"min": ["none", "local", "local", "both"]}},
            "EXPL.min at tier limited: global → local",
        ),
        (
            {"SEVERITY": {"A": {"prod": ["off", "warn", "review", "deny"]}}},
            {"SEVERITY": {"A": {"prod": ["off", "warn", "deny", "deny"]}}},
            "SEVERITY.A.prod at tier high: review → deny",
        ),
        (
            {"RUN": {"kinds": [["a"], ["a"], ["a", "b"], ["a", "b"]]}},
            {"RUN": {"kinds": [["a"], ["a"], ["a", "c"], ["a", "b"]]}},
            "RUN.kinds at tier high: now with c; no longer with b",
        ),
        (
            {"regions": ["eu", "eea", "uk", "ch"]},
            {"regions": ["eu", "eea", "uk", "us"]},
            "regions: now with us; no longer with ch",
        ),
        ({"tools": ["a", "b"]}, {"tools": ["b", "a"]}, "tools: in another order"),
        ({"CTX": {"eu": [["a"], ["b"]]}}, {"CTX": {"eu": [["a"], ["c"]]}}, "CTX.eu, element 2: now with c; no longer with b"),
        ({"CTX": {"eu": [["a"]]}}, {"CTX": {"eu": [["a"], ["b"]]}}, 'CTX.eu: [["a"]] → [["a"], ["b"]]'),
        ({"A": {"x": 1}}, {"A": {"x": 1, "y": 2}}, "A.y: new, 2"),
        ({"A": {"x": 1, "y": [2]}}, {"A": {"x": 1}}, "A.y: no longer there ([2])"),
        ({"A": {"x": 1}}, {"A": {"x": True}}, "A.x: 1 → true"),
        ({"A": {"x": 1}}, {"A": {"x": [1]}}, "A.x: 1 → [1]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_change_is_one_sentence(before: Any, after: Any, said: str) -> None:
    """With the path of the value, and both values."""
    assert words(before, after) == [said]


def test_what_is_the_same_is_not_told() -> None:
    """However deep."""
    assert words({"A": {"x": [1, [2]]}}, {"A": {"x": [1, [2]]}}) == []


def test_a_long_value_is_cut_in_the_sentence_alone() -> None:
    """Programs get all of it."""
    [change] = table_changes({"A": "a" * 200}, {"A": "b" * 200})

    assert change.words == f"A: {'a' * 160} … → {'b' * 160} …"
    assert (change.before, change.after) == ("a" * 200, "b" * 200)
