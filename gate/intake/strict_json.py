"""One strict reading of JSON: I-JSON (RFC 7493), nothing more lenient, and bounded.

Parsers disagree about duplicate keys, NaN, lone surrogates and huge numbers, and whoever finds two
that disagree can show one document to the checks and another to the log. So such bodies are refused
here, and everything behind this module reads bytes that the gate wrote itself.

The quick pass uses the hooks of the standard library's parser and stops at the first flaw. Only
then a second, slower pass finds out where it stands.
"""

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from math import isfinite
from typing import Any, Final, NoReturn

from gate.canon import JsonValue
from gate.errors import Malformed
from gate.intake.pointer import extend
from gate.limits import JSON_DEPTH_MAX, JSON_INTEGER_MAX, JSON_VALUES_MAX

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DIGITS_MAX: Final = len(f"-{JSON_INTEGER_MAX}")
_STRUCTURE: Final = b'[]{},"'
_NOT_STRUCTURE: Final = bytes(byte for byte in range(256) if byte not in _STRUCTURE)
_LEVELS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_STRING_OR_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_SUSPECT_ESCAPE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_TWICE: Final = "A key stands twice in one object"
_NOT_FINITE: Final = "A number is not finite"
_TOO_LARGE: Final = (
    f"An integer lies beyond ±{JSON_INTEGER_MAX} (write a quantity with an exponent, an identifier "
    "as a text)"
)
_LONE_SURROGATE: Final = "A text holds half of a surrogate pair"
_NUL: Final = "A text holds the character U+0000"


class _Flaw(Exception):
    """Something that JSON's grammar allows and I-JSON does not. Its text says what."""


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in the order they were written, repeated keys included."""


def parse(body: bytes, *, depth_max: int = JSON_DEPTH_MAX) -> JsonValue:
    """The value that `body` writes down.

    A whole number is an `int` however it was written: `1.0`, `1e2` and `-0` are 1, 100 and 0.
    Beyond ±(2⁵³-1) only a number with a fraction or an exponent is read, as the `float` that every
    reader takes it for: `3.1e18` is a quantity, while nineteen digits are an identifier that some
    readers would round. All objects are `dict` and all arrays are `list`.

    Raises:
        Malformed: `body` is not UTF-8, begins with a byte order mark, is not JSON, repeats a key,
            is nested deeper than `depth_max`, holds more than `JSON_VALUES_MAX` values, an integer
            beyond ±(2⁵³-1), a number that is not finite, a lone surrogate or U+0000. The detail
            says which of these, and where, as a JSON pointer or a byte offset.
    """
    text = _decoded(body)
    _check_size(body, depth_max)
    try:
        value: JsonValue = _QUICK.decode(text)
        suspect = _SUSPECT_ESCAPE.search(body) is not None
    except _Flaw:
        suspect = True
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
    if suspect:
        _refuse_flaws(text)
    return value


def _decoded(body: bytes) -> str:
    if body.startswith(_BYTE_ORDER_MARK):
        raise Malformed("The body begins with a byte order mark; JSON is sent without one.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"The body is not UTF-8 at byte {error.start}.") from None


def _check_size(body: bytes, depth_max: int) -> None:
    """Bound nesting and number of values before the parser recurses.

    Only brackets and commas outside of texts count. They are found without looking at each byte in
    Python: escapes go first, so that every quote left is an end of a text, then everything that is
    not structure, and of the rest every second piece between quotes lies outside. An empty array or
    object counts as two values.
    """
    plain = body
    if b"\\" in body:
        plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside = plain.translate(None, _NOT_STRUCTURE).replace(b'""', b"").split(b'"')[::2]
    structure = b"".join(outside)
    levels = map(_LEVELS.__getitem__, structure.replace(b",", b""))
    if max(accumulate(levels), default=0) > depth_max:
        place = _place_of_depth(body, depth_max)
        raise Malformed(f"The document is nested deeper than {depth_max} levels{place}.")
    if len(structure) - structure.count(b"]") - structure.count(b"}") >= JSON_VALUES_MAX:
        raise Malformed(f"The document holds more than {JSON_VALUES_MAX} values.")


def _place_of_depth(body: bytes, depth_max: int) -> str:
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(body):
        depth += _LEVELS.get(token.group()[0], 0)
        if depth > depth_max:
            return f", at byte {token.start()}"
    return ""


def _syntax(error: json.JSONDecodeError) -> Malformed:
    offset = len(error.doc[: error.pos].encode("utf-8"))
    if not error.doc.strip(" \t\n\r"):
        return Malformed("The body is empty; a JSON document is expected.")
    if error.msg == "Extra data":
        return Malformed(f"Something follows the JSON document, at byte {offset}.")
    return Malformed(f"The body is not JSON: syntax error at byte {offset}.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Flaw(_TWICE)
    return members


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS_MAX:
        raise _Flaw(_TOO_LARGE)
    number = int(digits)
    if not -JSON_INTEGER_MAX <= number <= JSON_INTEGER_MAX:
        raise _Flaw(_TOO_LARGE)
    return number


def _real(digits: str) -> int | float:
    number = float(digits)
    if not isfinite(number):
        raise _Flaw(_NOT_FINITE)
    if number.is_integer() and abs(number) <= JSON_INTEGER_MAX:
        return int(number)
    return number


def _constant(name: str) -> NoReturn:
    raise _Flaw(_NOT_FINITE)


_QUICK: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_constant
)


def _refuse_flaws(text: str) -> None:
    """Raise for the first flaw of `text`, in the order of the document, with its place."""
    try:
        document = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=lambda digits: _or_flaw(_integer, digits),
            parse_float=lambda digits: _or_flaw(_real, digits),
            parse_constant=lambda name: _Flaw(_NOT_FINITE),
        )
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
    for flaw, pointer in _flaws(document, ""):
        raise Malformed(f"{flaw}, at {pointer or 'the top'}.")


def _or_flaw(read: Any, digits: str) -> Any:
    try:
        return read(digits)
    except _Flaw as flaw:
        return flaw


def _flaws(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Flaw):
        yield str(value), pointer
    elif isinstance(value, str):
        yield from ((flaw, pointer) for flaw in _flaws_of_text(value))
    elif isinstance(value, _Pairs):
        seen = set()
        for key, member in value:
            flaws = _flaws_of_text(key)
            if flaws:
                yield flaws[0], pointer
                continue
            if key in seen:
                yield _TWICE, extend(pointer, key)
            seen.add(key)
            yield from _flaws(member, extend(pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _flaws(item, extend(pointer, index))


def _flaws_of_text(text: str) -> list[str]:
    flaws = [_LONE_SURROGATE] if _SURROGATE.search(text) else []
    return [*flaws, _NUL] if "\0" in text else flaws
