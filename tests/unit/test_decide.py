"""The nine steps: in their order, each once, and nothing allowed but by a verdict."""

import dataclasses
import json
import sqlite3
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from fixtures.render import FIXTURES, render_case
from gate.decide import Answer, Gate, Question, new_decision_id, utc_now
from gate.errors import (
    EngineAnswerInvalid,
    EngineUnavailable,
    GateError,
    Invalid,
    KeyReused,
    LogUnavailable,
    Malformed,
    Overloaded,
)
from gate.intake.evidence import EvidenceStore
from gate.intake.quality.lists import quality_lists
from gate.intake.submission import read_submission
from gate.limits import APPEND_SECONDS_MAX, ENGINE_SECONDS_MAX, REQUEST_SECONDS_MAX
from gate.log.erasure import erase
from gate.log.installation import installation_keys
from gate.log.log import Log
from gate.log.view import NO_HISTORY
from gate.model.people import people_in
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from gate.turns import Turns
from tests.service import body
from tests.signing import (
    ANNA,
    PIPELINE,
    account,
    approved,
    envelope,
    person,
    registered,
)
from tests.signing import release as release_statement

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


class Watched:
    """The real engine; remembers what it was asked, and can answer something else."""

    name = "wasm"

    def __init__(self, engine):
        self._engine = engine
        self.asked = []
        self.seconds = []
        self.change = lambda verdict: verdict

    def evaluate(self, policy_input, *, seconds):
        self.asked.append(orjson.loads(policy_input))
        self.seconds.append(seconds)
        answer = self._engine.evaluate(policy_input, seconds=seconds)
        return orjson.dumps(self.change(orjson.loads(answer)))


class Clock:
    """Counts how often it is read."""

    def __init__(self):
        self.reads = 0
        self.now = NOW

    def __call__(self):
        self.reads += 1
        return self.now


@pytest.fixture(scope="module")
def release():
    return shipped_release()


@pytest.fixture(scope="module")
def engine(release):
    made = WasmEngine(release)
    yield made
    made.close()


@pytest.fixture
def log(tmp_path):
    keys = installation_keys(tmp_path / "var" / "keys", production=False)
    opened = Log.open(
        tmp_path / "var", origin="t.example/log", log_key=keys.log, gate_key=keys.gate
    )
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watched(engine):
    return Watched(engine)


@pytest.fixture
def policy(release, watched):
    return ActivePolicy(release, watched, NOW)


@pytest.fixture
def gate(policy, log, clock):
    return Gate(policy, log=log, clock=clock)


def ask(content=None, **changes):
    return Question(body=content or body(), principal="ci", **changes)


def test_the_clock_is_read_once(gate, clock, watched):
    """Every instant of a decision is the same one."""
    answer = gate.decide(ask())

    assert clock.reads == 1
    assert answer.document["decided_at"] == "2026-11-23T09:00:00.123456Z"
    assert watched.asked[0]["clock"]["now"] == "2026-11-23T09:00:00.123456Z"


def test_the_id_is_of_that_instant(gate, watched):
    """A UUID of version 7, echoed by the engine, in the answer and in the log."""
    answer = gate.decide(ask())
    decision_id = uuid.UUID(answer.document["decision_id"])

    assert decision_id.version == 7
    assert decision_id.int >> 80 == int(NOW.timestamp() * 1000)
    assert watched.asked[0]["facts"]["decision_id"] == str(decision_id)


def test_ids_are_unique_and_in_the_order_of_time():
    """Also within one instant."""
    same = {new_decision_id(NOW) for _ in range(1000)}
    later = new_decision_id(NOW + timedelta(milliseconds=1))

    assert len(same) == 1000
    assert all(earlier < later for earlier in same)
    assert utc_now().tzinfo is UTC


def test_what_was_decided_is_in_the_log(gate, log):
    """The entry says what the answer says, and the side store has what it names."""
    answer = gate.decide(ask(idempotency_key="k"))
    entry = log.by_decision(answer.document["decision_id"]).entry

    assert (entry.outcome, entry.principal) == (answer.document["outcome"], "ci")
    assert entry.idempotency_key == "k"
    assert entry.request_digest == answer.document["input"]["request_digest"]
    assert orjson.loads(log.blob(entry.policy_input))["facts"]["decision_id"] == entry.decision_id
    results = orjson.loads(log.blob(entry.results))
    assert len(results["results"]) == sum(answer.document["summary"].values())
    unlogged = {k: v for k, v in answer.document.items() if k != "log"}
    assert orjson.loads(log.blob(entry.answer)) == unlogged


def test_each_entry_names_the_checkpoint_before_it(gate, log):
    """So nobody can say later that it was decided earlier."""
    gate.decide(ask())
    second = gate.decide(ask())

    assert log.by_decision(second.document["decision_id"]).entry.log_seen.size == 1


def test_a_seen_key_is_answered_before_anything_is_evaluated(gate, watched, clock):
    """The engine is not asked again, nor the clock."""
    first = gate.decide(ask(idempotency_key="k"))
    second = gate.decide(ask(idempotency_key="k"))

    assert second == Answer(first.document, replayed=True)
    assert (len(watched.asked), clock.reads) == (1, 1)
    with pytest.raises(KeyReused):
        gate.decide(ask(body(action="update"), idempotency_key="k"))
    assert len(watched.asked) == 1


def test_documents_are_imported_before_the_facts(gate, watched, log):
    """What a card says is in the policy input, with its digest, and its bytes are kept."""
    document = json.loads(body())
    card = "---\nlicense: mit\n---\n# embed-small\n\n## Intended uses\n\nSearching manuals.\n"
    document["attachments"] = [{"id": "card", "format": "hf_card", "content": card}]
    answer = gate.decide(ask(json.dumps(document).encode()))
    (attached,) = answer.document["input"]["attachments"]
    facts = watched.asked[0]["facts"]["attachments"]["card"]

    assert facts["digest"] == attached["digest"]
    assert (attached["format"], attached["importer"]) == ("hf_card", "hf_card")
    assert watched.asked[0]["imports"][0]["id"] == "card"
    assert log.blob(attached["digest"]) == card.encode()


def test_what_the_log_knows_reaches_the_policies(gate, watched):
    """Each rule that denied counts once more for the next decision, in a dry run too."""
    denied = gate.decide(ask(body(environment="prod"))).document
    gate.dry_run(ask())
    rules = [each["rule"] for each in denied["findings"] if each["severity"] == "deny"]
    first, second = (asked["facts"]["history"]["denied_90d"] for asked in watched.asked)

    assert first == {}
    assert rules
    assert second == dict.fromkeys(rules, 1)


def test_evidence_and_organisation_reach_the_policies(policy, log, watched, tmp_path):
    """Digests of the organisation's files and of the lists of quality stand in the decision."""
    (tmp_path / "org").mkdir()
    (tmp_path / "org" / "people.yaml").write_text(
        "people:\n  - id: frida.ahl@example.com\n    human: true\n    active: true\n",
        encoding="utf-8",
    )
    source = OrganisationSource(tmp_path / "org")
    gate = Gate(policy, log=log, evidence=EvidenceStore(tmp_path / "ev"), organisation=source)
    answer = gate.decide(ask())

    assert answer.document["input"]["organisation"] == source.current().digest
    assert answer.document["input"]["quality_lists"] == quality_lists().digest
    assert watched.asked[0]["facts"]["identity"]["frida.ahl@example.com"]["active"] is True


def test_a_dry_run_logs_nothing_and_needs_no_log(policy, log):
    """On a laptop there is none; then what it would know is unknown."""
    local = Gate(policy)
    answer = local.dry_run(ask())

    assert {"would_be", "evaluated_at"} <= set(answer.document)
    assert "outcome" not in answer.document
    assert Gate(policy, log=log).dry_run(ask()).document["would_be"]
    assert log.seen().size == 0
    with pytest.raises(LogUnavailable):
        local.decide(ask())


def allowed(verdict):
    return {**verdict, "outcome": "allow"}


@pytest.mark.parametrize(
    "change",
    [
        lambda verdict: {},
        lambda verdict: {**verdict, "outcome": None},
        lambda verdict: {**verdict, "input": str(uuid.uuid4())},
        lambda verdict: {**verdict, "release": "another/1/sha256:00"},
        lambda verdict: {**verdict, "results": {}},
        lambda verdict: {**verdict, "findings": []},
        lambda verdict: {**verdict, "summary": {**verdict["summary"], "deny": 0}},
        allowed,
    ],
)
def test_nothing_but_a_verdict_is_an_answer(gate, watched, log, change):
    """A denial whose answer was changed in any way is an error, and never an allow."""
    denied = gate.dry_run(ask(body(environment="prod")))
    assert denied.document["would_be"] == "deny"
    watched.change = change

    with pytest.raises(EngineAnswerInvalid):
        gate.decide(ask(body(environment="prod")))
    assert log.seen().size == 0


@pytest.mark.parametrize(
    ("content", "error"), [(b"{", Malformed), (b"{}", Invalid), (b'{"request": {}}', Invalid)]
)
def test_what_cannot_be_read_is_not_evaluated(gate, watched, content, error):
    """Steps follow each other; a refused body goes no further."""
    with pytest.raises(error):
        gate.decide(ask(content))

    assert watched.asked == []


def test_deadlines_are_handed_on(policy, watched, log):
    """The engine and the log get what is left, and never more than their own bound."""
    moment = [0.0]
    gate = Gate(policy, log=log, elapsed=lambda: moment[0])
    gate.decide(ask())
    gate.decide(ask(seconds=0.5))

    assert watched.seconds == [ENGINE_SECONDS_MAX, 0.5]
    assert REQUEST_SECONDS_MAX > ENGINE_SECONDS_MAX + APPEND_SECONDS_MAX / 2


def test_a_decision_that_waits_for_the_log_lets_others_compute(policy, log, monkeypatch):
    """With one turn for all, both are on their way into the log at the same time."""
    together, append = threading.Barrier(2), log.append

    def waiting(*arguments, **named):
        together.wait(timeout=10)
        return append(*arguments, **named)

    monkeypatch.setattr(log, "append", waiting)
    gate = Gate(policy, log=log, turns=Turns(1))
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(gate.decide, [ask(), ask()]))

    assert [answer.document["log"]["index"] for answer in answers] in ([0, 1], [1, 0])


def test_when_the_time_is_over_nothing_is_decided(policy, log):
    """Neither before its turn, nor before the engine, nor, when that took too long, the log."""
    for steps in ([0.0, 6.0], [0.0, 0.0, 6.0], [0.0, 0.0, 1.0, 6.0]):
        moments = iter(steps)
        gate = Gate(policy, log=log, elapsed=lambda moments=moments: next(moments))
        with pytest.raises(Overloaded):
            gate.decide(ask())

    assert log.seen().size == 0


def test_an_expired_release_decides_nothing(policy, log, monkeypatch):
    """The last day of a release is its last."""

    def expired(_self, _now):
        raise EngineUnavailable("expired")

    monkeypatch.setattr(type(policy.release), "check_current", expired)
    with pytest.raises(EngineUnavailable):
        Gate(policy, log=log).decide(ask())

    assert log.seen().size == 0


def test_no_transaction_is_open_while_the_engine_runs(policy, watched, log, tmp_path):
    """Somebody else can write the log's database in the meantime."""

    def write(verdict):
        other = sqlite3.connect(tmp_path / "var" / "log.sqlite", timeout=0.1)
        other.execute("BEGIN IMMEDIATE")
        other.rollback()
        other.close()
        return verdict

    watched.change = write
    assert Gate(policy, log=log).decide(ask()).document["outcome"]


@pytest.mark.parametrize("error", [LogUnavailable("x"), GateError("x"), ZeroDivisionError()])
def test_what_is_not_logged_is_not_answered(policy, log, monkeypatch, error):
    """Whatever goes wrong in the log, there is no answer."""

    def fail(*_arguments, **_named):
        raise error

    monkeypatch.setattr(log, "append", fail)
    with pytest.raises(type(error)):
        Gate(policy, log=log).decide(ask())


def _organisation(folder, **files):
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return OrganisationSource(folder)


def _approved_body(condition):
    """A body whose request Anna approved on a condition, signed."""
    document = json.loads(body())
    digest = read_submission(json.dumps(document).encode()).request_digest
    stated = {"decision": "conditional", "conditions": [condition]}
    document["request"]["approvals"] = [approved(digest, **stated)]
    return json.dumps(document).encode()


def test_a_condition_is_remembered_until_its_approver_closes_it(policy, log, watched, tmp_path):
    """Three decisions: it is demanded, left out, and met; only the last one frees the system."""
    people = [person("Anna@x.example", registered(ANNA))]
    files = {"people": {"people": people}, "incidents": {"incidents": []}}
    source = _organisation(tmp_path / "org", **files)
    gate = Gate(policy, log=log, organisation=source, clock=lambda: NOW)
    condition = {"id": "C-1", "text": "Test it.", "due": "2026-12-31"}
    bodies = [
        _approved_body(condition),
        body(),
        _approved_body({**condition, "met_at": "2026-11-22"}),
    ]
    answers = [gate.decide(ask(content)).document["outcome"] for content in [*bodies, body()]]
    told = [asked["facts"]["history"]["open_conditions"] for asked in watched.asked]
    demanded = {"role": "risk_owner", "person": "Anna@x.example", "signed": True}

    assert answers == ["allow"] * 4
    assert watched.asked[0]["facts"]["approvals"] == [{"subject_ok": True, "signature_ok": True}]
    assert told == [[], [{"id": "C-1", "due": "2026-12-31", **demanded}], [], []]
    assert "2026-12-31" in watched.asked[1]["clock"]["days_since"]


def test_the_profile_is_filled_in_after_approvers_signed(policy, log, watched, tmp_path):
    """What rules see has it, what approvers sign does not, and the answer names the files."""
    item = {
        "id": "org-policy",
        "kind": "ai_policy",
        "uri": "https://x.example/policy",
        "digest": {"alg": "sha256", "value": "a" * 64},
        "status": "approved",
    }
    profile = {
        "organisation": {"aims": {"policy": {"evidence_id": "org-policy"}}},
        "evidence": [item],
    }
    source = _organisation(tmp_path / "org", profile=profile)
    gate = Gate(policy, log=log, organisation=source, clock=lambda: NOW)
    answer = gate.decide(ask()).document
    (seen,) = watched.asked

    assert seen["organisation"] == profile["organisation"]
    assert seen["evidence"] == [item]
    assert seen["facts"]["registries"]["profile_filled"] == ["/organisation/aims"]
    assert seen["facts"]["evidence"] == {"org-policy": {"digest_ok": None, "signature_ok": None}}
    assert seen["facts"]["dangling"] == []
    digest = read_submission(body()).request_digest
    assert answer["input"]["request_digest"] == digest == seen["facts"]["request_digest"]
    assert answer["input"]["organisation"] == source.current().digest


def test_attached_statements_reach_the_policies(policy, log, watched, tmp_path):
    """Signed by the pipeline's key, about the model of the request."""
    key = registered(PIPELINE, uses=["artifacts", "pipeline"])
    source = _organisation(tmp_path / "org", people={"people": [account("bot", key)]})
    document = json.loads(body())
    digest = document["request"]["models"][0]["artifact"]["digest"]["value"]
    signed = envelope(release_statement(m1=digest), PIPELINE).decode()
    document["attachments"] = [{"id": "release", "format": "dsse", "content": signed}]
    gate = Gate(policy, log=log, organisation=source, clock=lambda: NOW)
    answer = gate.decide(ask(json.dumps(document).encode())).document

    assert watched.asked[0]["facts"]["artifacts"] == {
        "m1": {"digest_ok": True, "signature_ok": True}
    }
    (attached,) = answer["input"]["attachments"]
    assert (attached["format"], attached["warnings"]) == ("dsse", [])
    assert log.blob(attached["digest"]) == signed.encode()


def test_gaps_are_told_without_an_outcome_and_nothing_is_logged(gate, log, watched):
    """The same evaluation as a decision's; the log stays as it was."""
    before = log.checkpoint()

    report = gate.assess_gaps(ask()).document

    assert len(watched.asked) == 1
    assert report["counts"]["rules"] == len(shipped_release().catalogue.rules)
    assert not {"outcome", "would_be", "decision_id"} & report.keys()
    assert log.checkpoint() == before


def test_without_a_log_history_is_unknown_or_what_it_is_taken_for(policy, watched, clock):
    """Unknown is null; a system that was never deployed has an empty history."""
    Gate(policy, clock=clock).dry_run(ask())
    Gate(policy, clock=clock, history=NO_HISTORY).dry_run(ask())

    unknown, empty = (asked["facts"] for asked in watched.asked)
    names = ("denied_90d", "open_conditions", "expired_waivers")
    assert [unknown["history"][name] for name in names] == [None, None, None]
    assert [empty["history"][name] for name in names] == [{}, [], []]
    assert (empty["live"], empty["staged"]) == (None, [])


def test_a_log_is_not_overruled_by_a_history_that_stands_in(policy, log, watched, clock):
    """Where there is a log, it knows."""
    staged = dataclasses.replace(NO_HISTORY, staged=("sha256:" + "a" * 64,))

    Gate(policy, log=log, clock=clock, history=staged).dry_run(ask())

    assert watched.asked[-1]["facts"]["staged"] == []


@pytest.fixture(scope="module")
def named():
    """A request in which forty people and services are named, and who they are."""
    case = render_case("1_credit_scoring_staging_allow", NOW)
    return case.body(), people_in(json.loads(case.request_text))


def test_nobody_is_named_in_what_the_log_keeps(policy, log, clock, watched, named, tmp_path):
    """Neither in the entry nor beside it, and with the keys everything is there."""
    content, people = named
    organisation = OrganisationSource(FIXTURES / "organisation")
    gate = Gate(policy, log=log, clock=clock, organisation=organisation)
    answer = gate.decide(ask(content))
    entry = log.by_decision(answer.document["decision_id"])
    kept = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("log.sqlite*"))

    assert len(people.persons) > 30
    assert [name for name in people.persons if name.encode() in kept.lower()] == []
    opened = log.document(entry.decision.policy_input, entry.index)
    assert (opened.document, opened.whole) == (watched.asked[0], True)
    assert gate.decide(ask(content)).document["summary"] == answer.document["summary"]


def test_the_answer_says_where_a_name_stands(policy, log, clock, named):
    """A pointer into the evaluated document, so that the answer can stay for ever."""
    content, people = named
    document = Gate(policy, log=log, clock=clock).decide(ask(content)).document
    told = json.dumps(document, ensure_ascii=False).lower()

    assert [name for name in people.persons if name in told] == []
    assert '"/system/owner/id"' in told or '"/approvals/0/person/id"' in told


def test_an_answer_that_is_not_logged_names_people(policy, clock, named):
    """On a laptop nothing is kept, so nothing has to be hidden."""
    content, people = named
    document = Gate(policy, clock=clock).dry_run(ask(content)).document
    told = json.dumps(document, ensure_ascii=False).lower()

    assert [name for name in people.persons if name in told] != []


def test_conditions_of_somebody_who_was_erased_stay_open(policy, log, watched, tmp_path):
    """Nobody is that person any more, so whoever has the role has to close them."""
    people = [person("Anna@x.example", registered(ANNA))]
    files = {"people": {"people": people}, "incidents": {"incidents": []}}
    source = _organisation(tmp_path / "org", **files)
    gate = Gate(policy, log=log, organisation=source, clock=lambda: NOW)
    condition = {"id": "C-1", "text": "Test it.", "due": "2026-12-31"}
    for content in (_approved_body(condition), body()):
        gate.decide(ask(content))
    erase(log, "anna@X.example", reason="Art. 17", actor="dpo", now=NOW)
    gate.decide(ask())
    told = [asked["facts"]["history"]["open_conditions"] for asked in watched.asked]

    assert told[1] == [
        {
            "id": "C-1",
            "due": "2026-12-31",
            "role": "risk_owner",
            "person": "Anna@x.example",
            "signed": True,
        }
    ]
    assert told[2] == [{**told[1][0], "person": ""}]
