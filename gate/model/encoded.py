"""Bytes that are written as a text in a body: what is read of it, strictly and bounded."""

import base64
import binascii
from typing import Any, Final

from pydantic_core import PydanticCustomError, PydanticKnownError

BASE64_SCHEMA: Final[dict[str, Any]] = {"type": "string", "contentEncoding": "base64"}
"""What `bytes_of_base64` reads, as JSON Schema says it."""


def bytes_of_base64(sent: object, bytes_max: int) -> bytes:
    """What a text of base64 holds; there is one way to write it.

    Raises:
        PydanticCustomError, PydanticKnownError: no such text, or it holds more than `bytes_max`.
    """
    text = text_of(sent)
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = None
    if content is None or base64.b64encode(content).decode("ascii") != text:
        raise PydanticCustomError(
            "bad_format", "{expected}", {"expected": "base64 as in RFC 4648, padded, in one line"}
        )
    return bounded(content, bytes_max)


def text_of(sent: object) -> str:
    """The text that was sent.

    Raises:
        PydanticKnownError: something else was.
    """
    if not isinstance(sent, str):
        raise PydanticKnownError("string_type")
    return sent


def bounded(content: bytes, bytes_max: int) -> bytes:
    """The same bytes, no more of them than `bytes_max`.

    Raises:
        PydanticCustomError: there are more.
    """
    if len(content) > bytes_max:
        raise PydanticCustomError("content_too_long", "too many bytes", {"max_length": bytes_max})
    return content
