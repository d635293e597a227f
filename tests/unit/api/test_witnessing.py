"""A service with witnesses: what auditors are shown, and decisions that wait for a quorum."""

import time

import pytest

from gate.log.keys import read_public_pem
from gate.log.note import Verifier
from gate.log.proof import LogProof
from gate.log.receipt import verify_receipt
from gate.log.trust_policy import TrustPolicy
from gate.witness.folder import Algorithm, create_witness
from gate.witness.member import State
from tests.service import JSON, body, client_in
from tests.unit.witness.hostile import server, silent

WAITING = {**JSON, "Prefer": "wait=witness"}


@pytest.fixture
def place(tmp_path):
    """Where volumes are, with one witness on each of two."""
    lines = []
    for number in (1, 2):
        folder = tmp_path / f"volume-{number}"
        signer = create_witness(folder, f"witness.example/{number}", Algorithm.ED25519)
        lines.append(f"witness w{number} {signer.cosigner.vkey} {folder.as_uri()}\n")
    (tmp_path / "policy").write_text("".join([*lines, "group g all w1 w2\nquorum g\n"]))
    return tmp_path


def service(place, **changes):
    options = {"witness_policy": place / "policy", "witness_seconds": 0.05, **changes}
    return client_in(place / "var", **options)


def trusted(client, place):
    policy = TrustPolicy.parse((place / "policy").read_bytes())
    return policy, Verifier.from_vkey(client.get("/version").json()["log"]["vkey"])


def away(place):
    """Take a volume away."""
    (place / "volume-2").rename(place / "away")


def test_a_decision_may_wait_for_the_quorum(place):
    """Its proof then leads to the cosigned checkpoint, and the answer says so."""
    with service(place) as client:
        policy, verifier = trusted(client, place)
        for _ in range(3):
            answer = client.post("/v1/decisions", content=body(), headers=WAITING)
            log = answer.json()["log"]

            assert answer.status_code == 201
            assert answer.headers["preference-applied"] == "wait=witness"
            opened = policy.open(log["checkpoint"], verifier)
            assert opened.checkpoint.size > log["index"]
            assert set(opened.cosigned) == {"w1", "w2"}


def test_a_receipt_may_wait_for_the_quorum_too(place):
    """Whoever did not wait at first asks later; without the preference it is as it was."""
    with service(place) as client:
        policy, verifier = trusted(client, place)
        decision = client.post("/v1/decisions", content=body(), headers=JSON).json()
        path = f"/v1/decisions/{decision['decision_id']}/receipt"
        plain = client.get(path)
        waited = client.get(path, headers={"Prefer": "wait=witness"})
        gate = client.get("/version").json()["gate"]
        keys = {gate["keyid"]: read_public_pem(gate["pem"])}

        assert "preference-applied" not in plain.headers
        assert LogProof.parse(plain.text).checkpoint == decision["log"]["checkpoint"]
        assert waited.headers["preference-applied"] == "wait=witness"
        receipt = verify_receipt(waited.text, vkey=verifier.vkey, gate_keys=keys, policy=policy)
        assert receipt.entry.decision_id == decision["decision_id"]


def test_a_replayed_decision_may_wait_for_the_quorum(place):
    """It is the same decision, with a newer proof."""
    with service(place) as client:
        policy, verifier = trusted(client, place)
        first = client.post(
            "/v1/decisions", content=body(), headers={**JSON, "Idempotency-Key": "k"}
        )
        again = client.post(
            "/v1/decisions", content=body(), headers={**WAITING, "Idempotency-Key": "k"}
        )

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.headers["idempotency-replayed"] == "true"
        assert policy.open(again.json()["log"]["checkpoint"], verifier)
        assert {**again.json(), "log": None} == {**first.json(), "log": None}


def test_a_witness_that_is_away_changes_no_answer(place, monkeypatch):
    """The decision is logged, answered when the time is over, and not called witnessed."""
    monkeypatch.setattr("gate.api.decisions.REQUEST_SECONDS_MAX", 0.5)
    with service(place) as client:
        away(place)
        plain = client.post("/v1/decisions", content=body(), headers=JSON)
        waited = client.post("/v1/decisions", content=body(), headers=WAITING)

        assert (plain.status_code, waited.status_code) == (201, 201)
        assert "preference-applied" not in waited.headers
        assert waited.json()["log"]["index"] == 1
        path = f"/v1/decisions/{waited.json()['decision_id']}/receipt"
        receipt = client.get(path, headers={"Prefer": "wait=witness"})
        assert receipt.status_code == 200
        assert "preference-applied" not in receipt.headers


def test_a_slow_witness_does_not_keep_other_routes_waiting(place, monkeypatch):
    """Those who wait for it hold no thread."""
    monkeypatch.setattr("gate.api.decisions.REQUEST_SECONDS_MAX", 1.0)
    with server(silent) as url:
        text = (place / "policy").read_text()
        (place / "policy").write_text(text.replace((place / "volume-2").as_uri(), url))
        with service(place) as client:
            answer = client.post("/v1/decisions", content=body(), headers=WAITING)

            assert answer.status_code == 201
            assert "preference-applied" not in answer.headers
            assert client.get("/readyz").status_code == 200


def test_auditors_are_shown_the_newest_checkpoint_with_the_quorum(place):
    """And 404 before the first, so that none passes as witnessed."""
    with service(place) as client:
        policy, verifier = trusted(client, place)
        client.post("/v1/decisions", content=body(), headers=WAITING)
        away(place)
        client.post("/v1/decisions", content=body(), headers=JSON)
        shown = client.get("/log/checkpoint")

        assert shown.headers["witness-quorum"] == "met"
        assert policy.open(shown.text, verifier).checkpoint.size == 1
    (place / "var" / "log.checkpoint.cosigned").unlink()
    with service(place) as client:
        answer = client.get("/log/checkpoint")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_without_witnesses_the_newest_checkpoint_says_so(place):
    """A label, not a promise."""
    with client_in(place / "var") as client:
        answer = client.post("/v1/decisions", content=body(), headers=WAITING)
        shown = client.get("/log/checkpoint")

        assert "preference-applied" not in answer.headers
        assert shown.headers["witness-quorum"] == "none"
        assert shown.text == answer.json()["log"]["checkpoint"]


@pytest.mark.parametrize(
    ("prefer", "is_applied"),
    [
        ("wait=witness", True),
        ("respond-async, wait=Witness; x=1", True),
        ("wait = witness", True),
        ("wait=10", False),
        ("wait=witnesses", False),
        ('wait="witness"', False),
        ("", False),
        (",;=", False),
    ],
)
def test_other_preferences_are_ignored(place, prefer, is_applied):
    """As RFC 7240 says."""
    with service(place) as client:
        answer = client.post("/v1/decisions", content=body(), headers={**JSON, "Prefer": prefer})

        assert answer.status_code == 201
        assert ("preference-applied" in answer.headers) is is_applied


def test_readiness_tells_of_witnesses_and_never_depends_on_them(place):
    """How many are well; what is wrong with the log comes first."""
    with service(place) as client:
        client.post("/v1/decisions", content=body(), headers=WAITING)
        assert "[+]witnesses 2 of 2 ok" in client.get("/readyz?verbose").text
        cosigning = client.app.state.services.cosigning
        cosigning._members[0].state = State.FAILING
        time.sleep(1.1)
        assert "[!]witnesses 1 of 2 ok" in client.get("/readyz?verbose").text
        cosigning._members[1].state = State.FORKED
        time.sleep(1.1)
        said = client.get("/readyz?verbose")

        assert said.status_code == 200
        assert "[!]witnesses ALARM: w2 says that the log does not continue" in said.text


def test_a_policy_that_is_none_stops_the_start(place):
    """Not the first decision."""
    (place / "policy").write_text("quorum w1\n")
    with pytest.raises(Exception, match="Line 1 of the trust policy"), service(place):
        pass
