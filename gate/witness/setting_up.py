"""From a trust policy file to the witnesses that are asked."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gate.errors import Misconfigured, VerificationFailed
from gate.log.note import Verifier
from gate.log.store import LogReader
from gate.log.trust_policy import TrustPolicy
from gate.witness.asking import way_to
from gate.witness.cosigning import Cosigning
from gate.witness.kept import KeptNote
from gate.witness.member import Member


def kept_beside(pin: Path) -> Path:
    """Where the cosigned checkpoint lies, for a log whose pinned checkpoint lies at `pin`."""
    return pin.with_name(f"{pin.name}.cosigned")


def read_trust_policy(path: Path, verifier: Verifier) -> TrustPolicy:
    """The policy in a file, for the log of `verifier`.

    Raises:
        Misconfigured: not a policy, or one that does not trust this log.
    """
    try:
        policy = TrustPolicy.parse(path.read_bytes())
    except OSError as error:
        raise Misconfigured(f"The trust policy {path} cannot be read.") from error
    except VerificationFailed as error:
        raise Misconfigured(f"The trust policy {path} is not usable. {error.detail}") from error
    if policy.logs and verifier.vkey not in {known.key.vkey for known in policy.logs}:
        raise Misconfigured(
            f"The trust policy {path} lists other logs than this one: add a line `log` with the"
            " key that `gate keys show` prints."
        )
    return policy


def start_cosigning(
    reader: LogReader,
    policy: TrustPolicy,
    *,
    verifier: Verifier,
    pin: Path,
    interval_s: float,
    ca_file: Path | None,
    clock: Callable[[], datetime],
) -> Cosigning:
    """Begin to ask the witnesses of a policy that have an address.

    Raises:
        Misconfigured: the witnesses that can be asked are never enough, an address is not one, or
            the log is not what witnesses have seen.
        LogUnavailable: the log cannot be read.
    """
    asked = [witness for witness in policy.witnesses if witness.url is not None]
    if not policy.is_met_by([witness.name for witness in asked]):
        raise Misconfigured(
            "The quorum of the trust policy cannot be met by the witnesses that have an address:"
            " add addresses, or a smaller quorum."
        )
    members = [
        Member(witness, way_to(witness.url or "", (verifier,), ca_file=ca_file, clock=clock))
        for witness in asked
    ]
    return Cosigning(
        reader,
        policy,
        members,
        KeptNote(kept_beside(pin)),
        verifier=verifier,
        interval_s=interval_s,
    )
