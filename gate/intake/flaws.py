"""What JSON's grammar allows and I-JSON (RFC 7493) does not: how to see it, and where it stands.

The readers are hooks of the standard library's parser and raise at the first flaw, without knowing
its place. `first_flaw` parses once more and finds the place; it runs only for a body that is
refused, or that holds an escape which may be half of a surrogate pair.
"""

import json
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, Final, NoReturn

from gate.intake.pointer import extend
from gate.limits import JSON_INTEGER_MAX

_DIGITS_MAX: Final = len(f"-{JSON_INTEGER_MAX}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_TWICE: Final = "A key stands twice in one object"
_NOT_FINITE: Final = "A number is not finite"
_TOO_LARGE: Final = (
    f"An integer lies beyond ±{JSON_INTEGER_MAX} (write a quantity with an exponent, an identifier "
    "as a text)"
)
_LONE_SURROGATE: Final = "A text holds half of a surrogate pair"
_NUL: Final = "A text holds the character U+0000"


class Flaw(Exception):
    """Something in a document that I-JSON does not allow. Its text says what."""


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in the order they were written, repeated keys included."""


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a `Flaw` if it repeats a key."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Flaw(_TWICE)
    return found


def integer(digits: str) -> int:
    """A number without fraction and exponent; a `Flaw` beyond ±(2⁵³-1)."""
    if len(digits) > _DIGITS_MAX:
        raise Flaw(_TOO_LARGE)
    number = int(digits)
    if not -JSON_INTEGER_MAX <= number <= JSON_INTEGER_MAX:
        raise Flaw(_TOO_LARGE)
    return number


def real(digits: str) -> int | float:
    """A number with fraction or exponent; a `Flaw` if no double can hold it."""
    number = float(digits)
    if not isfinite(number):
        raise Flaw(_NOT_FINITE)
    if number.is_integer() and abs(number) <= JSON_INTEGER_MAX:
        return int(number)
    return number


def constant(_name: str) -> NoReturn:
    """NaN or an infinity, which JSON does not have: always a `Flaw`."""
    raise Flaw(_NOT_FINITE)


def first_flaw(text: str) -> str | None:
    """What is wrong with the document, and its JSON pointer; None where nothing is.

    Raises:
        json.JSONDecodeError: `text` is not JSON.
    """
    document = json.loads(
        text,
        object_pairs_hook=_Pairs,
        parse_int=lambda digits: _or_flaw(integer, digits),
        parse_float=lambda digits: _or_flaw(real, digits),
        parse_constant=lambda name: _or_flaw(constant, name),
    )
    for flaw, pointer in _flaws(document, ""):
        return f"{flaw}, at {pointer or 'the top'}."
    return None


def _or_flaw(read: Callable[[str], Any], written: str) -> Any:
    try:
        return read(written)
    except Flaw as flaw:
        return flaw


def _flaws(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Flaw):
        yield str(value), pointer
    elif isinstance(value, str):
        yield from ((flaw, pointer) for flaw in _flaws_of_text(value))
    elif isinstance(value, _Pairs):
        seen = set()
        for key, member in value:
            if flaws := _flaws_of_text(key):
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
