"""Reading what a command is given: a request, a file or `-`, and documents to attach."""

import base64
import json
import sys
from pathlib import Path

from gate.errors import Invalid
from gate.limits import BODY_BYTES_MAX


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input where `path` is `-`.

    Raises:
        Invalid: the file cannot be read, or is larger than a request may be.
    """
    try:
        content = (
            sys.stdin.buffer.read(BODY_BYTES_MAX + 1) if path == "-" else Path(path).read_bytes()
        )
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > BODY_BYTES_MAX:
        raise Invalid(f"{path} is larger than {BODY_BYTES_MAX} bytes, the most a request may be")
    return content


def request_body(request: bytes, attach: list[str]) -> bytes:
    """The body of `POST /v1/decisions` from a request and `FORMAT=FILE` documents.

    `request` may be the canonical request alone, or a whole body that already holds `request`.
    The bytes of the request are passed on as they are, so that whoever reads them strictly sees
    exactly what the file holds.

    Raises:
        Invalid: a document is not given as FORMAT=FILE, or cannot be read.
    """
    if not attach and _is_body(request):
        return request
    if _is_body(request):
        raise Invalid(
            "The file already holds a body with `request`; give --attach with a request alone"
        )
    if not attach:
        return b'{"request": ' + request + b"}"
    documents = [_document(text) for text in attach]
    return b'{"request": ' + request + b', "attachments": ' + json.dumps(documents).encode() + b"}"


def _is_body(content: bytes) -> bool:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(parsed, dict)
        and isinstance(parsed.get("request"), dict)
        and "system" not in parsed
    )


def _document(text: str) -> dict[str, str]:
    format_name, separator, path = text.partition("=")
    if not separator or not format_name or not path:
        raise Invalid("--attach takes FORMAT=FILE, for example --attach hf_card=README.md")
    content = read_input(path)
    return {
        "id": Path(path).stem or "document",
        "format": format_name,
        "filename": Path(path).name,
        "content_base64": base64.b64encode(content).decode(),
    }
