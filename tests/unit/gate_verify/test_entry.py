"""Entries as the verifier reads them: exactly the fields of a decision, signed by its gate."""

import hashlib
import json
from typing import Any

import pytest

from gate.dsse import EnvelopeSigner, sign
from gate.log.leaf import PAYLOAD_TYPE, make_leaf
from gate_verify.bounds import ENTRY_BYTES_MAX, SIGNATURES_MAX
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold
from tests.logs import GATE_KEY, GATE_KEYID, GATE_KEYS, contents, decision_id, entry

_ABSENT = object()
SIGNER = EnvelopeSigner(GATE_KEYID, GATE_KEY)


def leaf(statement: Any, kind: str = PAYLOAD_TYPE) -> bytes:
    return sign(json.dumps(statement).encode(), kind, SIGNER)


def statement(**changes: Any) -> dict[str, Any]:
    return json.loads(json.dumps(entry(3).statement())) | changes


def test_what_a_gate_writes_is_read() -> None:
    """With what the check of a log needs."""
    read, keyid = read_entry(make_leaf(entry(3, idempotency_key="once"), SIGNER), GATE_KEYS.get)

    assert keyid == GATE_KEYID
    assert read.once == (
        ("decision", decision_id(3)),
        ("idempotency key", "pipeline", "once"),
    )
    assert read.contents == tuple(hashlib.sha256(item).hexdigest() for item in contents(3))
    assert read.seen_size == 0


def every_place(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    paths = [path] if path else []
    for key, item in inner:
        paths += (
            every_place(item, (*path, key)) if isinstance(item, dict | list) else [(*path, key)]
        )
    return paths


@pytest.mark.parametrize("path", every_place(entry(3).statement()), ids=str)
def test_every_field_has_its_form(path: tuple[Any, ...]) -> None:
    """None is missing, and none is of another type."""
    for wrong in (1.5, True, -1, 2**53, {"x": 1}, _ABSENT):
        document = statement()
        inner = document
        for key in path[:-1]:
            inner = inner[key]
        if wrong is _ABSENT:
            del inner[path[-1]]
        else:
            inner[path[-1]] = wrong
        with pytest.raises(DoesNotHold):
            read_entry(leaf(document), GATE_KEYS.get)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        statement(more=1),
        statement(predicate=None),
        statement(predicate=statement()["predicate"] | {"kind": "heartbeat"}),
        statement(predicate=statement()["predicate"] | {"more": 1}),
        statement(predicate=statement()["predicate"] | {"outcome": "maybe"}),
        statement(predicate=statement()["predicate"] | {"decidedAt": "2026-03-01"}),
        statement(subject=[]),
        statement(subject=statement()["subject"][::-1]),
    ],
)
def test_other_statements_are_refused(document: Any) -> None:
    """Whoever signed them."""
    with pytest.raises(DoesNotHold):
        read_entry(leaf(document), GATE_KEYS.get)


def envelope(**changes: Any) -> bytes:
    return json.dumps(json.loads(leaf(statement())) | changes).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 50_000,
        b"9" * 10_000,
        b'{"payload":"","payload":""}',
        b"\xff",
        leaf(statement(), "application/json"),
        envelope(more=1),
        envelope(payload=1),
        envelope(payload="e30"),
        envelope(signatures=[]),
        envelope(signatures={}),
        envelope(signatures=[1]),
        envelope(signatures=[{"keyid": GATE_KEYID}]),
        envelope(signatures=[{"keyid": GATE_KEYID, "sig": "AAAA"}]),
        envelope(signatures=[{"keyid": GATE_KEYID, "sig": 1}]),
        envelope(signatures=[{"keyid": "other", "sig": "AAAA"}]),
        sign(json.dumps(statement()).encode(), PAYLOAD_TYPE, EnvelopeSigner("other", GATE_KEY)),
    ],
)
def test_other_envelopes_are_refused(data: bytes) -> None:
    """And nothing but a refusal comes of them."""
    with pytest.raises(DoesNotHold):
        read_entry(data, GATE_KEYS.get)


def test_an_entry_of_a_gate_that_nobody_named_is_refused() -> None:
    """Its key was not given."""
    with pytest.raises(DoesNotHold, match="was not given"):
        read_entry(make_leaf(entry(3), SIGNER), lambda _: None)


def test_an_entry_at_its_bounds_is_read_and_one_past_them_is_not() -> None:
    """ENTRY_BYTES_MAX, and SIGNATURES_MAX of others before the gate's own."""
    good = leaf(statement())
    read_entry(good + b" " * (ENTRY_BYTES_MAX - len(good)), GATE_KEYS.get)
    with pytest.raises(DoesNotHold, match="at most"):
        read_entry(good + b" " * (ENTRY_BYTES_MAX + 1 - len(good)), GATE_KEYS.get)
    own = json.loads(good)["signatures"]
    other = [{"keyid": "other", "sig": "AAAA"}]
    read_entry(envelope(signatures=other * (SIGNATURES_MAX - 1) + own), GATE_KEYS.get)
    with pytest.raises(DoesNotHold, match="list of signatures"):
        read_entry(envelope(signatures=other * SIGNATURES_MAX + own), GATE_KEYS.get)
