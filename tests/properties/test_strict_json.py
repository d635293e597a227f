"""The strict parser against the lenient one, over any bytes."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gate.errors import Malformed
from gate.intake.strict_json import parse

SCRAPS = st.lists(
    st.sampled_from(
        [
            *rb'{ } [ ] : , " \ \u d800 0000 "a" "b": 1 - .5 e9 NaN null'.split(b" "),
            *(b" ", b"\n", b"\x00", b"\xc3", b"\xa9"),
        ]
    ),
    max_size=25,
).map(b"".join)


def leniently(body: bytes) -> tuple[Any] | None:
    """What the standard library reads, in a tuple; None if it reads nothing."""
    try:
        return (json.loads(body.decode()),)
    except ValueError:
        return None


@given(st.one_of(SCRAPS, st.binary(max_size=40), st.text(max_size=40).map(str.encode)))
def test_nothing_is_read_otherwise(body):
    """Every body is refused as malformed or read as the standard library reads it; nothing else."""
    try:
        value = parse(body)
    except Malformed:
        return

    assert (value,) == leniently(body)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-100, 100), st.text('a"\\[]{},é\n')),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(st.text('a"\\]}'), inner, max_size=4)
        ),
        max_leaves=15,
    ),
    st.booleans(),
)
def test_what_is_well_formed_is_read(value, escaped):
    """Quotes, backslashes and brackets inside texts never mislead the bounds."""
    body = json.dumps(value, ensure_ascii=escaped).encode()

    assert parse(body) == value
