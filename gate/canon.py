"""Canonical JSON (RFC 8785) and the digests over it.

Everything that is hashed, signed or compared passes through `canonical_bytes`, so that two parties
who hold the same value hold the same bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import orjson
import rfc8785

JsonValue: TypeAlias = (
    "Mapping[str, JsonValue] | Sequence[JsonValue] | str | int | float | bool | None"
)
JsonObject: TypeAlias = Mapping[str, JsonValue]

_LARGEST_EXACT = 2**53 - 1
_PLAIN_FLOAT_MIN = 1e-5
_PLAIN_FLOAT_MAX = 1e15


def canonical_bytes(value: JsonValue) -> bytes:
    """The RFC 8785 form of `value`.

    Where keys are ASCII and numbers lie in the range that both forms write alike, a much faster
    serialiser gives the same bytes (`tests/properties/test_canon.py` proves it); elsewhere the
    reference implementation is asked.

    Raises:
        ValueError: `value` holds something that I-JSON (RFC 7493) cannot: a number beyond
            ±(2⁵³−1), NaN, an infinity, a lone surrogate.
    """
    if _is_plain(value):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of `data` as 64 lower-case hex characters."""
    return hashlib.sha256(data).hexdigest()


def digest_of(data: bytes) -> str:
    """The SHA-256 of `data` as the project writes digests: `sha256:<hex>`."""
    return "sha256:" + sha256_hex(data)


def _is_plain(value: JsonValue) -> bool:
    if isinstance(value, str):
        return _has_no_surrogate(value)
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -_LARGEST_EXACT <= value <= _LARGEST_EXACT
    if isinstance(value, float):
        return _PLAIN_FLOAT_MIN <= abs(value) < _PLAIN_FLOAT_MAX and not value.is_integer()
    if isinstance(value, dict):
        return all(
            type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items()
        )
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return False


def _has_no_surrogate(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
