"""Base64 that has one spelling for each value.

Two spellings of the same bytes would be two receipts for the same proof, so whatever a standard
encoder would not have written is refused.
"""

import base64
import binascii

from gate.errors import VerificationFailed


def encode(data: bytes) -> str:
    """The standard Base 64 form, with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of a Base 64 text.

    Raises:
        VerificationFailed: not the one standard form: another alphabet, white space, missing
            padding, or bits set that no byte uses.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise VerificationFailed("Expected standard base64 with padding.") from error
    if encode(data) != text:
        raise VerificationFailed("Expected the canonical form of base64.")
    return data
