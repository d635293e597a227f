"""One strict reading of JSON: I-JSON (RFC 7493), nothing more lenient, and bounded.

Parsers disagree about duplicate keys, NaN, lone surrogates and huge numbers, and whoever finds two
that disagree can show one document to the checks and another to the log. So such bodies are refused
here, and everything behind this module reads bytes that the gate wrote itself.
"""

import json
import re
from itertools import accumulate
from typing import Final

from gate.canon import JsonValue
from gate.errors import Malformed
from gate.intake.flaws import Flaw, constant, first_flaw, integer, members, real
from gate.limits import JSON_DEPTH_MAX, JSON_VALUES_MAX

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_STRUCTURE: Final = b'[]{},"'
_NOT_STRUCTURE: Final = bytes(byte for byte in range(256) if byte not in _STRUCTURE)
_ESCAPED: Final = re.compile(rb'\\[\\"]')
_LEVELS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_STRING_OR_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_SUSPECT_ESCAPE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=members, parse_int=integer, parse_float=real, parse_constant=constant
)


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
        value: JsonValue = _DECODER.decode(text)
    except Flaw as flaw:
        raise Malformed(_located(text) or f"{flaw}.") from None
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
    if _SUSPECT_ESCAPE.search(body) and (found := first_flaw(text)):
        raise Malformed(found)
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
    plain = _ESCAPED.sub(b"", body)
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


def _located(text: str) -> str | None:
    try:
        return first_flaw(text)
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
