"""Time stamps (RFC 3161): an authority outside the gate says that bytes existed at an instant.

An answer counts when it is about exactly these bytes, and when its signature leads to a certificate
that was pinned beforehand, at the instant that it states: a certificate that expired later takes
nothing back. The bytes of an answer are what `openssl ts -verify` reads.
"""

from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from gate.errors import Misconfigured, VerificationFailed
from gate.limits import STAMP_BYTES_MAX, TSA_CERTIFICATES_MAX

_EXPECTED = "Expected a chain of a time-stamp authority: certificates in PEM form."


@dataclass(frozen=True, slots=True)
class Question:
    """What an authority is asked: `body` is the request, `nonce` has to be in the answer."""

    body: bytes
    nonce: int


def stamp_question(content: bytes) -> Question:
    """The request to stamp `content`, which itself stays here: only its SHA-512 is sent."""
    builder = TimestampRequestBuilder(data=content, hash_algorithm=HashAlgorithm.SHA512)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    if request.nonce is None:
        raise VerificationFailed("The request for a time stamp has no nonce.")
    return Question(request.as_bytes(), request.nonce)


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """Whose stamps are believed: certificates that lead to the pinned ones, given as `pem`."""

    pem: bytes
    _pinned: tuple[x509.Certificate, ...] = field(repr=False)

    @classmethod
    def parse(cls, pem: bytes) -> "TimeAuthority":
        """Read a chain: the root, and what lies between it and the authority's own certificate.

        Raises:
            Misconfigured: not 1 to `TSA_CERTIFICATES_MAX` certificates in PEM form.
        """
        try:
            pinned = tuple(x509.load_pem_x509_certificates(pem))
        except ValueError as error:
            raise Misconfigured(_EXPECTED) from error
        if not 0 < len(pinned) <= TSA_CERTIFICATES_MAX:
            raise Misconfigured(f"{_EXPECTED} At most {TSA_CERTIFICATES_MAX} are read.")
        return cls(pem, pinned)

    def check(self, answer: bytes, content: bytes, nonce: int | None = None) -> datetime:
        """The instant at which the authority saw `content`.

        Args:
            answer: a time-stamp response, as the authority gave it.
            content: what was to be stamped.
            nonce: that of the question, where the answer is a fresh one.

        Raises:
            VerificationFailed: no time stamp, not over these bytes, by another authority, by a
                certificate that was not for stamping or not valid then, or to another question.
        """
        if len(answer) > STAMP_BYTES_MAX:
            raise VerificationFailed(f"A time stamp has at most {STAMP_BYTES_MAX} bytes.")
        verifier = VerifierBuilder(roots=list(self._pinned), nonce=nonce).build()
        try:
            response = decode_timestamp_response(answer)
            verifier.verify_message(response, content)
            at = response.tst_info.gen_time
        except (VerificationError, ValueError) as error:
            raise VerificationFailed(_why(error)) from error
        except Exception as error:  # a reader of hostile bytes may fail in any way
            raise VerificationFailed("The time stamp cannot be read.") from error
        return at


def _why(error: Exception) -> str:
    """What the library found, without anything of the answer."""
    known = {
        "Mismatch between messages": "The time stamp is over other bytes.",
        "Nonce mismatch": "The time stamp answers another question.",
        "PKIStatus is not GRANTED": "The authority did not grant a time stamp.",
    }
    text = str(error)
    if "verifying certificates" in text or "EKU" in text:
        return (
            "The time stamp is not signed by a certificate that is for time stamps alone, was valid"
            " then, and leads to a pinned one."
        )
    return known.get(text, "The time stamp cannot be read.")
