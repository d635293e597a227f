"""Who signed a release: one DSSE envelope beside it, in which everybody signs the same sentence.

The sentence is an in-toto statement whose subject is the digest of the release, and the digest
stands for everything in it. The four files stay as they were built, so a release can be signed
later, and by several people one after the other, without becoming another release.
"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from gate.canon import canonical_bytes
from gate.dsse import Envelope, EnvelopeSigner, is_signed, pae
from gate.errors import Misconfigured, VerificationFailed
from gate.limits import ENVELOPE_SIGNATURES_MAX, RELEASE_SIGNATURES_BYTES_MAX
from gate.model.approval_statement import PAYLOAD_TYPE
from gate.model.entry import STATEMENT_TYPE
from gate.policy.release import Release
from gate.public_keys import signature_by

RELEASE_PREDICATE: Final = "https://ai-deployment-gate.example/policy-release/v1"


class Signatory(Protocol):
    """A key that may sign releases, and whose it is."""

    @property
    def holder(self) -> str:
        """The id of its person."""

    def verify(self, signature: bytes, message: bytes, /) -> None:
        """Raise `cryptography.exceptions.InvalidSignature` unless it signed `message`."""


def signatures_beside(path: Path) -> Path:
    """Where the signatures of the release at `path` (a folder or a file) lie."""
    return path.with_name(f"{path.name}.dsse")


def read_signatures(path: Path) -> bytes | None:
    """What lies beside the release at `path`; None where nothing does.

    Raises:
        Misconfigured: it cannot be read, or has more than `RELEASE_SIGNATURES_BYTES_MAX` bytes.
    """
    beside = signatures_beside(path)
    try:
        with beside.open("rb") as file:
            content = file.read(RELEASE_SIGNATURES_BYTES_MAX + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Misconfigured(f"the signatures {beside} cannot be read: {error.strerror}") from error
    if len(content) > RELEASE_SIGNATURES_BYTES_MAX:
        raise Misconfigured(
            f"the signatures {beside} have more than {RELEASE_SIGNATURES_BYTES_MAX} bytes"
        )
    return content


def with_signature(release: Release, envelope: bytes | None, signer: EnvelopeSigner) -> bytes:
    """The envelope with the signature of one more key; one by the same key is replaced.

    Raises:
        Misconfigured: what is there is no envelope, or is over another release, or is full.
    """
    statement = _statement(release)
    before = () if envelope is None else _envelope(release, envelope).signatures
    kept = tuple((keyid, value) for keyid, value in before if keyid != signer.keyid)
    if len(kept) >= ENVELOPE_SIGNATURES_MAX:
        raise Misconfigured(f"a release has at most {ENVELOPE_SIGNATURES_MAX} signatures")
    own = (signer.keyid, signature_by(signer.private, pae(PAYLOAD_TYPE, statement)))
    return canonical_bytes(
        {
            "payload": _base64(statement),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [
                {"keyid": keyid, "sig": _base64(value)} for keyid, value in (*kept, own)
            ],
        }
    )


def signed_by(
    release: Release, envelope: bytes, signatory: Callable[[str], Signatory | None]
) -> tuple[str, ...]:
    """The persons who signed this release, each once, sorted.

    Args:
        release: the release that the envelope has to be about.
        envelope: its bytes.
        signatory: the key of this id, where a signature by it counts.

    Raises:
        Misconfigured: no envelope, or one over another release.
    """
    found = _envelope(release, envelope)
    keys = ((signatory(keyid), value) for keyid, value in found.signatures)
    return tuple(
        sorted({key.holder for key, value in keys if key and is_signed(found.message, value, key)})
    )


def _envelope(release: Release, envelope: bytes) -> Envelope:
    try:
        found = Envelope.parse(envelope)
    except VerificationFailed as error:
        raise Misconfigured(
            "the signatures of the release are no DSSE envelope; make them with gate policy sign"
        ) from error
    if (found.payload_type, found.payload) != (PAYLOAD_TYPE, _statement(release)):
        raise Misconfigured(
            f"the signatures are not over the release {release.id}: it was built anew, or they "
            "belong to another. Move them away, and have this release signed with gate policy sign"
        )
    return found


def _statement(release: Release) -> bytes:
    algorithm, _, value = release.digest.partition(":")
    return canonical_bytes(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": release.id, "digest": {algorithm: value}}],
            "predicateType": RELEASE_PREDICATE,
            "predicate": {},
        }
    )


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
