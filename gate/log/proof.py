"""Receipt files: one entry's inclusion in one checkpoint (C2SP tlog-proof@v1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from gate.errors import VerificationFailed
from gate.limits import PROOF_HASHES_MAX, RECEIPT_BYTES_MAX
from gate.log.checkpoint import parse_count, parse_hash
from gate.log.encoding import decode, encode

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class LogProof:
    """The parts of a receipt file; nothing is verified by having been parsed.

    `checkpoint` is the signed note, verbatim. `extra` is not authenticated by the format: this
    project puts the entry itself there, which the inclusion proof then covers.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """The file."""
        lines = [_HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode(self.extra)}")
        lines += [f"index {self.index}", *map(encode, self.hashes), ""]
        return "\n".join(lines) + "\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> "LogProof":
        """Read a file.

        Raises:
            VerificationFailed: not of the form above.
        """
        if len(text) > RECEIPT_BYTES_MAX:
            raise VerificationFailed(f"A receipt has at most {RECEIPT_BYTES_MAX} bytes.")
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if lines.pop(0) != _HEADER:
            raise VerificationFailed(f"A receipt starts with the line {_HEADER}.")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            raise VerificationFailed("A receipt has a line 'index' before its hashes.")
        index = parse_count(lines.pop(0).removeprefix("index "))
        if not blank or not checkpoint:
            raise VerificationFailed("A receipt ends in a blank line and a checkpoint.")
        return cls(index, _hashes(lines), checkpoint, extra)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > PROOF_HASHES_MAX:
        raise VerificationFailed(f"A proof has at most {PROOF_HASHES_MAX} hashes.")
    return tuple(map(parse_hash, lines))
