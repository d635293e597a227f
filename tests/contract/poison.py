"""Bodies that must be refused, one row each: what every entrance of the gate is held against.

Each row is a row, or a part of one, of the table of poison input that the design lists.
Bodies that are refused for how they are sent (size, speed, media type, compression) are not here.
"""

import json
from dataclasses import dataclass

from gate.errors import Invalid, Malformed, Refused
from gate.limits import (
    JSON_DEPTH_MAX,
    JSON_INTEGER_MAX,
    JSON_VALUES_MAX,
    LIST_ITEMS_MAX,
    LONG_TEXT_CHARS_MAX,
)
from tests.request_example import full_request, minimal_request, replaced


@dataclass(frozen=True)
class Poison:
    """A body that is refused.

    Attributes:
        name: what is wrong with it.
        body: its bytes.
        error: how it is refused; the status and the code are those of the error.
        problems: (pointer, code) of each problem of an `Invalid`, in order.
    """

    name: str
    body: bytes
    error: type[Refused]
    problems: tuple[tuple[str, str], ...] = ()


def body_of(request: object, **rest: object) -> bytes:
    """A body with `request`, escaped as JSON allows."""
    return json.dumps({"request": request, **rest}).encode()


_EVIDENCE = {
    "id": "e",
    "kind": "k",
    "uri": "urn:example:e",
    "digest": {"alg": "sha256", "value": "0"},
    "status": "draft",
}


def _with(steps: str, value: object) -> bytes:
    """The body of a valid request with `value` at `steps`."""
    way = tuple(int(step) if step.isdigit() else step for step in steps.split("/"))
    return body_of(replaced(full_request(), way, value))


def _raw(json_text: str) -> bytes:
    """The body of a valid request whose description is `json_text`, written as it stands."""
    return _with("system/description", "@@").replace(b'"@@"', json_text.encode())


def _nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def _malformed(name: str, body: bytes) -> Poison:
    return Poison(name, body, Malformed)


def _invalid(name: str, body: bytes, *problems: tuple[str, str]) -> Poison:
    return Poison(name, body, Invalid, problems)


_MALFORMED = (
    _malformed("no bytes", b""),
    _malformed("half a document", body_of(minimal_request())[:-2]),
    _malformed("a second document", body_of(minimal_request()) + b"{}"),
    _malformed("a byte order mark", b"\xef\xbb\xbf" + body_of(minimal_request())),
    _malformed("UTF-16", body_of(minimal_request()).decode().encode("utf-16")),
    _malformed("bytes that are not UTF-8", _raw('"@"').replace(b"@", b"\xff")),
    _malformed("NaN", _raw("NaN")),
    _malformed("Infinity", _raw("Infinity")),
    _malformed("minus Infinity", _raw("-Infinity")),
    _malformed("1e999", _raw("1e999")),
    _malformed("an integer of 2^53", _raw(str(JSON_INTEGER_MAX + 1))),
    _malformed("an integer of -2^53", _raw(str(-JSON_INTEGER_MAX - 1))),
    _malformed("5 000 digits", _raw("9" * 5000)),
    _malformed("a key twice", _raw('{"a": 1, "a": 1}')),
    _malformed("a key twice, once escaped", _raw('{"a": 1, "\\u0061": 1}')),
    _malformed("the request twice", b'{"request": 1, ' + body_of(minimal_request())[1:]),
    _malformed("one level too deep", _raw(_nested(JSON_DEPTH_MAX - 1))),
    _malformed("202 levels", _raw(_nested(202))),
    _malformed("990 levels", _raw(_nested(990))),
    _malformed("100 000 levels", _raw(_nested(100_000))),
    _malformed("100 000 levels without an end", b"[" * 100_000),
    _malformed("a lone surrogate", _raw('"\\ud800"')),
    _malformed("surrogates the wrong way round", _raw('"\\udc00\\ud800"')),
    _malformed("a lone surrogate in a key", _raw('{"\\udfff": 1}')),
    _malformed("U+0000", _raw('"a\\u0000b"')),
    _malformed("U+0000 in a key", _raw('{"\\u0000": 1}')),
    _malformed("too many values", _raw("[" + "0," * JSON_VALUES_MAX + "0]")),
)

_INVALID = (
    _invalid("not an object", b"[]", ("", "wrong_type")),
    _invalid("null", b"null", ("", "null")),
    _invalid("no request", b"{}", ("/request", "missing")),
    _invalid("null for the request", b'{"request": null}', ("/request", "null")),
    _invalid(
        "an unknown field beside the request",
        body_of(minimal_request(), x_trace=1),
        ("/x_trace", "unknown_field"),
    ),
    _invalid(
        "an unknown field",
        _with("system/owner_email", "a"),
        ("/request/system/owner_email", "unknown_field"),
    ),
    _invalid(
        "a name that only looks like a field's",
        _with("system/purpos\u0435", "a"),
        ("/request/system/purpos\u0435", "unknown_field"),
    ),
    _invalid(
        "a text for a number",
        _with("impact_assessment/score/level", "1"),
        ("/request/impact_assessment/score/level", "wrong_type"),
    ),
    _invalid(
        "yes for true",
        _with("system/generates_content", "yes"),
        ("/request/system/generates_content", "wrong_type"),
    ),
    _invalid(
        "1 for true",
        _with("system/generates_content", 1),
        ("/request/system/generates_content", "wrong_type"),
    ),
    _invalid(
        "null for a text",
        _with("system/purpose", None),
        ("/request/system/purpose", "null"),
    ),
    _invalid(
        "null for an optional object",
        _with("oversight", None),
        ("/request/oversight", "null"),
    ),
    _invalid(
        "10 000 items of evidence",
        body_of({**minimal_request(), "evidence": [_EVIDENCE] * 10_000}),
        ("/request/evidence", "too_long"),
    ),
    _invalid(
        "one item of a list too many",
        _with("system/prohibited_uses", ["a"] * (LIST_ITEMS_MAX + 1)),
        ("/request/system/prohibited_uses", "too_long"),
    ),
    _invalid(
        "a text of 1 MB",
        _with("system/purpose", "a" * 1_000_000),
        ("/request/system/purpose", "too_long"),
    ),
    _invalid(
        "one character of a text too many",
        _with("system/purpose", "a" * (LONG_TEXT_CHARS_MAX + 1)),
        ("/request/system/purpose", "too_long"),
    ),
    _invalid(
        "a date-time without offset",
        _with("request/created_at", "2026-11-23T09:00:00"),
        ("/request/request/created_at", "bad_format"),
    ),
    _invalid(
        "an address that is a script",
        _with("system/inventory_ref", "<script>alert(1)</script>"),
        ("/request/system/inventory_ref", "bad_format"),
    ),
)

POISON = _MALFORMED + _INVALID
"""Every row."""
