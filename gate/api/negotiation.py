"""Media types: what a caller accepts (406), and what a body says it is (415)."""

from collections.abc import Sequence

from gate.errors import NotAcceptable, UnsupportedMediaType

JSON = "application/json"
BINARY = "application/octet-stream"
TEXT = "text/plain"

_CHARSETS = frozenset({"utf-8", "us-ascii"})


def check_accepted(accept: Sequence[str], media_type: str) -> None:
    """Refuses a caller who does not accept `media_type` (RFC 9110 section 12.5.1).

    Args:
        accept: every `Accept` header; none means anything.
        media_type: what the route answers with when all is well; problems are sent regardless.

    Raises:
        NotAcceptable: the most specific range that fits has weight 0, or none fits.
    """
    stated = ",".join(accept)
    if not stated.strip():
        return
    ranges = {media_type: 2, media_type.partition("/")[0] + "/*": 1, "*/*": 0}
    best, weight = -1, 0.0
    for item in stated.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        specificity = ranges.get(name, -1)
        if specificity > best:
            best, weight = specificity, _weight(parameters)
    if weight <= 0:
        raise NotAcceptable(f"this route answers with {media_type}")


def check_sent(content_type: Sequence[str], media_type: str) -> None:
    """Refuses a body of another type, or in another charset than UTF-8.

    Raises:
        UnsupportedMediaType: no `Content-Type`, more than one, or another.
    """
    if len(content_type) == 1:
        name, *parameters = (part.strip().lower() for part in content_type[0].split(";"))
        charsets = [p.removeprefix("charset=") for p in parameters if p.startswith("charset=")]
        if name == media_type and all(c.strip('"') in _CHARSETS for c in charsets):
            return
    raise UnsupportedMediaType(f"send the body as {media_type}")


def accepts_gzip(accept_encoding: Sequence[str]) -> bool:
    """Whether a caller says that it reads gzip (RFC 9110 section 12.5.3); silence says no."""
    weights = {"*": 0.0}
    for item in ",".join(accept_encoding).split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        weights["gzip" if name == "x-gzip" else name] = _weight(parameters)
    return weights.get("gzip", weights["*"]) > 0


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
