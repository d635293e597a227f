"""`/v1/log`: what an auditor asks, checked with the log's own verifier."""

import base64

import pytest

from gate.log.checkpoint import open_checkpoint
from gate.log.merkle import leaf_hash, verify_consistency, verify_inclusion
from gate.log.note import Verifier
from tests.service import JSON, body, client_in


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    """A service with five entries, and its answers in their order."""
    with client_in(tmp_path_factory.mktemp("log") / "var") as client:
        answers = [client.post("/v1/decisions", content=body(), headers=JSON) for _ in range(5)]
        yield client, [answer.json() for answer in answers]


def checkpoint(client, decision):
    verifier = Verifier.from_vkey(client.get("/version").json()["log"]["vkey"])
    return open_checkpoint(decision["log"]["checkpoint"], verifier)


def hashes(document):
    return tuple(base64.b64decode(item) for item in document["hashes"])


def test_the_answer_proves_itself(logged):
    """Checkpoint, index and proof of each decision hold for the entry that the log gives."""
    client, decisions = logged
    for decision in decisions:
        log = decision["log"]
        leaf = client.get(f"/v1/log/entries/{log['index']}").content
        head = checkpoint(client, decision)

        assert base64.b64encode(leaf_hash(leaf)).decode() == log["leaf_hash"]
        verify_inclusion(
            leaf_hash(leaf),
            index=log["index"],
            size=head.size,
            proof=tuple(base64.b64decode(item) for item in log["inclusion_proof"]),
            root=head.root,
        )


def test_every_entry_is_proved_in_every_later_log(logged):
    """By the root of the checkpoint of that size."""
    client, decisions = logged
    for size in range(1, 6):
        root = checkpoint(client, decisions[size - 1]).root
        for index in range(size):
            found = client.get(f"/v1/log/proofs/inclusion?index={index}&size={size}").json()
            leaf = client.get(f"/v1/log/entries/{index}").content

            assert (found["index"], found["size"]) == (index, size)
            verify_inclusion(
                leaf_hash(leaf), index=index, size=size, proof=hashes(found), root=root
            )


def test_every_log_continues_every_earlier_one(logged):
    """Between all sizes that had a checkpoint."""
    client, decisions = logged
    heads = [checkpoint(client, decision) for decision in decisions]
    for earlier in heads:
        for later in heads[earlier.size - 1 :]:
            query = f"from={earlier.size}&to={later.size}"
            found = client.get(f"/v1/log/proofs/consistency?{query}").json()

            verify_consistency(
                size1=earlier.size,
                root1=earlier.root,
                size2=later.size,
                root2=later.root,
                proof=hashes(found),
            )


@pytest.mark.parametrize(
    "path",
    [
        "/v1/log/entries/5",
        "/v1/log/entries/9007199254740991",
        "/v1/log/proofs/inclusion?index=5&size=5",
        "/v1/log/proofs/inclusion?index=0&size=6",
        "/v1/log/proofs/inclusion?index=0&size=0",
        "/v1/log/proofs/consistency?from=0&to=5",
        "/v1/log/proofs/consistency?from=2&to=1",
        "/v1/log/proofs/consistency?from=1&to=6",
    ],
)
def test_what_the_log_never_had_is_not_found(logged, path):
    """Not an empty proof, which would prove something."""
    answer = logged[0].get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/log/entries/-1",
        "/v1/log/entries/x",
        "/v1/log/entries/9007199254740992",
        "/v1/log/proofs/inclusion?index=0",
        "/v1/log/proofs/inclusion?index=-1&size=1",
        "/v1/log/proofs/inclusion?index=0&size=1&x=1",
        "/v1/log/proofs/consistency?from=1",
    ],
)
def test_what_is_no_place_in_a_log_is_refused(logged, path):
    """Before the log is asked."""
    answer = logged[0].get(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
