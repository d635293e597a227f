"""Values behind salted commitments, in the form of RFC 9901 (SD-JWT), sections 4.2.1 to 4.2.4.

A disclosure is the base64url form of a JSON array: a salt of 128 random bits, the name where the
value is a member of an object, the value. Its digest stands in the document instead: members of an
object as digests in `_sd`, an element of a list as `{"...": digest}`. Without the salt the digest
tells nothing, however few values are possible.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any, Final, Self

import orjson

from gate.canon import JsonValue
from gate.errors import VerificationFailed

MEMBERS: Final = "_sd"
"""The member of an object that lists the digests of its hidden members."""
ELEMENT: Final = "..."
"""The one member of an object that stands for a hidden element of a list."""
ALGORITHM_MEMBER: Final = "_sd_alg"
ALGORITHM: Final = "sha-256"

_SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One value with its salt; `name` is None where it is an element of a list.

    `digest` is what stands in the document instead.
    """

    text: str
    name: str | None
    value: Any
    digest: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the digest once, because every use of a disclosure asks for it."""
        digest = hashlib.sha256(self.text.encode("ascii")).digest()
        object.__setattr__(self, "digest", encoded(digest))

    @classmethod
    def of(cls, name: str | None, value: JsonValue) -> Self:
        """A new disclosure, with a salt of its own."""
        salt = encoded(secrets.token_bytes(_SALT_BYTES))
        parts = [salt, value] if name is None else [salt, name, value]
        return cls(encoded(orjson.dumps(parts)), name, value)

    @classmethod
    def read(cls, text: str) -> Self:
        """The disclosure that is written so.

        Raises:
            VerificationFailed: it is none.
        """
        try:
            parts = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", True))
        except (ValueError, binascii.Error) as error:
            raise VerificationFailed("Expected a disclosure: base64url of a JSON list.") from error
        if not isinstance(parts, list) or len(parts) not in {2, 3} or not isinstance(parts[0], str):
            raise VerificationFailed("Expected a salt, perhaps a name, and a value.")
        name = parts[1] if len(parts) == 3 else None
        if name is not None and (not isinstance(name, str) or name in {MEMBERS, ELEMENT}):
            raise VerificationFailed("Expected another name of a hidden member.")
        return cls(text, name, parts[-1])


def encoded(data: bytes) -> str:
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
