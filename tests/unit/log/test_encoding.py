"""Base64 with one spelling."""

import pytest

from gate.errors import VerificationFailed
from gate.log.encoding import decode, encode


def test_what_is_encoded_is_decoded() -> None:
    """The standard alphabet, padded."""
    for data in (b"", b"\xff", b"\xfb\xff", bytes(range(256))):
        assert decode(encode(data)) == data


@pytest.mark.parametrize(
    "text",
    ["/w", "/w=", "/x==", "_w==", "/w==\n", " /w==", "/w==/w==", "/w==x", "é", "\ud800"],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    """Missing padding, unused bits that are set, another alphabet, white space, non-ASCII."""
    with pytest.raises(VerificationFailed):
        decode(text)
