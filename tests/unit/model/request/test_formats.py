"""The formats of texts."""

import pytest
from pydantic_core import PydanticCustomError, PydanticKnownError

from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX, URI_CHARS_MAX
from gate.model.request.formats import (
    check_day,
    check_idempotency_key,
    check_instant,
    check_uri,
    check_uuid,
)

INSTANTS = (
    "2026-11-23T09:00:00Z",
    "2026-11-23T09:00:00.123456Z",
    "2026-11-23t09:00:00z",
    "2024-02-29T23:59:59+14:00",
    "0001-01-01T00:00:00Z",
)
NO_INSTANTS = (
    "2026-11-23",
    "2026-11-23T09:00:00",
    "2026-11-23 09:00:00Z",
    "2026-11-23T09:00Z",
    "2026-11-23T24:00:00Z",
    "2026-02-29T09:00:00Z",
    "2026-11-23T09:00:00+0100",
    "2026-11-23T09:00:00+24:00",
    "2026-11-23T09:00:00Z\n",
    "٢٠٢٦-11-23T09:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "1795424400",
)
DAYS = ("2026-11-23", "2024-02-29")
NO_DAYS = (
    "2026-02-29",
    "2026-11-23T09:00:00Z",
    "20261123",
    "2026-W48-1",
    "2026-11-23 ",
    "2026-1-1",
)
UUIDS = ("6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d11", "6F0C1C3E-3C2E-4C0E-8A56-0A4D6A0F1D11")
NO_UUIDS = (
    "6f0c1c3e3c2e4c0e8a560a4d6a0f1d11",
    "{6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d11}",
    "urn:uuid:6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d11",
    "6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d1g",
)
URIS = (
    "https://example.org",
    "https://user@example.org:8443/a/b?c=d&e#f",
    "https://[2001:db8::1]:443/x",
    "oci://registry.example.org/models/minilm",
    "s3://bucket/key",
    "urn:example:a:1",
    "mailto:ana@example.org",
    "file:///srv/report.pdf",
    "git+ssh://git@example.org/repo.git",
    "https://example.org/%C3%A9",
)
NO_URIS = (
    "example.org/report",
    "//example.org/report",
    "/report",
    "https://example.org/a b",
    "https://example.org/é",
    "https://example.org/%zz",
    "https://example.org/%4",
    "https://[2001:db8::1/x",
    "https://[::::]/x",
    "https://example.org:port/",
    "1https://example.org",
    "https://example.org/<script>",
    "https://example.org/\n",
    "see: the wiki",
)


def refused(check, text):
    """The code with which `check` refuses `text`, or None."""
    try:
        assert check(text) == text
    except (PydanticCustomError, PydanticKnownError) as error:
        return error.type
    return None


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (check_instant, INSTANTS, NO_INSTANTS),
        (check_day, DAYS, NO_DAYS),
        (check_uuid, UUIDS, NO_UUIDS),
        (check_uri, URIS, NO_URIS),
        (check_idempotency_key, ("!", "build-42/3", "~"), ("", "two words", "clé", "a\n")),
    ],
)
def test_formats(check, good, bad):
    """What each format allows is kept as it is; what is only near it is refused."""
    assert {text: refused(check, text) for text in good} == dict.fromkeys(good)
    assert {text: refused(check, text) for text in bad} == dict.fromkeys(bad, "bad_format")


@pytest.mark.parametrize(
    ("check", "bound", "head"),
    [(check_uri, URI_CHARS_MAX, "urn:"), (check_idempotency_key, IDEMPOTENCY_KEY_CHARS_MAX, "")],
)
def test_lengths(check, bound, head):
    """At the bound a text passes, one character on it does not."""
    assert refused(check, head.ljust(bound, "a")) is None
    assert refused(check, head.ljust(bound + 1, "a")) == "string_too_long"


def test_a_long_almost_address_is_refused_at_once():
    """No pattern here goes back and forth over a text: 2 000 characters take no time at all."""
    for almost in ("https://" + "a:" * 990 + "[", "urn:" + "%41" * 660 + "%", "a" * 1990 + " "):
        assert refused(check_uri, almost) == "bad_format"
