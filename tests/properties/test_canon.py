"""Canonical JSON is what the reference implementation writes."""

import json
import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gate.canon import canonical_bytes, digest_of, read_canonical, sha256_hex
from gate.intake.strict_json import parse
from gate.limits import JSON_INTEGER_MAX

INTEGERS = st.integers(-JSON_INTEGER_MAX, JSON_INTEGER_MAX)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.one_of(INTEGERS.map(float), st.integers(-(10**22), 10**22).map(float))
NUMBERS = st.one_of(INTEGERS, FLOATS, WHOLE)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text()),
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(), inner)
    ),
    max_leaves=30,
)
ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters()),
        st.binary(),
        st.datetimes(),
        st.uuids(),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.dictionaries(st.one_of(st.text(st.characters()), st.integers()), inner),
    ),
    max_leaves=10,
)


class Word(StrEnum):
    """A text that is also something else."""

    ONE = "one"


def reference(value: Any) -> bytes | None:
    """What the reference writes; None where it refuses."""
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError):
        return None


@given(VALUES)
@example({"\U0001f600": 1, "\uffff": 2, "é": 3, "a": "\U0001f600"})
@example([1e15, 1e-5, 9.99e-6, 1e21, 1e-7, 123456789012345680000.0, 5e-324, -0.0, 0.1 + 0.2])
@example({"": {"": ["\x7f\u2028\ud7ff\ue000", '\x00\x1f\b\f\n\r\t"\\/']}})
def test_canonical_bytes_are_those_of_the_reference(value):
    """For every value of JSON, the same bytes."""
    assert canonical_bytes(value) == rfc8785.dumps(value)


UNLIKE = st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, 10.0, 620.0, 1e-6, 1.5e-6, -1e-7, 1e15, 1e16, 3.1e18, 1e21, 1e22, 5e-324]
)
"""Floats that the quick serialiser and the reference write differently, or may."""
LOOKALIKES = st.one_of(
    UNLIKE,
    UNLIKE.map(str),
    UNLIKE.map(lambda number: rfc8785.dumps(number).decode()),
    st.sampled_from(['"1.0",', ":0.0}", '\\"[620.0]', "1.0.0", "1e-6", "-0.0", "3.1e+18,"]),
    st.sampled_from([0.05, 0.01, 1620.05, 10.01, 2**53 - 1, 0, 1, 620]),
)
"""Such floats, texts in which their characters stand, and numbers that hold some of them."""
NUMERIC = st.recursive(
    LOOKALIKES,
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(LOOKALIKES.map(str), inner),
    ),
    max_leaves=20,
)


@settings(max_examples=600)
@given(NUMERIC)
@example(1.0)
@example(-0.0)
@example(1e22)
@example([0.0, -0.0])
@example([-0.0, 0.0, "0.0"])
@example({"1.0": 1.0, "b": "1.0", "c": [1.0, 11.0]})
@example([1e-6, 0.0])
@example([1e-6, "1e-6", 1.1e-6])
@example([float(number) for number in range(30)])
@example({"a": [620.0], "b": {"c": 620.0}, "d": 1620.05})
def test_floats_are_replaced_where_they_stand_and_nowhere_else(value):
    """A float is written as the reference writes it, beside texts with the same characters."""
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(FLOATS)
@example(1.2345678901234565e15)
@example(9007199254740991.0)
@example(9.99999999999999e-6)
def test_a_float_alone_is_written_as_the_reference_writes_it(number):
    """At the root, in a list, under a key; each of them is a place of its own."""
    for value in (number, [number], {"a": number}, [[number, number]]):
        assert canonical_bytes(value) == rfc8785.dumps(value)


@given(ANYTHING)
@example({"\ud800": 1})
@example(["\udfff"])
@example([2**53])
@example([-(2**64)])
@example([math.nan])
@example({"a": [math.inf]})
@example([None, math.nan])
@example(["null", -math.inf])
@example([datetime(2026, 11, 23, tzinfo=UTC)])
@example([UUID(int=0)])
@example({1: 2})
@example({Word.ONE: Word.ONE})
def test_what_the_reference_refuses_is_a_value_error(value):
    """Whatever is no JSON value is refused with one kind of error, and the rest is written."""
    expected = reference(value)

    if expected is None:
        with pytest.raises(ValueError, match=r"^the value has no canonical JSON form$"):
            canonical_bytes(value)
    else:
        assert canonical_bytes(value) == expected


def test_a_value_that_never_ends_is_a_value_error():
    """Nesting past what can be written, and a list that holds itself, end."""
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    endless: list[Any] = []
    endless.append(endless)

    for value in (deep, endless):
        with pytest.raises(ValueError, match="no canonical JSON form"):
            canonical_bytes(value)


def test_an_error_does_not_repeat_the_value():
    """Neither the text of the error nor what caused it shows the value."""
    with pytest.raises(ValueError, match="no canonical") as caught:
        canonical_bytes({"secret\ud800": 2**60})

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@given(VALUES)
def test_canonical_bytes_are_a_fixed_point(value):
    """What was written, read by any parser and written again, is the same."""
    written = canonical_bytes(value)
    read = json.loads(written, parse_int=_number)

    assert canonical_bytes(read) == written


def _number(digits: str) -> int | float:
    return int(digits) if abs(int(digits)) <= JSON_INTEGER_MAX else float(digits)


@given(VALUES)
@example(3.1e18)
@example({"compute": [-1e16, 2**53 - 1]})
def test_what_was_written_is_read_as_the_same_value(value):
    """By the gate itself, whose floats beyond every integer come back as floats."""
    read = read_canonical(canonical_bytes(value))

    assert canonical_bytes(read) == canonical_bytes(value)


LIKE_NUMBERS = st.text('\\"[]{}:,- 1', max_size=6).flatmap(
    lambda before: st.sampled_from(
        [before, f'{before}":3100000000000000000,', f"{before}:3100000000000000000"]
    )
)


@settings(max_examples=500)
@given(
    st.recursive(
        st.one_of(WHOLE, NUMBERS, LIKE_NUMBERS),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(LIKE_NUMBERS, inner)),
        max_leaves=8,
    )
)
@example({"compute": 3.1e18, "least": -(2**53 - 1), "negative": -3.1e18, "exact": float(2**53)})
@example([':3100000000000000000,"', {'a":3100000000000000000,': 3.1e18}])
def test_the_fast_parser_reads_what_the_slow_one_does(value):
    """Integers stay integers; what looks like a long number inside of a text stays that text."""
    written = canonical_bytes(value)

    assert repr(read_canonical(written)) == repr(json.loads(written, parse_int=_number))


NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
STORED = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        INTEGERS,
        FLOATS.filter(lambda number: abs(number) <= JSON_INTEGER_MAX),
        NAMES,
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(NAMES, inner)),
    max_leaves=20,
)


@given(STORED)
def test_the_strict_parser_reads_what_was_written(value):
    """The edge reads canonical bytes, and reads the value that was written."""
    assert parse(canonical_bytes(value)) == value


def test_digests():
    """A digest is SHA-256 over the bytes, with its name where it stands in a document."""
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of(b"") == "sha256:" + sha256_hex(b"")
