"""What an approver signs: an in-toto statement about a request, or about one evidence item.

The statement names the digest of what is approved as its subject, says who decided what and when,
and covers the approval, or the evidence item, as a whole by digest; so nothing that a reader would
take for approved can be changed, added or moved elsewhere afterwards. It stays small enough for the
signature to stand in the request, whatever an approval says.
"""

from collections.abc import Mapping
from typing import Final

from gate.canon import JsonObject, JsonValue, canonical_bytes, digest_of
from gate.dsse import EnvelopeSigner, sign
from gate.model.entry import REQUEST_SUBJECT, STATEMENT_TYPE

APPROVAL_PREDICATE: Final = "https://ai-deployment-gate.example/approval/v1"
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
_SIGNATURE: Final = "signature"


def request_statement(approval: JsonObject, request_digest: str) -> JsonObject:
    """What `approval`, an element of `approvals[]`, has to be signed as.

    Args:
        approval: the element; its signature is left out.
        request_digest: `sha256:…`, the digest of the request that is decided.

    Raises:
        ValueError: the approval has no canonical form.
    """
    unsigned = _without_signature(approval)
    return _statement(REQUEST_SUBJECT, request_digest, approval=approval, covers=unsigned)


def evidence_statement(item: JsonObject) -> JsonObject:
    """What `item.approved_by` of an element of `evidence[]` has to be signed as.

    It covers the whole item: kind, place, dates, what it applies to and its fields.

    Raises:
        ValueError: the item has no canonical form.
    """
    approval, digest = _object(item, "approved_by"), _object(item, "digest")
    unsigned: JsonObject = {**item, "approved_by": _without_signature(approval)}
    stated = f"{digest.get('alg')}:{digest.get('value')}"
    return _statement("evidence", stated, approval=approval, covers=unsigned)


def signed_approval(
    approval: JsonObject, request_digest: str, signer: EnvelopeSigner
) -> JsonObject:
    """`approval` with the signature of its person, as an element of `approvals[]`.

    Raises:
        ValueError: the approval has no canonical form.
    """
    return _signed(approval, request_statement(approval, request_digest), signer)


def signed_evidence(item: JsonObject, signer: EnvelopeSigner) -> JsonObject:
    """An element of `evidence[]` with the signature of its approver in `approved_by`.

    Raises:
        ValueError: the item has no canonical form.
    """
    approval = _signed(_object(item, "approved_by"), evidence_statement(item), signer)
    return {**item, "approved_by": approval}


def _signed(approval: JsonObject, statement: JsonObject, signer: EnvelopeSigner) -> JsonObject:
    envelope = sign(canonical_bytes(statement), PAYLOAD_TYPE, signer).decode("ascii")
    signature = {**_object(approval, _SIGNATURE), "type": "dsse", "value": envelope}
    return {**approval, _SIGNATURE: signature}


def _statement(name: str, digest: str, *, approval: JsonObject, covers: JsonObject) -> JsonObject:
    algorithm, _, value = digest.partition(":")
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": {algorithm: value}}],
        "predicateType": APPROVAL_PREDICATE,
        "predicate": {
            "person": _object(approval, "person").get("id"),
            "role": approval.get("role"),
            "decision": approval.get("decision"),
            "at": approval.get("at"),
            "covers": digest_of(canonical_bytes(covers)),
        },
    }


def _without_signature(approval: JsonObject) -> dict[str, JsonValue]:
    return {name: value for name, value in approval.items() if name != _SIGNATURE}


def _object(stated: JsonObject, name: str) -> JsonObject:
    found = stated.get(name)
    return found if isinstance(found, Mapping) else {}
