"""C2SP tlog-proof: where one entry is in the log of one checkpoint; each file has one spelling."""

from dataclasses import dataclass

from gate_verify.bounds import PROOF_HASHES_MAX, RECEIPT_BYTES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.note import read_count, unbase64
from gate_verify.tree import HASH

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """The parts of a file; nothing is verified by having been read.

    `note` is the signed checkpoint, and `extra` what the file carries besides: in a receipt the
    entry itself.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes | None

    @classmethod
    def parse(cls, content: bytes) -> "Proof":
        """Read a file.

        Raises:
            DoesNotHold: not a proof.
        """
        if len(content) > RECEIPT_BYTES_MAX:
            raise DoesNotHold(f"A proof has at most {RECEIPT_BYTES_MAX} bytes.")
        head, _, note = content.partition(b"\n\n")
        header, *lines = head.decode("ascii", "replace").split("\n")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = unbase64(lines.pop(0).removeprefix("extra "))
        if header != _HEADER or not lines or not lines[0].startswith("index ") or not note:
            raise DoesNotHold(
                f"A proof is the line {_HEADER}, what it carries, an index, hashes, and a"
                " checkpoint after a blank line."
            )
        index = read_count(lines.pop(0).removeprefix("index "))
        if len(lines) > PROOF_HASHES_MAX:
            raise DoesNotHold(f"A proof has at most {PROOF_HASHES_MAX} hashes.")
        hashes = tuple(map(unbase64, lines))
        if any(len(item) != HASH for item in hashes):
            raise DoesNotHold(f"A hash of a proof has {HASH} bytes.")
        return cls(index, hashes, note, extra)
