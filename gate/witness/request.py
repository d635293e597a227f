"""The body of `add-checkpoint` (C2SP tlog-witness): what a log sends to a witness."""

from dataclasses import dataclass

from gate.errors import VerificationFailed
from gate.limits import PROOF_HASHES_MAX, WITNESS_REQUEST_BYTES_MAX
from gate.log.checkpoint import parse_count, parse_hash
from gate.log.encoding import encode

_OLD = "old "


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A checkpoint, and the proof that it continues the one of size `old`; nothing is verified."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def body(self) -> bytes:
        """As it is sent."""
        lines = (f"{_OLD}{self.old}", *map(encode, self.proof), "")
        return ("\n".join(lines) + "\n" + self.note).encode()

    @classmethod
    def parse(cls, body: bytes) -> "AddCheckpoint":
        """Read a body.

        Raises:
            VerificationFailed: not of the form that the specification says.
        """
        if len(body) > WITNESS_REQUEST_BYTES_MAX:
            raise VerificationFailed(f"A request has at most {WITNESS_REQUEST_BYTES_MAX} bytes.")
        try:
            head, blank, note = body.decode("utf-8").partition("\n\n")
        except UnicodeDecodeError as error:
            raise VerificationFailed("A request is UTF-8.") from error
        old, *hashes = head.split("\n")
        if not blank or not old.startswith(_OLD):
            raise VerificationFailed("A request is an old size, a proof, a blank line, a note.")
        if len(hashes) > PROOF_HASHES_MAX:
            raise VerificationFailed(f"A proof has at most {PROOF_HASHES_MAX} hashes.")
        return cls(parse_count(old.removeprefix(_OLD)), tuple(map(parse_hash, hashes)), note)
