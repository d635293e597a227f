"""What an auditor brings: the keys and the policy that are believed, whatever is checked with them.

Nothing of it is ever taken from what is checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.findings import DoesNotHold, Findings, Unusable
from gate_verify.keys import gate_key_id, read_pem
from gate_verify.note import LOG, ML_DSA, WITNESS, Key, signed_text
from gate_verify.policy import NONE, Policy


@dataclass(frozen=True, slots=True)
class Trusted:
    """The log's keys, those of gates by their id, witnesses of which each is needed, a quorum."""

    log: Key
    gates: Mapping[str, Ed25519PublicKey]
    witnesses: Sequence[Key]
    policy: Policy

    @classmethod
    def of(
        cls,
        vkey: str,
        gate_keys: Iterable[bytes] = (),
        witnesses: Iterable[str] = (),
        policy: bytes | None = None,
    ) -> "Trusted":
        """Read keys in their text forms, and a C2SP tlog-policy.

        Raises:
            Unusable: one of them is malformed.
        """
        try:
            return cls(
                Key.parse(vkey, LOG),
                by_id(gate_keys),
                [Key.parse(witness, WITNESS, ML_DSA) for witness in witnesses],
                Policy(quorum=NONE) if policy is None else Policy.parse(policy),
            )
        except DoesNotHold as error:
            raise Unusable(str(error)) from error

    @property
    def asks_others(self) -> bool:
        """Whether anybody but the log has to have signed the checkpoint."""
        return bool(self.witnesses) or self.policy.quorum != NONE

    def check_cosignatures(self, note: bytes, findings: Findings) -> None:
        """Name each witness that did not cosign a checkpoint, and a quorum that is not met."""
        for witness in self.witnesses:
            try:
                signed_text(note, witness)
            except DoesNotHold as error:
                findings.add("checkpoint", "witness", str(error))
        try:
            self.policy.check(note)
        except DoesNotHold as error:
            findings.add("checkpoint", "witnesses", str(error))


def by_id(pems: Iterable[bytes]) -> dict[str, Ed25519PublicKey]:
    """Public keys of gates by their id: SHA-256 over the DER form, in hex.

    Raises:
        DoesNotHold: one of them is not an Ed25519 public key in PEM form.
    """
    return {gate_key_id(public): public for public in map(read_pem, pems)}
