"""Receipts, checked without the server."""

import base64
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.errors import VerificationFailed
from gate.log.checkpoint import sign_checkpoint
from gate.log.leaf import PAYLOAD_TYPE
from gate.log.log import Appended
from gate.log.merkle import leaf_hash
from gate.log.note import Signer
from gate.log.proof import LogProof
from gate.log.receipt import verify_receipt
from tests.logs import GATE_KEYID, GATE_KEYS, LOG_KEY, ORIGIN, draft, entry, open_log
from tests.witnesses import cosigned, policy

VKEY = Signer.of(ORIGIN, LOG_KEY).verifier.vkey
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> list[Appended]:
    """The receipts of five decisions."""
    log = open_log(tmp_path_factory.mktemp("var"))
    found = [log.append(draft(number)) for number in range(5)]
    log.close()
    return found


def test_a_receipt_is_all_that_is_needed(receipts: list[Appended]) -> None:
    """It carries the entry, which the log's and the gate's keys vouch for."""
    for number, receipt in enumerate(receipts):
        verified = verify_receipt(receipt.text, vkey=VKEY, gate_keys=GATE_KEYS)

        assert verified.index == number
        assert verified.entry == entry(number)
        assert verified.text == receipt.text


def test_the_entry_may_come_from_elsewhere(receipts: list[Appended]) -> None:
    """What the asker brings is what is checked, not what the file carries."""
    bare = LogProof.parse(receipts[1].text)
    text = LogProof(bare.index, bare.hashes, bare.checkpoint).text()

    assert verify_receipt(
        text, vkey=VKEY, gate_keys=GATE_KEYS, leaf=receipts[1].leaf
    ).entry == entry(1)
    with pytest.raises(VerificationFailed, match="does not carry"):
        verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS)
    with pytest.raises(VerificationFailed, match="does not lead"):
        verify_receipt(receipts[1].text, vkey=VKEY, gate_keys=GATE_KEYS, leaf=receipts[2].leaf)


def test_parts_of_two_receipts_make_none(receipts: list[Appended]) -> None:
    """Index, hashes, checkpoint and entry belong together."""
    one, two = (LogProof.parse(receipts[number].text) for number in (3, 4))
    for proof in (
        LogProof(two.index, one.hashes, one.checkpoint, one.extra),
        LogProof(one.index, two.hashes, one.checkpoint, one.extra),
        LogProof(one.index, one.hashes, two.checkpoint, one.extra),
        LogProof(one.index, one.hashes, one.checkpoint, two.extra),
    ):
        with pytest.raises(VerificationFailed):
            verify_receipt(proof.text(), vkey=VKEY, gate_keys=GATE_KEYS)


def test_other_keys_are_not_believed(receipts: list[Appended]) -> None:
    """Neither another log's key, nor this origin's name on another key, nor another gate's."""
    text = receipts[0].text
    for key, origin in ((LOG_KEY, "other.example/log"), (OTHER, ORIGIN)):
        with pytest.raises(VerificationFailed):
            verify_receipt(text, vkey=Signer.of(origin, key).verifier.vkey, gate_keys=GATE_KEYS)
    for keys in ({}, {GATE_KEYID: OTHER.public_key()}):
        with pytest.raises(VerificationFailed, match="No trusted key"):
            verify_receipt(text, vkey=VKEY, gate_keys=keys)


def test_an_entry_by_a_gate_that_it_does_not_name_is_refused() -> None:
    """Two trusted gates may not speak in each other's name."""
    payload = canonical_bytes(entry(0).statement())
    leaf = sign(payload, PAYLOAD_TYPE, EnvelopeSigner("other", OTHER))
    note = sign_checkpoint(1, leaf_hash(leaf), Signer.of(ORIGIN, LOG_KEY))
    keys = {**GATE_KEYS, "other": OTHER.public_key()}

    with pytest.raises(VerificationFailed, match="another key than it says"):
        verify_receipt(LogProof(0, (), note, leaf).text(), vkey=VKEY, gate_keys=keys)


def test_no_byte_of_a_receipt_can_be_changed(receipts: list[Appended]) -> None:
    """Each character replaced by its neighbour: refused, or the very same proof."""
    text = receipts[2].text
    accepted = []
    for place, character in enumerate(text):
        changed = text[:place] + chr(ord(character) ^ 1) + text[place + 1 :]
        try:
            verify_receipt(changed, vkey=VKEY, gate_keys=GATE_KEYS)
        except VerificationFailed:
            continue
        accepted.append(place)

    assert accepted == []


@pytest.mark.parametrize("text", ["", "\n\n", "rubbish", base64.b64encode(bytes(100)).decode()])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    """Whatever a server sends instead."""
    with pytest.raises(VerificationFailed):
        verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS)


def test_checking_needs_no_framework() -> None:
    """Neither a web framework, nor models, nor the database."""
    script = (
        "import sys; import gate.log.receipt; "
        "print([n for n in ('fastapi', 'pydantic', 'sqlmodel', 'sqlite3') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_receipt_may_have_to_be_witnessed(receipts: list[Appended]) -> None:
    """Where the asker has a policy, its quorum must have cosigned the checkpoint."""
    parts = LogProof.parse(receipts[2].text)
    needs_two = policy("group g 2 w1 w2 w3", "quorum g")
    for witnesses, enough in (((), False), ((1,), False), ((1, 1), False), ((3, 1), True)):
        note = cosigned(parts.checkpoint, *witnesses)
        text = LogProof(parts.index, parts.hashes, note, parts.extra).text()

        assert verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS).checkpoint == note
        if enough:
            verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS, policy=needs_two)
        else:
            with pytest.raises(VerificationFailed, match="quorum"):
                verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS, policy=needs_two)
