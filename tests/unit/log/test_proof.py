"""Receipt files."""

import base64
import hashlib

import pytest

from gate.errors import VerificationFailed
from gate.limits import PROOF_HASHES_MAX, RECEIPT_BYTES_MAX
from gate.log.encoding import encode
from gate.log.proof import LogProof

HASHES = (hashlib.sha256(b"hash1").digest(), hashlib.sha256(b"hash2").digest())
FIRST, SECOND = map(encode, HASHES)
HEAD = "c2sp.org/tlog-proof@v1\n"

WRITTEN = {
    "without extra data": (
        LogProof(5, HASHES, "test checkpoint\n"),
        f"{HEAD}index 5\n{FIRST}\n{SECOND}\n\ntest checkpoint\n",
    ),
    "with extra data": (
        LogProof(10, HASHES[:1], "checkpoint data\n", b"extra information"),
        f"{HEAD}extra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n{FIRST}\n\ncheckpoint data\n",
    ),
    "without hashes": (LogProof(0, (), "checkpoint\n"), f"{HEAD}index 0\n\ncheckpoint\n"),
    "with empty extra data": (
        LogProof(0, (), "checkpoint\n", b""),
        f"{HEAD}extra \nindex 0\n\ncheckpoint\n",
    ),
}

REFUSED = {
    "another header": "wrong-header\nindex 0\n\ncheckpoint\n",
    "extra data that is not base64": f"{HEAD}extra !!notbase64!!\nindex 0\n\ncheckpoint\n",
    "no index": f"{HEAD}\n\ncheckpoint\n",
    "an index that is no number": f"{HEAD}index notanumber\n\ncheckpoint\n",
    "a negative index": f"{HEAD}index -5\n\ncheckpoint\n",
    "a leading zero": f"{HEAD}index 05\n\ncheckpoint\n",
    "an index beyond 2^63": f"{HEAD}index {2**63}\n\ncheckpoint\n",
    "a hash that is not base64": f"{HEAD}index 0\n!!notbase64!!\n\ncheckpoint\n",
    "a hash that is too long": (
        f"{HEAD}index 0\n{base64.b64encode(bytes(64)).decode()}\n\ncheckpoint\n"
    ),
    "a hash that is cut": f"{HEAD}index 0\n{FIRST[:-4]}\n\ncheckpoint\n",
    "no checkpoint": f"{HEAD}index 0\n\n",
    "no blank line": f"{HEAD}index 0\n",
    "index before extra": f"{HEAD}index 0\nextra AAAA\n\ncheckpoint\n",
    "two indices": f"{HEAD}index 0\nindex 0\n\ncheckpoint\n",
    "carriage returns": f"{HEAD}index 0\r\n\r\ncheckpoint\r\n",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_a_receipt_is_written_as_specified_and_read_again(what: str) -> None:
    """The files that transparency-dev/formats writes for the same parts."""
    proof, text = WRITTEN[what]

    assert proof.text() == text
    assert LogProof.parse(text) == proof


@pytest.mark.parametrize("what", REFUSED)
def test_a_malformed_receipt_is_refused(what: str) -> None:
    """Each line has its one form."""
    with pytest.raises(VerificationFailed):
        LogProof.parse(REFUSED[what])


def test_the_hashes_are_bounded() -> None:
    """63 hashes are read, a 64th is refused."""
    proof = LogProof(0, HASHES[:1] * PROOF_HASHES_MAX, "checkpoint\n")

    assert LogProof.parse(proof.text()) == proof
    with pytest.raises(VerificationFailed, match=f"at most {PROOF_HASHES_MAX}"):
        LogProof.parse(LogProof(0, HASHES[:1] * (PROOF_HASHES_MAX + 1), "checkpoint\n").text())


def test_a_receipt_is_bounded() -> None:
    """A file of the most bytes is read, one more is refused."""
    room = RECEIPT_BYTES_MAX - len(LogProof(0, (), "").text())
    largest = LogProof(0, (), "x" * room)

    assert LogProof.parse(largest.text()) == largest
    with pytest.raises(VerificationFailed, match=f"at most {RECEIPT_BYTES_MAX}"):
        LogProof.parse(largest.text() + "x")
