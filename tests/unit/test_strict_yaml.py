"""YAML that is read as strictly as JSON."""

import math

import pytest

from gate.limits import JSON_INTEGER_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX
from gate.strict_yaml import YamlInvalid, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# a comment\n", None),
        ("a: no", {"a": "no"}),
        ("a: yes\nb: on\nc: off", {"a": "yes", "b": "on", "c": "off"}),
        ("a: true\nb: False", {"a": True, "b": False}),
        ("a: ~\nb: null\nc:", {"a": None, "b": None, "c": None}),
        ("a: 12\nb: -3\nc: 0.5\nd: 1e3", {"a": 12, "b": -3, "c": 0.5, "d": 1000.0}),
        ("a: 2026-01-01\nb: 12:30:45", {"a": "2026-01-01", "b": "12:30:45"}),
        ("a: '12'\nb: \"true\"", {"a": "12", "b": "true"}),
        ("a: !!str 12", {"a": "12"}),
        ("a: .nan\nb: .inf", {"a": ".nan", "b": ".inf"}),
        ("a: 0x1F\nb: 1_000", {"a": "0x1F", "b": "1_000"}),
        ("1: one\ntrue: two", {"1": "one", "true": "two"}),
        ("- [a, {b: c}]\n- d", [["a", {"b": "c"}], "d"]),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text, value):
    """Norwegian stays Norwegian, a date stays text, and a key is always text."""
    assert read_yaml(text).value == value


def test_a_number_beyond_i_json_stays_text():
    """The largest exact integer is a number, the next one is not."""
    text = f"a: {JSON_INTEGER_MAX}\nb: {JSON_INTEGER_MAX + 1}\nc: 1e300"

    assert read_yaml(text).value == {
        "a": JSON_INTEGER_MAX,
        "b": str(JSON_INTEGER_MAX + 1),
        "c": "1e300",
    }


def test_an_alias_stands_for_its_anchor():
    """An alias is followed, at the top and inside a list."""
    assert read_yaml("a: &x [1, 2]\nb: *x\nc: [*x]").value == {
        "a": [1, 2],
        "b": [1, 2],
        "c": [[1, 2]],
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3", 3),
        ("a: [1", 2),
        ("a: {b: 1\n", 2),
        ("\tb: 1", 1),
        ("a: 1\n---\nb: 2", 2),
        ("? [a]\n: 1", 1),
        ("{{ card }}", 1),
        ("a: !!python/object:os.system {}", 1),
        ("a: !custom 1", 1),
        ("a: &x [*x]", 1),
        ("a: *nothing", 1),
        ("&k a: 1\n*k : 2", 2),
        ('a: "\\0"', 1),
        ('a: 1\nb: "\\ud800"', 2),
        ("a: \x07", 1),
    ],
)
def test_what_is_refused_names_its_line(text, line):
    """Duplicate keys, tags, keys that are no text, broken aliases and broken YAML are refused."""
    with pytest.raises(YamlInvalid) as refused:
        read_yaml(text)

    assert refused.value.line == line


def test_no_value_is_repeated_in_a_refusal():
    """The reason says what is wrong and never what stood there."""
    with pytest.raises(YamlInvalid) as refused:
        read_yaml("canary7: 1\ncanary7: 2")

    assert "canary7" not in str(refused.value)


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_depth_is_bounded(opening):
    """The deepest allowed nesting is read, one more is refused."""
    closing = {"[": "]", "{a: ": "}"}[opening]
    deepest = opening * YAML_DEPTH_MAX + closing * YAML_DEPTH_MAX

    read_yaml(deepest)
    with pytest.raises(YamlInvalid, match="deep"):
        read_yaml(opening + deepest + closing)


def test_depth_counts_through_aliases():
    """Aliases cannot build what could not be written out."""
    half = YAML_DEPTH_MAX // 2
    anchored = "a: &x " + "[" * half + "]" * half

    read_yaml(f"{anchored}\nb: " + "[" * (half - 1) + "*x" + "]" * (half - 1))
    with pytest.raises(YamlInvalid, match="deep"):
        read_yaml(f"{anchored}\nb: " + "[" * half + "*x" + "]" * half)


def test_the_number_of_values_is_bounded():
    """As many values as allowed are read, one more is refused."""
    exactly = "[" + "a," * (YAML_NODES_MAX - 1) + "]"

    assert len(read_yaml(exactly).value) == YAML_NODES_MAX - 1
    with pytest.raises(YamlInvalid, match="values"):
        read_yaml("[a," + exactly[1:])


def test_an_alias_bomb_counts_what_it_stands_for():
    """Nine aliases of nine aliases stay small because each counts in full."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        copies = ", ".join([f"*a{level - 1}"] * 9)
        levels.append(f"a{level}: &a{level} [{copies}]")

    with pytest.raises(YamlInvalid, match="values"):
        read_yaml("\n".join(levels))


def test_every_value_has_its_line():
    """Lines are found by JSON pointer, with the escapes of RFC 6901."""
    lines = read_yaml("a:\n  - b\n  - c/d: 1\n    e~f: 2\n").lines

    assert lines["/a/1/c~1d"] == 3
    assert lines["/a/1/e~0f"] == 4
    assert lines["/a"] == 2
    assert lines[""] == 1


def test_numbers_are_finite():
    """No text makes a number that JSON cannot write."""
    value = read_yaml("[1e308, 1e309, -1e400, 9e999]").value

    assert not any(isinstance(item, float) and not math.isfinite(item) for item in value)
