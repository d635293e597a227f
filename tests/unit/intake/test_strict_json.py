"""The one strict reading of JSON."""

import json

import pytest

from gate.errors import Malformed
from gate.intake.strict_json import parse
from gate.limits import JSON_DEPTH_MAX, JSON_INTEGER_MAX, JSON_VALUES_MAX


def refusal(body: bytes, **bounds: int) -> str:
    """The detail with which `body` is refused."""
    with pytest.raises(Malformed) as caught:
        parse(body, **bounds)
    return caught.value.detail


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b" null\n", None),
        (b'"\\u00e9\\ud83d\\ude00\\n\\\\ud800"', "é😀\n\\ud800"),
        ('"é😀\u2028"'.encode(), "é😀\u2028"),
        (b"[1, 1.0, 1e2, -0, -0.0, 1.5e-3]", [1, 1, 100, 0, 0, 0.0015]),
        (b'{"a": {}, "b": [], "": {"a": 1}}', {"a": {}, "b": [], "": {"a": 1}}),
        (b'["[{\\"", "]}\\\\"]', ['[{"', "]}\\"]),
    ],
)
def test_what_is_json_is_read(body, value):
    """Everything that I-JSON allows is read, and read as any other parser reads it."""
    assert parse(body) == value
    assert json.loads(body) == value


def test_a_whole_number_is_an_integer():
    """However a whole number is written, it is the same number and has the same type."""
    assert [type(number) for number in parse(b"[1, 1.0, 10e-1, -0.0]")] == [int] * 4


def test_a_quantity_may_be_large_and_an_integer_may_not():
    """Past 2^53 only a number with an exponent or a fraction is read, as the float it is."""
    assert parse(b"[3.1e18, 1e308]") == [3.1e18, 1e308]
    assert parse(str(JSON_INTEGER_MAX).encode()) == JSON_INTEGER_MAX
    assert parse(str(-JSON_INTEGER_MAX).encode()) == -JSON_INTEGER_MAX
    for beyond in (JSON_INTEGER_MAX + 1, -JSON_INTEGER_MAX - 1, "9" * 5000):
        assert "An integer lies beyond" in refusal(f"[{beyond}]".encode())


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "The body is empty; a JSON document is expected."),
        (b" \n", "The body is empty; a JSON document is expected."),
        (b"{", "The body is not JSON: syntax error at byte 1."),
        ('{"é" 1}'.encode(), "The body is not JSON: syntax error at byte 6."),
        (b"{'a': 1}", "The body is not JSON: syntax error at byte 1."),
        (b"[1,]", "The body is not JSON: syntax error at byte 3."),
        (b'"a\tb"', "The body is not JSON: syntax error at byte 2."),
        (b'"\x00"', "The body is not JSON: syntax error at byte 1."),
        (b"[01]", "The body is not JSON: syntax error at byte 2."),
        (b"[.5]", "The body is not JSON: syntax error at byte 1."),
        (b"{} {}", "Something follows the JSON document, at byte 3."),
        (b"\xef\xbb\xbf{}", "The body begins with a byte order mark; JSON is sent without one."),
        ("{}".encode("utf-16"), "The body is not UTF-8 at byte 0."),
        (b'{"a": "\xff"}', "The body is not UTF-8 at byte 7."),
        (b'"\xed\xa0\x80"', "The body is not UTF-8 at byte 1."),
        (b'"\xc0\x80"', "The body is not UTF-8 at byte 1."),
        (b'{"a": 1, "b": {"c": 1, "c": 1}}', "A key stands twice in one object, at /b/c."),
        (b'{"a": 1, "\\u0061": 2}', "A key stands twice in one object, at /a."),
        (b'{"a/b~": [NaN]}', "A number is not finite, at /a~1b~0/0."),
        (b"-Infinity", "A number is not finite, at the top."),
        (b"[1, 1e999]", "A number is not finite, at /1."),
        (b'["\\ud800"]', "A text holds half of a surrogate pair, at /0."),
        (b'["\\uDC00\\uD800"]', "A text holds half of a surrogate pair, at /0."),
        (b'{"a": {"\\ud800": 1}}', "A text holds half of a surrogate pair, at /a."),
        (b'{"a": "b\\u0000"}', "A text holds the character U+0000, at /a."),
        (b'{"a": {"\\u0000": 1}}', "A text holds the character U+0000, at /a."),
        (b'{"a": NaN, "a": 1]', "The body is not JSON: syntax error at byte 17."),
    ],
)
def test_what_is_not_i_json_is_refused(body, detail):
    """The detail says what kind of problem it is, and where."""
    assert refusal(body) == detail


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_is_bounded(opening, closing):
    """At the bound a document is read; one level on it is refused, with the place."""

    def nested(levels: int) -> bytes:
        return (opening * levels + "1" + closing * levels).encode()

    parse(nested(JSON_DEPTH_MAX))
    place = JSON_DEPTH_MAX * len(opening)
    for levels in (JSON_DEPTH_MAX + 1, 202, 990, 100_000):
        assert refusal(nested(levels)) == (
            f"The document is nested deeper than {JSON_DEPTH_MAX} levels, at byte {place}."
        )


def test_nesting_is_bounded_without_an_end():
    """Nothing needs to be closed for the bound to hold."""
    assert "nested deeper" in refusal(b"[" * 2_000_000)
    assert "nested deeper" in refusal(b'{"a":' * 400_000)
    assert "nested deeper" in refusal(b'["\\\\",' * 33)


def test_brackets_inside_texts_are_no_nesting():
    """A text may hold any number of brackets, quotes and backslashes."""
    text = '[{"\\' * 1000

    assert parse(json.dumps([text, {text: text}]).encode()) == [text, {text: text}]


def test_the_bound_of_nesting_can_be_chosen():
    """Another reader of JSON has another bound."""
    assert parse(b"[[]]", depth_max=2) == [[]]
    assert "deeper than 1 levels, at byte 1." in refusal(b"[[]]", depth_max=1)


def test_the_number_of_values_is_bounded():
    """At the bound a document is read, one value on it is refused."""
    at_bound = [0] * (JSON_VALUES_MAX - 1)

    assert parse(json.dumps(at_bound).encode()) == at_bound
    assert refusal(json.dumps([*at_bound, 0]).encode()) == (
        f"The document holds more than {JSON_VALUES_MAX} values."
    )
