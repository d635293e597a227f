"""What `gate approve` is made of: the key, whose it is, and the approval as JSON."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from gate.canon import JsonObject
from gate.dsse import EnvelopeSigner
from gate.errors import Invalid
from gate.intake.clock import rfc3339
from gate.limits import PRIVATE_KEY_BYTES_MAX, SHORT_TEXT_CHARS_MAX
from gate.model.approval_statement import signed_approval, signed_evidence
from gate.model.instant import is_date
from gate.people.organisation import Organisation
from gate.people.records import same_id
from gate.public_keys import read_private_key

_CONDITION: Final = re.compile(r"([^:]+):([^:]+):(.+)", re.DOTALL)
_MET: Final = re.compile(r"([^:]+):([^:]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What somebody decides: everything of an approval but its subject and signature."""

    role: str
    person: str
    reject: bool
    conditions: tuple[JsonObject, ...]
    at: datetime

    def approval(self, digest: JsonObject) -> JsonObject:
        """The approval of the thing with this digest, not signed."""
        decision = "reject" if self.reject else "conditional" if self.conditions else "approve"
        return {
            "role": self.role,
            "person": {"id": self.person, "type": "human"},
            "decision": decision,
            "at": rfc3339(self.at),
            "subject_digest": digest,
            **({"conditions": list(self.conditions)} if self.conditions else {}),
        }


def read_signer(path: Path) -> EnvelopeSigner:
    """Whoever holds the private key in a file.

    Raises:
        Invalid: it cannot be read, or is not a key that approvals are signed with.
    """
    try:
        with path.open("rb") as file:
            pem = file.read(PRIVATE_KEY_BYTES_MAX + 1)
    except OSError as error:
        raise Invalid(f"the key {path} cannot be read: {error.strerror}") from None
    if len(pem) > PRIVATE_KEY_BYTES_MAX:
        raise Invalid(f"the key {path} has more than {PRIVATE_KEY_BYTES_MAX} bytes")
    try:
        return EnvelopeSigner.of(read_private_key(pem))
    except ValueError as error:
        raise Invalid(f"the key {path} cannot be used: {error}") from None


def approver(
    signer: EnvelopeSigner, stated: str | None, known: Organisation | None, at: datetime
) -> str:
    """The id of the person who signs: the stated one, or the holder of the key.

    Raises:
        Invalid: nobody says whose key it is, or the gate would not believe the signature.
    """
    ring = known.keys if known else None
    if ring is None:
        if stated:
            return stated
        raise Invalid(
            "whose key is it? Give --person ID, or --organisation DIR with the people file"
        )
    key = ring.named(signer.keyid)
    if key is None:
        raise Invalid(
            "the people file does not register this key: give its public half to whoever"
            " keeps the file"
        )
    if stated is not None and same_id(stated) != same_id(key.holder):
        raise Invalid("the people file registers this key for somebody else than --person")
    if "approve" not in key.record.uses:
        raise Invalid("the people file does not register this key for approvals")
    if not key.valid_at(at):
        raise Invalid("the people file says that this key is withdrawn, or not valid yet")
    return key.holder


def conditions_of(stated: list[str], met: list[str]) -> tuple[JsonObject, ...]:
    """The conditions of an approval, in the order in which they are given.

    Raises:
        Invalid: one is not ID:DATE:TEXT, or is met that is not stated.
    """
    found: dict[str, dict[str, Any]] = {}
    for text in stated:
        match = _CONDITION.fullmatch(text)
        if not match or not is_date(match[2]) or match[1] in found:
            raise Invalid(
                "--condition takes ID:DATE:TEXT, each id once, such as"
                ' "C-1:2027-01-31:Test with users"'
            )
        found[match[1]] = {"id": match[1], "text": match[3], "due": match[2]}
    for text in met:
        match = _MET.fullmatch(text)
        if not match or not is_date(match[2]) or match[1] not in found:
            raise Invalid("--met takes ID:DATE of a --condition, such as C-1:2026-12-24")
        found[match[1]]["met_at"] = match[2]
    return tuple(found.values())


def approval_of_request(word: Word, request_digest: str, signer: EnvelopeSigner) -> JsonObject:
    """The signed element of `approvals[]`.

    Raises:
        Invalid: the signature would be longer than a request can hold.
    """
    algorithm, _, value = request_digest.partition(":")
    approval = word.approval({"alg": algorithm, "value": value})
    return _checked(signed_approval(approval, request_digest, signer))


def approval_of_evidence(
    word: Word, document: JsonObject, identifier: str, signer: EnvelopeSigner
) -> JsonObject:
    """The signed `approved_by` of the first element of `evidence[]` with this id.

    Raises:
        Invalid: there is none, or the signature would be longer than a request can hold.
    """
    stated: Any = document.get("evidence", [])
    item = next((each for each in stated if each["id"] == identifier), None)
    if item is None:
        raise Invalid("the request has no evidence of the id given with --evidence")
    approved = {**item, "approved_by": word.approval(item["digest"])}
    signed: Any = signed_evidence(approved, signer)
    return _checked(signed["approved_by"])


def _checked(approval: JsonObject) -> JsonObject:
    signature: Any = approval["signature"]
    if len(signature["value"]) > SHORT_TEXT_CHARS_MAX:
        raise Invalid("the signature would be too long for a request: shorten the id of the person")
    return approval
