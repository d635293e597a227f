"""The entry of a decision."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX
from gate.model.entry import (
    OUTCOMES,
    PREDICATE_TYPE,
    Artifact,
    AttachmentRef,
    PolicyRef,
    TreeHead,
    instant,
)
from gate.model.verdict import Outcome
from tests.logs import entry

DIGEST = "sha256:" + "0" * 64


def test_the_statement_is_about_the_request_and_its_artefacts() -> None:
    """The first subject is the request; artefacts without a digest are no subjects."""
    artifacts = (
        Artifact("model", "sha512:" + "b" * 128),
        Artifact("vendor model", None),
        Artifact("image", "sha256:" + "c" * 64),
    )
    statement = entry(request_digest=DIGEST, artifacts=artifacts).statement()

    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == PREDICATE_TYPE
    assert statement["subject"] == [
        {"name": "deployment-request", "digest": {"sha256": "0" * 64}},
        {"name": "model", "digest": {"sha512": "b" * 128}},
        {"name": "image", "digest": {"sha256": "c" * 64}},
    ]


def test_the_predicate_says_everything() -> None:
    """Every field stands in the predicate under its name."""
    attachment = AttachmentRef("card", "hf_card", DIGEST)
    predicate = entry(
        7,
        deny=("A.9.2-3",),
        attachments=(attachment,),
        idempotency_key="key-1",
        organisation=DIGEST,
    ).predicate()

    assert set(predicate) == {
        *("kind", "decisionId", "outcome", "decidedAt", "system", "environment", "action"),
        *("artifacts", "tier", "summary", "findings", "controls", "policy", "input"),
        *("organisation", "answer", "results", "gate", "principal", "idempotencyKey"),
        *("bodyHash", "logSeen"),
    }
    assert predicate["kind"] == "decision"
    assert predicate["outcome"] == "deny"
    assert predicate["findings"] == {"deny": ["A.9.2-3"], "review": [], "warn": [], "waived": []}
    assert predicate["idempotencyKey"] == "key-1"
    assert predicate["input"]["attachments"] == [
        {"id": "card", "format": "hf_card", "digest": DIGEST}
    ]


def test_the_side_store_must_have_what_is_named() -> None:
    """Policy input, answer, results and every attached document."""
    attachment = AttachmentRef("card", "hf_card", DIGEST)
    logged = entry(attachments=(attachment,))

    assert logged.stored_digests() == (
        logged.policy_input,
        logged.answer,
        logged.results,
        DIGEST,
    )


def test_each_artefact_digest_counts_once() -> None:
    """In the order in which the request has them."""
    two = (Artifact("b", "sha256:2"), Artifact("a", "sha256:1"), Artifact("c", "sha256:2"))

    assert entry(artifacts=(*two, Artifact("d", None))).artifact_digests() == (
        "sha256:2",
        "sha256:1",
    )


def test_the_outcomes_are_those_of_the_verdict() -> None:
    """The entry repeats the names so that checking a receipt needs no framework."""
    assert set(Outcome) == OUTCOMES


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "allowed"},
        {"outcome": ""},
        {"decision_id": "7"},
        {"decision_id": "00000000-0000-7000-A000-000000000000"},
        {"decided_at": "2026-03-01T12:00:00Z"},
        {"decided_at": "2026-03-01T12:00:00.000000+00:00"},
        {"summary": {}},
        {"summary": {**entry().summary, "deny": -1}},
        {"summary": {**entry().summary, "other": 1}},
        {"findings": {}},
        {"request_digest": "sha256:1"},
        {"answer": "sha512:" + "0" * 64},
        {"results": "0" * 64},
        {"policy_input": DIGEST.upper()},
        {"body_hash": ""},
        {"organisation": ""},
        {"artifacts": (Artifact("model", "nocolon"),)},
        {"attachments": (AttachmentRef("card", "hf_card", ""),)},
        {"policy": PolicyRef("release", 2**53, DIGEST, "wasm", "1.22.2")},
        {"log_seen": TreeHead(-1, "")},
        {"idempotency_key": ""},
        {"idempotency_key": "with space"},
        {"idempotency_key": "line\n"},
        {"idempotency_key": "é"},
        {"idempotency_key": "k" * (IDEMPOTENCY_KEY_CHARS_MAX + 1)},
    ],
)
def test_what_an_entry_cannot_be_is_refused(changes: dict[str, object]) -> None:
    """What is written stands for ever, so it is checked before."""
    with pytest.raises(ValueError, match="an entry cannot have"):
        entry(**changes)


def test_the_longest_key_is_taken() -> None:
    """255 visible ASCII characters."""
    key = "~" * IDEMPOTENCY_KEY_CHARS_MAX

    assert entry(idempotency_key=key).idempotency_key == key


def test_an_instant_is_written_in_utc_with_microseconds() -> None:
    """So that the order of texts is the order of time."""
    moment = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))

    assert instant(moment) == "2026-03-01T10:00:00.000000Z"
    assert instant(datetime(2026, 3, 1, tzinfo=UTC)) < instant(
        datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=1)
    )
    with pytest.raises(ValueError, match="time zone"):
        instant(moment.replace(tzinfo=None))
