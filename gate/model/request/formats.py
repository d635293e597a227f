"""The formats a text of the request can have, checked strictly and kept as the text it was.

Dates and times follow RFC 3339, addresses RFC 3986 with a scheme.
"""

import ipaddress
import re
from typing import Final

from pydantic_core import PydanticCustomError, PydanticKnownError

from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX, URI_CHARS_MAX
from gate.model.instant import is_date, is_date_time

_VISIBLE_ASCII: Final = re.compile(r"[!-~]+")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_URI: Final = re.compile(
    r"[a-z][a-z0-9+.-]*:"
    r"(//([\w.~!$&'()*+,;=:%-]*@)?"
    r"(\[(?P<ip>[0-9a-f:.]+)\]|[\w.~!$&'()*+,;=%-]*)(:[0-9]*)?(?=[/?#]|\Z)|(?!//))"
    r"[\w.~!$&'()*+,;=:@/%-]*"
    r"(\?[\w.~!$&'()*+,;=:@/?%-]*)?"
    r"(#[\w.~!$&'()*+,;=:@/?%-]*)?",
    re.ASCII | re.IGNORECASE,
)
_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9a-fA-F]{2})")


def check_instant(text: str) -> str:
    """`text`, if it is a date-time of RFC 3339 that exists."""
    if not is_date_time(text):
        raise _refusal("a date and time with offset as in RFC 3339, such as 2026-11-23T09:00:00Z")
    return text


def check_day(text: str) -> str:
    """`text`, if it is a full-date of RFC 3339 that exists."""
    if not is_date(text):
        raise _refusal("a date as in RFC 3339, such as 2026-11-23")
    return text


def check_idempotency_key(text: str) -> str:
    """`text`, if it may be an idempotency key, as in the header of that name."""
    if len(text) > IDEMPOTENCY_KEY_CHARS_MAX:
        raise PydanticKnownError("string_too_long", {"max_length": IDEMPOTENCY_KEY_CHARS_MAX})
    if not _VISIBLE_ASCII.fullmatch(text):
        raise _refusal("one or more visible ASCII characters")
    return text


def check_uuid(text: str) -> str:
    """`text`, if it is a UUID in the hyphenated form of RFC 9562."""
    if not _UUID.fullmatch(text):
        raise _refusal("a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12")
    return text


def check_uri(text: str) -> str:
    """`text`, if it is a URI of RFC 3986 with a scheme."""
    if len(text) > URI_CHARS_MAX:
        raise PydanticKnownError("string_too_long", {"max_length": URI_CHARS_MAX})
    match = _URI.fullmatch(text)
    if not match or _BROKEN_ESCAPE.search(text) or not _is_ipv6(match["ip"]):
        raise _refusal("a URI with a scheme as in RFC 3986, such as https://example.org/report")
    return text


def _is_ipv6(literal: str | None) -> bool:
    try:
        return literal is None or ipaddress.IPv6Address(literal).version == 6
    except ValueError:
        return False


def _refusal(expected: str) -> PydanticCustomError:
    return PydanticCustomError("bad_format", "{expected}", {"expected": expected})
