"""Witnesses for tests: keys, cosignatures and policies."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from gate.log.cosignature import CosignatureSigner
from gate.log.note import Signer
from gate.log.trust_policy import TrustPolicy
from tests.logs import LOG_KEY, ORIGIN

LOG = Signer.of(ORIGIN, LOG_KEY)
TIME_S = 1_772_366_400
"""The second at which witnesses of tests look at their clocks."""


def witness(number: int) -> CosignatureSigner:
    """Witness `number`, with a key of its own."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return CosignatureSigner.of(f"witness.example/w{number}", private)


def ml_dsa_witness(number: int) -> CosignatureSigner:
    """The same with ML-DSA-44."""
    private = MLDSA44PrivateKey.from_seed_bytes(bytes([number]) * 32)
    return CosignatureSigner.of(f"witness.example/m{number}", private)


def cosigned(note: str, *numbers: int, time_s: int = TIME_S) -> str:
    """`note` with the cosignatures of these witnesses under it."""
    text = note.rpartition("\n\n")[0] + "\n"
    return note + "".join(witness(number).sign(text, time_s).line for number in numbers)


def cosigned_by(note: str, *signers: CosignatureSigner) -> str:
    """`note` with the cosignatures of these signers under it."""
    text = note.rpartition("\n\n")[0] + "\n"
    return note + "".join(signer.sign(text, TIME_S).line for signer in signers)


def policy_text(*lines: str, witnesses: int = 3, urls: dict[int, str] | None = None) -> bytes:
    """A policy with this log, some witnesses w1, w2, …, and these lines after them."""
    known = [
        f"witness w{number} {witness(number).cosigner.vkey} {(urls or {}).get(number, '')}"
        for number in range(1, witnesses + 1)
    ]
    return "".join(f"{line}\n" for line in (f"log {LOG.verifier.vkey}", *known, *lines)).encode()


def policy(*lines: str, witnesses: int = 3, urls: dict[int, str] | None = None) -> TrustPolicy:
    """The same, read."""
    return TrustPolicy.parse(policy_text(*lines, witnesses=witnesses, urls=urls))


def changed_cosignatures(text: str, signed: bytes) -> list[tuple[str, bytes]]:
    """Another text, time or byte of a signature than `text` was signed with at `TIME_S`."""
    later = (TIME_S + 1).to_bytes(8, "big") + signed[8:]
    return [
        (text.replace("20852163", "20852164"), signed),
        (text.replace("sofa", "tofu"), signed),
        (text.replace("CsUY", "DsUY"), signed),
        (text, later),
        (text, signed[:-1] + bytes([signed[-1] ^ 1])),
        (text, signed[:-1]),
        (text, signed + b"\0"),
        (text, signed[:8]),
        (text, signed[:4]),
        (text, b"\x80" + signed[1:]),
    ]
