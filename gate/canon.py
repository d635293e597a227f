"""Canonical JSON (RFC 8785) and the digests over it.

Everything that is hashed, signed or compared passes through `canonical_bytes`, so that two parties
who hold the same value hold the same bytes.

The reference implementation takes milliseconds for a request; a serialiser written in Rust takes a
tenth of one. It writes the same bytes but for two things: it sorts keys by code point, RFC 8785 by
UTF-16, and it writes some floats otherwise (`1.0`, `1e-7`). So it writes everything else, the
reference writes those, and `tests/properties/test_canon.py` holds both against each other.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import orjson
import rfc8785

from gate.limits import JSON_INTEGER_MAX

JsonValue: TypeAlias = (
    "Mapping[str, JsonValue] | Sequence[JsonValue] | str | int | float | bool | None"
)
JsonObject: TypeAlias = Mapping[str, JsonValue]

_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_BEYOND_BASIC_PLANE: Final = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
"""The bytes that UTF-8 begins such a character with."""

_PLAIN_FLOAT_MIN: Final = 1e-5
_PLAIN_FLOAT_MAX: Final = 1e15
_NUMBERS: Final = bytes.maketrans(b"0123456789-,[ \t\n\r", b"0000000000:::::::")
_LONG_NUMBER: Final = b":" + b"0" * len(str(JSON_INTEGER_MAX))
"""How every number of so many digits begins, all digits being the same."""
_OF_MEMBER: Final = re.compile(rb"""(?:(?<=[^\\[{:,\s]":)|(?<=[^\\[{:,\s]":-))([0-9]+)(?=[,}])""")
"""The digits of a whole number that is a member: before a text stands no such last letter of a key,
and inside of a text no such quotation mark."""

_REPLACED_MAX: Final = 8
"""Different floats that are replaced in what was written; each costs three looks at all of it."""

_KINDS: Final = frozenset({int, bool, type(None)})
_UNCHANGED: Final = frozenset({*_KINDS, str})


def canonical_bytes(value: JsonValue) -> bytes:
    """The RFC 8785 form of `value`.

    Raises:
        ValueError: `value` holds something that I-JSON (RFC 7493) cannot: an integer beyond
            ±(2⁵³-1), NaN, an infinity, a lone surrogate; or it is no JSON value, or is nested too
            deep to be written. The text does not say which value it was.
    """
    try:
        return _written_quickly(value) or rfc8785.dumps(value)
    except (ValueError, RecursionError):
        raise ValueError("the value has no canonical JSON form") from None


def read_canonical(data: bytes) -> JsonValue:
    """The value whose canonical form is `data`, which the gate wrote itself.

    A whole number beyond ±(2⁵³-1) was a float, because no integer of that size has such a form. A
    fast parser takes it for an integer, unless it is given a fraction first.

    Raises:
        ValueError: it is not JSON, or nested too deep to be read.
    """
    plain = _with_fractions(data)
    if plain is not None:
        return cast("JsonValue", orjson.loads(plain))
    try:
        read: JsonValue = json.loads(data.decode(), parse_int=_whole, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("the value is nested too deeply") from error
    return read


def _with_fractions(data: bytes) -> bytes | None:
    """`data` with a fraction at each whole number beyond ±(2⁵³-1); None where one is hard to tell.

    Everything is looked at that begins like one, which a part of a text may do as well.
    """
    marked = (b":" + data).translate(_NUMBERS)
    pieces: list[bytes] = []
    copied = 0
    at = marked.find(_LONG_NUMBER)  # its mark is not in `data`, so its digits begin there at `at`
    while at >= 0:
        found = _OF_MEMBER.match(data, at)
        if found is None:
            return None
        if int(found[1]) > JSON_INTEGER_MAX:
            pieces += [data[copied : found.end()], b".0"]
            copied = found.end()
        at = marked.find(_LONG_NUMBER, found.end())
    return b"".join((*pieces, data[copied:])) if pieces else data


def _whole(digits: str) -> int | float:
    number = int(digits)
    return number if abs(number) <= JSON_INTEGER_MAX else float(digits)


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of `data` as 64 lower-case hex characters."""
    return hashlib.sha256(data).hexdigest()


def digest_of(data: bytes) -> str:
    """The SHA-256 of `data` as the project writes digests: `sha256:<hex>`."""
    return "sha256:" + sha256_hex(data)


def _written_quickly(value: JsonValue) -> bytes | None:
    try:
        written = orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError:
        return None
    if any(lead in written for lead in _BEYOND_BASIC_PLANE) and not _keys_are_ascii(value):
        return None
    floats = _floats(value)
    if floats is None:
        return None
    if all(map(_is_plain, floats)):
        return written
    return _replaced(written, floats) or orjson.dumps(
        _with_floats_by_reference(value), option=_OPTIONS
    )


def _replaced(written: bytes, floats: Iterable[float]) -> bytes | None:
    """`written` with `floats`, all that are in it, as the reference writes them.

    A float stands between marks that are no part of a number, so wherever its characters stand
    elsewhere, in a text or in a longer number, they occur more often than the float does. Then, and
    where there are too many different ones, the answer is None.
    """
    unlike = Counter(orjson.dumps(number) for number in floats if not _is_plain(number))
    if len(unlike) > _REPLACED_MAX:
        return None
    for quick, times in unlike.items():
        by_reference = rfc8785.dumps(float(quick))  # "null", of one that is not finite, is refused
        if quick != by_reference:
            if written.count(quick) != times:
                return None
            written = written.replace(quick, by_reference)
    return written


def _is_plain(number: float) -> bool:
    return _PLAIN_FLOAT_MIN <= abs(number) < _PLAIN_FLOAT_MAX and not number.is_integer()


def _floats(value: JsonValue) -> list[float] | None:
    """Every float inside `value`; None if it holds other types than parsed JSON has."""
    floats: list[float] = []
    pending: list[Any] = [value]
    for found in pending:  # it grows while it is walked
        kind = type(found)
        if kind is str:
            continue
        if kind is dict:
            pending += found.values()
        elif kind is list or kind is tuple:
            pending += found
        elif kind is float:
            floats.append(found)
        elif kind not in _KINDS:
            return None
    return floats


def _keys_are_ascii(value: JsonValue) -> bool:
    pending: list[Any] = [value]
    for found in pending:
        if isinstance(found, dict):
            if not all(map(str.isascii, found)):
                return False
            pending += found.values()
        elif isinstance(found, list | tuple):
            pending += found
    return True


def _with_floats_by_reference(value: Any) -> Any:
    """`value` with each such float as the reference writes it; parts without one are not copied."""
    if isinstance(value, float):
        return value if _is_plain(value) else orjson.Fragment(rfc8785.dumps(value))
    if isinstance(value, dict):
        changed = _changed(value.items())
        return {**value, **changed} if changed else value
    if isinstance(value, list | tuple):
        changed = _changed(enumerate(value))
        return [changed.get(place, item) for place, item in enumerate(value)] if changed else value
    return value


def _changed(items: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    changed = {}
    for place, item in items:
        if type(item) not in _UNCHANGED:
            written = _with_floats_by_reference(item)
            if written is not item:
                changed[place] = written
    return changed
