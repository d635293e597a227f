"""People with keys, and what they sign: real keys and real envelopes, for tests only."""

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, pae, sign
from gate.model.approval_statement import PAYLOAD_TYPE, signed_approval
from gate.people.directory import PeopleFile
from gate.people.organisation import Organisation
from gate.public_keys import Private, PublicKey, signature_by

Json = dict[str, Any]


def key_for_tests_only(name: str) -> Ed25519PrivateKey:
    """The key of `name`, the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def ec_key_for_tests_only(number: int, curve: ec.EllipticCurve | None = None) -> Private:
    """A key on a NIST curve, the same in every run."""
    return ec.derive_private_key(number, curve or ec.SECP256R1())


ANNA, BEN, PIPELINE, STRANGER = map(key_for_tests_only, ("anna", "ben", "pipeline", "stranger"))
ANNA_ID, BEN_ID, PIPELINE_ID = "Anna@x.example", "ben@x.example", "pipeline@x.example"


def public_text(private: Private) -> str:
    """The public half as the people file writes it."""
    return PublicKey.of(private.public_key()).text


def key_id(private: Private) -> str:
    """The id of its public half."""
    return PublicKey.of(private.public_key()).id


def public_pem(private: Private) -> str:
    """The public half in PEM."""
    public = private.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(private: Private) -> bytes:
    """The private half in PEM, without a password."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def registered(private: Private, **fields: Any) -> Json:
    """The record of a key in the people file."""
    return {"public": public_text(private), **fields}


def person(identifier: str, *keys: Json, **fields: Any) -> Json:
    """The record of a human in the people file."""
    return {"id": identifier, "human": True, "active": True, "keys": list(keys), **fields}


def account(identifier: str, *keys: Json) -> Json:
    """The record of an account that is no human."""
    return {**person(identifier, *keys), "human": False}


def organisation(*people: Json, **files: Any) -> Organisation:
    """An organisation of these people; by default Anna, Ben and a pipeline."""
    stated = list(people) or [
        person(ANNA_ID, registered(ANNA)),
        person(BEN_ID, registered(BEN)),
        account(PIPELINE_ID, registered(PIPELINE, uses=["artifacts", "pipeline"])),
    ]
    return Organisation(
        digest="sha256:0", people=PeopleFile.model_validate({"people": stated}), **files
    )


def approval(person_id: str = ANNA_ID, **fields: Any) -> Json:
    """An approval that nobody signed."""
    return {
        "role": "risk_owner",
        "person": {"id": person_id},
        "decision": "approve",
        "at": "2026-11-20T10:00:00Z",
        **fields,
    }


def approved(digest: str, private: Private = ANNA, **fields: Any) -> Json:
    """An approval of the request with this digest, by default by Anna, signed with `private`."""
    algorithm, _, value = digest.partition(":")
    fields = {"subject_digest": {"alg": algorithm, "value": value}, **fields}
    return dict(signed_approval(approval(**fields), digest, EnvelopeSigner.of(private)))


def envelope(statement: Json, private: Private, keyid: str | None = None) -> bytes:
    """A DSSE envelope around a statement; `keyid` when it shall name another key than it has."""
    signer = EnvelopeSigner.of(private) if keyid is None else EnvelopeSigner(keyid, private)
    return sign(canonical_bytes(statement), PAYLOAD_TYPE, signer)


def in_toto(predicate_type: str, predicate: Json, **subjects: str) -> Json:
    """An in-toto statement; `subjects` maps names to SHA-256 values."""
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": name, "digest": {"sha256": value}} for name, value in subjects.items()
        ],
        "predicateType": predicate_type,
        "predicate": predicate,
    }


def release(**subjects: str) -> Json:
    """A statement about artefacts, as a pipeline makes it."""
    return in_toto("https://in-toto.io/attestation/release/v0.1", {"purl": "pkg:x/y@1"}, **subjects)


def model_manifest(name: str, files: dict[str, bytes]) -> Json:
    """The statement that OpenSSF model signing makes of a folder with these files."""
    root = hashlib.sha256()
    resources = []
    for path, content in sorted(files.items()):
        digest = hashlib.sha256(content)
        root.update(digest.digest())
        resources.append({"name": path, "algorithm": "sha256", "digest": digest.hexdigest()})
    serialization = {"method": "files", "hash_type": "sha256", "allow_symlinks": False}
    return in_toto(
        "https://model_signing/signature/v1.0",
        {"serialization": serialization, "resources": resources},
        **{name: root.hexdigest()},
    )


def model_bundle(statement: Json, private: Private, hint: str | None = None) -> bytes:
    """The Sigstore bundle that OpenSSF model signing writes for a key: no key id, but a hint."""
    payload = json.dumps(statement).encode()
    signature = signature_by(private, pae(PAYLOAD_TYPE, payload))
    named = PublicKey.of(private.public_key()).hint if hint is None else hint
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {"publicKey": {"hint": named}, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"sig": base64.b64encode(signature).decode(), "keyid": ""}],
        },
    }
    return json.dumps(bundle).encode()
