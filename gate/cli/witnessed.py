"""`--wait-witness`: an answer counts as witnessed by the trust policy of whoever asks.

That the gate says so (`Preference-Applied`) is not enough: the cosignatures are verified here.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gate.errors import Invalid

if TYPE_CHECKING:
    from gate.log.trust_policy import TrustPolicy


def read_quorum(path: Path | None, *, wait: bool) -> "TrustPolicy | None":
    """Whose cosignatures are waited for; None where nobody's are.

    Raises:
        Invalid: one of the two options without the other, no file, or a policy that needs nobody.
        VerificationFailed: the file is not a trust policy.
    """
    from gate.log.trust_policy import NONE, TrustPolicy

    if path is None and not wait:
        return None
    if path is None or not wait:
        raise Invalid("--wait-witness and --policy go together: whose cosignatures are waited for")
    try:
        policy = TrustPolicy.parse(path.read_bytes())
    except OSError as error:
        raise Invalid(f"the file {path} cannot be read") from error
    if policy.quorum == NONE:
        raise Invalid(f"the trust policy {path} needs nobody's cosignature: leave out its options")
    return policy


def proved_by_answer(decision: dict[str, Any], receipt: str) -> str:
    """The receipt of the same entry, with the proof that the answer itself brought along.

    A receipt that is asked for later leads to a later checkpoint than the answer.

    Raises:
        VerificationFailed: the receipt, or the proof of the answer, is malformed.
    """
    from gate.log.encoding import decode
    from gate.log.proof import LogProof

    place = decision["log"]
    hashes = tuple(decode(line) for line in place["inclusion_proof"])
    entry = LogProof.parse(receipt).extra
    return LogProof(place["index"], hashes, place["checkpoint"], entry).text()


def cosignatures(policy: "TrustPolicy", checkpoint: str) -> int | None:
    """How many witnesses of the policy cosigned a checkpoint; None where they are not enough.

    Raises:
        VerificationFailed: a cosignature of one of them does not hold.
    """
    from gate.log.note import Note

    cosigned = policy.cosigned(Note.parse(checkpoint))
    return len(cosigned) if policy.is_met_by(cosigned) else None


def not_witnessed(decision: dict[str, Any], url: str) -> dict[str, Any]:
    """The problem, in the shape of the API's: what stands, what is missing, how to get it."""
    later = f"{url.rstrip('/')}{decision['links']['receipt']}"
    return {
        "title": "The witnesses did not cosign in time",
        "code": "not_witnessed",
        "detail": f"The decision {decision['decision_id']} is logged as entry "
        f"{decision['log']['index']} and stands; its receipt holds, without the cosignatures of the"
        " quorum. For these send the same request again with the same idempotency key; where it had"
        f" none, GET {later} with the header `Prefer: wait=witness`.",
        "decision_id": decision["decision_id"],
    }
