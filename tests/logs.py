"""Logs and entries for tests: real keys, real SQLite, small contents."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.canon import digest_of
from gate.log.fsck import Report, verify
from gate.log.keys import key_id
from gate.log.log import Appended, EntryDraft, Log
from gate.model.entry import (
    SEVERITIES,
    SUMMARY_COUNTS,
    Artifact,
    DecisionEntry,
    PolicyRef,
    TreeHead,
    instant,
)
from tests.stores import STORES

ORIGIN = "gate.example/decisions/test"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
GATE_KEY = Ed25519PrivateKey.from_private_bytes(b"g" * 32)
GATE_KEYID = key_id(GATE_KEY.public_key())
GATE_KEYS = {GATE_KEYID: GATE_KEY.public_key()}
BEGINNING = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When decision 0 was taken; the others follow a microsecond apart."""

RELEASE = b'{"digests":{}}'
"""The manifest of the release that every decision cites; it has no files."""

EMPTY = TreeHead(0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


class PatientLog(Log):
    """A log that waits for a slow machine, where a test does not say how long."""

    def append(self, draft: EntryDraft, *, seconds: float = 60.0) -> Appended:
        # Whatever a test makes its entries of, they cite the same release.
        return super().append(replace(draft, release=draft.release or (RELEASE,)), seconds=seconds)


def open_log(directory: Path, **options: Any) -> Log:
    """The log in `directory`, with the keys of the tests."""
    options = {"origin": ORIGIN, "log_key": LOG_KEY, "gate_key": GATE_KEY, **options}
    return STORES.open(PatientLog, directory, **options)


def check_log(directory: Path, **options: Any) -> Report:
    """The check of the whole log of `directory`, wherever it is kept."""
    return verify(directory, url=STORES.url(directory), **options)


def decision_id(number: int) -> str:
    """A decision id for each number."""
    digest = hashlib.sha256(b"%d" % number).hexdigest()
    return f"{number:08x}-0000-7{digest[:3]}-a{digest[3:6]}-{digest[6:18]}"


def contents(number: int) -> tuple[bytes, bytes, bytes]:
    """Policy input, answer and results of decision `number`."""
    return b'{"input":%d}' % number, b'{"answer":%d}' % number, b'{"results":%d}' % number


def entry(number: int = 0, **changes: Any) -> DecisionEntry:
    """Decision `number`, with some fields changed; `deny` and `controls` are lists of names."""
    policy_input, answer, results = map(digest_of, contents(number))
    findings = {name: tuple(changes.pop(name, ())) for name in SEVERITIES}
    fields: dict[str, Any] = {
        "decision_id": decision_id(number),
        "outcome": "deny" if findings["deny"] else "allow",
        "decided_at": instant(BEGINNING + timedelta(microseconds=number)),
        "system_id": "search",
        "system_version": "1.0.0",
        "environment": "dev",
        "action": "deploy",
        "artifacts": (Artifact("model", "sha256:" + "a" * 64),),
        "tier_declared": "limited",
        "tier_effective": "limited",
        "summary": dict.fromkeys(SUMMARY_COUNTS, 0),
        "findings": findings,
        "controls": (),
        "policy": PolicyRef("release", 1, digest_of(RELEASE), "wasm", "1.22.2"),
        "request_digest": digest_of(b"request %d" % number),
        "policy_input": policy_input,
        "attachments": (),
        "organisation": None,
        "answer": answer,
        "results": results,
        "gate_version": "0.1.0",
        "gate_keyid": GATE_KEYID,
        "principal": "pipeline",
        "idempotency_key": None,
        "body_hash": digest_of(b"body %d" % number),
        "log_seen": EMPTY,
    }
    return DecisionEntry(**{**fields, **changes})


def draft(number: int = 0, **changes: Any) -> EntryDraft:
    """Decision `number`, ready to be appended."""
    return EntryDraft(entry(number, **changes), contents(number), release=(RELEASE,))
