"""The conversation with which litewitness (FiloSottile/torchwood, ISC licence) tests itself.

The log and its signatures are that project's. Two answers differ: an unknown log is 404, as the
specification says by now, and base64 that no encoder writes makes the note malformed (400).
"""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gate.log.cosignature import CosignatureSigner
from gate.log.note import Note, Verifier
from gate.witness.store import WitnessStore
from gate.witness.witness import Witness

ORIGIN = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
LOG = Verifier(
    ORIGIN,
    Ed25519PublicKey.from_public_bytes(
        bytes.fromhex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")
    ),
)
SIGNER = CosignatureSigner.of(
    "example.com/witness", Ed25519PrivateKey.from_private_bytes(b"w" * 32)
)
ONE = "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
THREE = "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0="
FIVE = "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY="
SIGNED = {
    1: "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUb"
    "IQY=",
    3: "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx"
    "6go=",
    5: "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7s"
    "Dww=",
}


def _leaf(number: int, last: int = 0) -> str:
    return base64.b64encode(bytes([42, number, *[0] * 28, last, 0])).decode()


FIRST, SECOND, THIRD, FOURTH = map(_leaf, (1, 2, 3, 4))
TO_THREE = [FIRST, SECOND]
TO_FIVE = [SECOND, THIRD, "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=", FOURTH]


def _request(old: int, proof: list[str], size: int, root: str, **changes: str) -> bytes:
    origin = changes.get("origin", ORIGIN)
    signature = changes.get("signature", SIGNED[size])
    lines = [f"old {old}", *proof, "", origin, str(size), root, ""]
    return ("\n".join(lines) + f"\n\u2014 {origin} {signature}\n").encode()


CONVERSATION = [
    (_request(0, [], 1, ONE), 200, None),
    (_request(1, TO_THREE, 3, THREE, signature=SIGNED[3][:-3] + "gx="), 400, None),
    (
        _request(1, TO_THREE, 3, THREE, signature=SIGNED[3][:-9] + "AAAA" + SIGNED[3][-5:]),
        403,
        None,
    ),
    (_request(1, TO_THREE, 3, THREE, origin=ORIGIN[:-1] + "3"), 404, None),
    (_request(1, [], 3, THREE), 422, None),
    (_request(1, [FIRST, _leaf(2, last=16)], 3, THREE), 422, None),
    (_request(1, TO_THREE, 3, THREE), 200, None),
    (
        _request(1, [FIRST, "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=", FOURTH], 5, FIVE),
        409,
        "3\n",
    ),
    (_request(3, TO_FIVE, 5, FIVE), 200, None),
    (_request(0, [], 5, FIVE), 409, "5\n"),
]


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    store = WitnessStore(tmp_path / "seen")
    return Witness(SIGNER, {ORIGIN: [LOG]}, store, clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))


def test_the_conversation_goes_as_it_did(witness: Witness) -> None:
    """Request by request, on one memory."""
    for number, (body, status, said) in enumerate(CONVERSATION):
        reply = witness.add_checkpoint(body)

        assert reply.status == status, (number, reply)
        if said is not None:
            assert (reply.content, reply.media_type) == (said, "text/x.tlog.size")
        if status == 200:
            note = body.decode().partition("\n\n")[2] + reply.content
            parsed = Note.parse(note)
            assert SIGNER.cosigner.check(parsed.text, parsed.by(SIGNER.cosigner)[0].signature)
