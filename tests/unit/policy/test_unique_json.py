"""JSON that has one reading."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.policy.unique_json import parse_unique

REFUSED = {
    "nothing": b"",
    "text": b"hello",
    "two values": b"{} {}",
    "cut off": b'{"a": ',
    "a key twice": b'{"a":1,"a":1}',
    "a key twice, deeper": b'[{"b":{"a":1,"a":2}}]',
    "a key twice, escaped": b'{"a":1,"\\u0061":2}',
    "NaN": b'{"a":NaN}',
    "an infinity": b"[-Infinity]",
    "beyond a double": b"[1e999]",
    "a lone surrogate": b'["\\ud800"]',
    "not UTF-8": b'["\xff"]',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a comment": b"{} // no",
    "a trailing comma": b"[1,]",
    "single quotes": b"{'a': 1}",
    "endless nesting": b"[" * 100_000,
    "deep nesting": b"[" * 1000 + b"]" * 1000,
    "deep nesting, with spaces": b"[ " * 400 + b"]" * 400,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_readers_could_take_differently_is_refused(data: bytes) -> None:
    """Everything that is not plain JSON with unique keys is one kind of error."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message differs by parser
        parse_unique(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    ),
    st.booleans(),
)
def test_the_value_is_what_was_written(value: object, indented: bool) -> None:
    """Compact or with white space, the same value comes back."""
    data = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indented else None)

    assert parse_unique(data) == value
