"""The check of a receipt: one entry, its place in the log, and the checkpoint that shows it.

A receipt is a C2SP tlog-proof that carries its entry. It needs no log and no bundle; where there is
one, it is held against it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.entry import Stated
from gate_verify.findings import DoesNotHold, Findings, Unusable
from gate_verify.note import Checkpoint, Key, read_checkpoint
from gate_verify.proof import Proof
from gate_verify.report import Report, Shown
from gate_verify.tree import check_inclusion, leaf_hash
from gate_verify.trusted import Trusted

_UNSIGNED = (
    "WHO SIGNED THE ENTRY WAS NOT CHECKED: no --gate-key was given, and a receipt names no key"
    " that could be believed."
)
_UNSEEN = (
    "Whether others were shown the same log was not checked: give a checkpoint that you kept"
    " (--checkpoint), a trust policy (--policy) or the key of a witness (--witness)."
)
_THEN = (
    "A receipt says what the log was then: whether the log of today still has the entry, and"
    " whether the key of its gate was revoked since, only the log or a bundle of all of it tells."
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose `checkpoint` the log signed; nothing else is verified by having been read."""

    proof: Proof
    leaf: bytes
    checkpoint: Checkpoint

    @classmethod
    def read(cls, content: bytes, log: Key) -> "Receipt":
        """Take a receipt apart.

        Raises:
            Unusable: it is none, or not one of that log.
        """
        try:
            proof = Proof.parse(content)
        except DoesNotHold as error:
            raise Unusable(f"The file is not a receipt. {error}") from error
        if proof.extra is None:
            raise Unusable("The receipt does not carry its entry, as those of a gate do.")
        try:
            checkpoint = read_checkpoint(proof.note, log)
        except DoesNotHold as error:
            raise Unusable(
                f"The checkpoint of the receipt is not one of the log of that key. {error}"
            ) from error
        return cls(proof, proof.extra, checkpoint)

    @property
    def index(self) -> int:
        """The place of the entry."""
        return self.proof.index

    @property
    def place(self) -> str:
        """What findings call the entry."""
        return f"entry {self.index}"

    def shown(self) -> Shown:
        """What the receipt is about, for whoever reads the verdict."""
        try:
            predicate = Stated.parse(self.leaf).predicate
        except DoesNotHold:
            predicate = None
        return Shown(self.index, self.checkpoint.size, self.checkpoint.root, predicate)

    def is_proved(self, findings: Findings) -> bool:
        """Whether its checkpoint covers the entry; a finding where it does not."""
        try:
            check_inclusion(
                leaf_hash(self.leaf),
                self.index,
                self.checkpoint.size,
                self.proof.hashes,
                self.checkpoint.root,
            )
        except DoesNotHold as error:
            findings.add(self.place, "proof", str(error))
            return False
        return True

    def check_entry(
        self, key_of: Callable[[str], Ed25519PublicKey | None] | None, findings: Findings
    ) -> None:
        """What it carries is an entry that its gate signed; without keys, whoever signed it."""
        try:
            stated = Stated.parse(self.leaf)
            if key_of is not None:
                stated.check(key_of)
        except DoesNotHold as error:
            findings.add(self.place, "entry", str(error))

    def compare(self, index: int, leaf: bytes, findings: Findings) -> None:
        """Hold it against entry `index` of a log."""
        if index == self.index and leaf != self.leaf:
            detail = "The log has another entry here than the receipt proves."
            findings.add(self.place, "receipt", detail)

    def is_within(self, size: int, whose: str, findings: Findings) -> bool:
        """Whether a log of that size can have the entry; a finding where it cannot."""
        if self.index < size:
            return True
        detail = (
            f"The log was cut, or {whose} is older than the receipt, which proves entry"
            f" {self.index}: {whose} has {size} entries."
        )
        findings.add(self.place, "cut", detail)
        return False


def verify_receipt(
    content: bytes,
    vkey: str,
    *,
    held: Sequence[bytes] = (),
    gate_keys: Sequence[bytes] = (),
    witnesses: Sequence[str] = (),
    policy: bytes | None = None,
) -> Report:
    """Check a receipt by itself. Asks nobody.

    Args:
        content: the file.
        vkey: the log's public key; after a rotation its newer and its older keys, one a line.
        held: checkpoints that must be of a log with this entry, as far as they can show it.
        gate_keys: the keys of the gates that may sign entries, in PEM form; without any, a remark
            says that nobody knows who signed.
        witnesses: the keys of witnesses, each of which must have cosigned the checkpoint.
        policy: a C2SP tlog-policy whose quorum must have cosigned the checkpoint.

    Raises:
        Unusable: not a receipt, or not one of that log; or a key or the policy is malformed.
    """
    trusted = Trusted.of(vkey, gate_keys, witnesses, policy)
    receipt = Receipt.read(content, trusted.log)
    findings = Findings()
    receipt.is_proved(findings)
    receipt.check_entry(trusted.gates.get if trusted.gates else None, findings)
    trusted.check_cosignatures(receipt.proof.note, findings)
    for note in held:
        try:
            _compare(receipt, read_checkpoint(note, trusted.log), findings)
        except DoesNotHold as error:
            findings.add("given", "checkpoint", str(error))
    remarks = [] if trusted.gates else [_UNSIGNED]
    remarks += [] if held or trusted.asks_others else [_UNSEEN]
    return Report(
        origin=receipt.checkpoint.origin,
        size=receipt.checkpoint.size,
        root=receipt.checkpoint.root,
        first=receipt.index,
        end=receipt.index + 1,
        remarks=(*remarks, _THEN),
        findings=tuple(findings.found),
        more_findings=findings.more,
        receipt=receipt.shown(),
    )


def _compare(receipt: Receipt, found: Checkpoint, findings: Findings) -> None:
    """Hold a receipt against a checkpoint alone, which shows no entry and no growth."""
    if not receipt.is_within(found.size, "the given checkpoint", findings):
        return
    if found.size != receipt.checkpoint.size:
        raise DoesNotHold(
            "No proof that the log of the given checkpoint has the entry: ask for a bundle with"
            f" --since {receipt.checkpoint.size}."
        )
    if found.root != receipt.checkpoint.root:
        raise DoesNotHold("Two roots of one size were signed: the given checkpoint has another.")
