"""`/v1/decisions` and what hangs below one decision."""

import json
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from gate.canon import digest_of
from gate.decide import utc_now
from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX
from gate.log.erasure import erase
from gate.log.keys import key_id, read_public_pem
from gate.log.leaf import read_leaf
from gate.log.receipt import verify_receipt
from gate.model.decision import Decision, DryRun, Results
from tests.service import JSON, bearer, body, token_in


def decide(client, content=None, **headers):
    return client.post("/v1/decisions", content=content or body(), headers={**JSON, **headers})


def test_a_decision_is_created(client):
    """201, its address, and the whole shape of the contract."""
    answer = decide(client)

    assert answer.status_code == 201
    decision = Decision.model_validate_json(answer.content)
    assert answer.headers["location"] == f"/v1/decisions/{decision.decision_id}"
    assert decision.outcome.value in {"allow", "deny", "needs_review"}
    assert decision.subject.system.id == "manual-search"
    assert decision.policy.engine == "wasm"
    assert answer.headers["cache-control"] == "no-store"


def test_the_counts_add_up_to_the_catalogue(client, services):
    """Every rule of the release is counted once."""
    summary = decide(client).json()["summary"]

    assert sum(summary.values()) == len(services.policy.release.catalogue.rules)


def test_a_retry_gives_the_same_decision(client):
    """200, marked as replayed, byte for byte."""
    first = decide(client, **{"Idempotency-Key": "retry-1"})
    second = decide(client, **{"Idempotency-Key": "retry-1"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert second.content == first.content
    assert second.headers["location"] == first.headers["location"]


def test_the_key_of_the_request_serves_too(client):
    """In the body, in the header, or in both alike."""
    content = body(idempotency_key="inside-1")
    first = decide(client, content)
    second = decide(client, content, **{"Idempotency-Key": "inside-1"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["decision_id"] == first.json()["decision_id"]


def test_two_different_keys_are_refused(client):
    """Which one is meant would be a guess."""
    answer = decide(client, body(idempotency_key="a"), **{"Idempotency-Key": "b"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"


def test_a_key_belongs_to_one_body(client):
    """Another body with it is refused, and the first decision stands."""
    first = decide(client, **{"Idempotency-Key": "reused-1"})
    other = decide(client, body(action="update"), **{"Idempotency-Key": "reused-1"})

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    again = decide(client, **{"Idempotency-Key": "reused-1"})
    assert again.json()["decision_id"] == first.json()["decision_id"]


def test_the_same_body_may_be_written_differently(client):
    """Sameness is that of the canonical form."""
    first = decide(client, **{"Idempotency-Key": "spaces-1"})
    document = json.loads(body())
    spaced = json.dumps({key: document[key] for key in reversed(document)}, indent=3).encode()
    second = decide(client, spaced, **{"Idempotency-Key": "spaces-1"})

    assert second.json() == first.json()


def test_keys_belong_to_their_principal(client, var):
    """Another team's key of the same name is another key."""
    first = decide(client, **{"Idempotency-Key": "shared-name"})
    other = decide(
        client, **{"Idempotency-Key": "shared-name"}, **bearer(token_in(var, "other", ("submit",)))
    )

    assert other.status_code == 201
    assert other.json()["decision_id"] != first.json()["decision_id"]


@pytest.mark.parametrize("key", ["", "two words", "a" * (IDEMPOTENCY_KEY_CHARS_MAX + 1), "\x7f"])
def test_other_keys_are_refused(client, key):
    """Visible ASCII, not too long."""
    answer = decide(client, **{"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_the_longest_key_is_taken(client):
    """The bound itself is allowed."""
    key = "k" * IDEMPOTENCY_KEY_CHARS_MAX

    assert decide(client, **{"Idempotency-Key": key}).status_code == 201
    assert decide(client, **{"Idempotency-Key": key}).status_code == 200


def test_of_fifty_at_once_one_is_decided(client, services):
    """The others get the same decision, or are told that it is being made; never two entries."""
    before = services.log.seen().size
    with ThreadPoolExecutor(50) as threads:
        answers = list(
            threads.map(lambda _: decide(client, **{"Idempotency-Key": "fifty"}), range(50))
        )
    statuses = [answer.status_code for answer in answers]
    ids = {answer.json()["decision_id"] for answer in answers if answer.status_code != 409}

    assert statuses.count(201) == 1
    assert set(statuses) <= {200, 201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"in_progress"}
    assert len(ids) == 1
    assert services.log.seen().size == before + 1


def test_without_a_key_every_request_is_a_decision(client):
    """Nothing ties two of them together."""
    assert decide(client).json()["decision_id"] != decide(client).json()["decision_id"]


def test_a_decision_is_read_as_it_was_answered(client):
    """Byte for byte, by HEAD without the bytes."""
    answer = decide(client)
    again = client.get(answer.headers["location"])
    head = client.head(answer.headers["location"])

    assert again.content == answer.content
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))


def test_the_results_have_every_rule(client, services):
    """Passes included, with titles, and why a rule is not applicable."""
    found = client.get(decide(client).json()["links"]["results"])
    results = Results.model_validate_json(found.content)
    rules = services.policy.release.catalogue.rules

    assert [item.rule for item in results.results] == [rule.rule for rule in rules]
    assert [item.title for item in results.results] == [rule.title for rule in rules]
    assert {item.status.value for item in results.results} >= {"pass", "not_applicable"}
    assert all(
        bool(item.explanation) == (item.status.value == "not_applicable")
        for item in results.results
    )


def test_what_was_evaluated_says_what_was_erased_of_it(client, services):
    """The values are there until somebody is erased, then the entry that says so is named."""
    leaver = {"id": "leaver@x.example", "name": "Lee Aver"}
    asked = decide(client, body(requested_by=leaver))
    decision = asked.json()
    address = f"/v1/decisions/{decision['decision_id']}"
    before = client.get(f"{address}/input").json()
    receipt = client.get(f"{address}/receipt").text
    order = {"reason": "Art. 17", "actor": "dpo", "now": utc_now()}
    [erased] = erase(services.log, leaver["id"], **order)
    after = client.get(f"{address}/input").json()

    assert before["input"]["request"]["requested_by"] == leaver
    assert (before["redactions"], before["whole"]) == ([], True)
    assert "requested_by" not in after["input"]["request"]
    assert after["input"]["request"]["redacted"] == [{"redacted": erased.index}]
    assert (after["redactions"], after["whole"]) == ([erased.index], False)
    assert client.get(address).json() == decision
    assert client.get(f"{address}/receipt").text == receipt
    assert "leaver" not in asked.text
    assert "Lee Aver" not in asked.text


def test_the_receipt_proves_the_decision(client):
    """With the keys of the log it verifies offline, and names exactly this answer."""
    answer = decide(client)
    decision = answer.json()
    keys = client.get("/version").json()
    gate_key = read_public_pem(keys["gate"]["pem"])
    text = client.get(decision["links"]["receipt"]).text
    receipt = verify_receipt(text, vkey=keys["log"]["vkey"], gate_keys={key_id(gate_key): gate_key})
    unlogged = {name: value for name, value in decision.items() if name != "log"}

    assert receipt.entry.decision_id == decision["decision_id"]
    assert receipt.entry.outcome == decision["outcome"]
    assert receipt.entry.answer == digest_of(orjson.dumps(unlogged, option=orjson.OPT_SORT_KEYS))
    assert receipt.checkpoint == decision["log"]["checkpoint"]
    assert text == client.get(decision["links"]["receipt"]).text


def test_the_attestation_is_the_leaf(client):
    """The envelope that was logged, byte for byte."""
    decision = decide(client).json()
    attestation = client.get(decision["links"]["attestation"]).content
    leaf = client.get(f"/v1/log/entries/{decision['log']['index']}").content

    assert attestation == leaf
    assert read_leaf(leaf).entry.decision_id == decision["decision_id"]


@pytest.mark.parametrize("below", ["", "/results", "/receipt", "/attestation"])
def test_submitters_see_their_own_decisions_alone(client, var, below):
    """Somebody else's is not found, exactly like one that does not exist."""
    decision_id = decide(client).json()["decision_id"]
    path = f"/v1/decisions/{decision_id}{below}"
    other = bearer(token_in(var, "other", ("submit",)))
    auditor = bearer(token_in(var, "auditor", ("audit",)))
    unknown = f"/v1/decisions/{'0' * 8}-0000-7000-8000-{'0' * 12}{below}"

    hidden, missing = client.get(path, headers=other), client.get(unknown, headers=other)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.json()["detail"] == missing.json()["detail"]
    assert client.get(path, headers=auditor).status_code == 200


@pytest.mark.parametrize("wrong", ["x", "0" * 36, "01A20D9E-5718-7DEE-B83B-02004A8C443A", "%00"])
def test_what_is_no_id_is_refused(client, wrong):
    """Before anything is looked up, and without repeating it."""
    answer = client.get(f"/v1/decisions/{wrong}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/path/decision_id"


def test_a_dry_run_is_no_decision(client, services):
    """`would_be` for `outcome`, no id, no log, nothing written."""
    before = services.log.seen().size
    answer = client.post("/v1/dry-runs", content=body(), headers=JSON)
    document = answer.json()

    assert answer.status_code == 200
    assert DryRun.model_validate_json(answer.content)
    assert not {"outcome", "decision_id", "log", "links"} & set(document)
    assert services.log.seen().size == before


def test_a_dry_run_says_what_the_decision_then_says(client):
    """The same evaluation, less what only a decision has."""
    dry, real = client.post("/v1/dry-runs", content=body(), headers=JSON), decide(client)
    shared = ("subject", "tier", "summary", "policy", "input")

    assert dry.json()["would_be"] == real.json()["outcome"]
    assert [dry.json()[name] for name in shared] == [real.json()[name] for name in shared]
    assert [f["rule"] for f in dry.json()["findings"]] == [
        f["rule"] for f in real.json()["findings"]
    ]


def test_a_dry_run_claims_no_key(client):
    """So trying out does not use up the key of the real request."""
    content = body(idempotency_key="dry-first")
    client.post("/v1/dry-runs", content=content, headers=JSON)

    assert decide(client, content).status_code == 201
