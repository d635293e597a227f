"""Every bit of a receipt, flipped: the verifier that stands alone and the gate's refuse it alike."""

import pytest

from gate.errors import VerificationFailed
from gate.log.receipt import verify_receipt as gate_verifies
from gate_verify.findings import Unusable
from gate_verify.receipt import verify_receipt
from tests.bundles import GATE_PEM, VKEY
from tests.logs import GATE_KEYS, draft, open_log
from tests.security.test_bundle_bits import flips


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """That of the third of three entries."""
    log = open_log(tmp_path_factory.mktemp("log"))
    text = [log.append(draft(number)).text for number in range(3)][2]
    log.close()
    return text.encode()


def is_clean(receipt: bytes, *, gate_key: bool = True) -> bool:
    try:
        return verify_receipt(receipt, VKEY, gate_keys=[GATE_PEM] if gate_key else []).clean
    except Unusable:
        return False


def test_every_bit_of_a_receipt_is_looked_at(receipt: bytes) -> None:
    """By the log's key alone: the tree covers the entry with the signature of its gate."""
    assert is_clean(receipt)
    assert is_clean(receipt, gate_key=False)

    assert [place for place, other in flips(receipt) if is_clean(other, gate_key=False)] == []


def test_every_byte_of_a_receipt_is_looked_at_by_the_gate_too(receipt: bytes) -> None:
    """A bit of each; what one of the two readers refused, the other must not believe."""
    believed = []
    for place, other in list(flips(receipt))[::8]:
        try:
            gate_verifies(other.decode("utf-8", "replace"), vkey=VKEY, gate_keys=GATE_KEYS)
        except VerificationFailed:
            continue
        believed.append(place)

    assert believed == []


def test_every_byte_may_be_any_other(receipt: bytes) -> None:
    """Those that mean something to a reader of lines or of base64, put in each place."""
    believed = [
        (place, byte)
        for place in range(len(receipt))
        for byte in b"\n\r\t =+/-_\0\xa0\xff"
        if receipt[place] != byte
        and is_clean(receipt[:place] + bytes([byte]) + receipt[place + 1 :], gate_key=False)
    ]

    assert believed == []
