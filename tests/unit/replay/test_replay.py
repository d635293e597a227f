"""Deciding again from the log, or from a bundle alone: the same bytes, or the first difference."""

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from fixtures.render import render_case
from gate.decide import Question, utc_now
from gate.errors import EngineUnavailable
from gate.limits import BUNDLE_FILES_MAX, REPLAY_ENGINE_SECONDS_MAX
from gate.log.paths import keys_in
from gate.policy.release import shipped_release
from gate.policy.tar import read_tar, write_tar
from gate.policy.wasm import WasmEngine
from gate.replay.replaying import Replay
from gate.replay.source import Place
from tests.authority import Authority
from tests.histories import append_changed, change, changed_json, history_in, service_in
from tests.opa_server import opa_server
from tests.unit.cli.commands import Said, gate

CASES = (
    "model_card_attached_dev_allow",
    "1_drawing_search_staging_allow",
    "search_without_approval_deny",
)

AUTHZ = """\
package system.authz

default allow := false

allow if input.path == ["health"]

allow if input.identity == "s3cret"
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of three decisions, one of them with an attached card."""
    var = tmp_path_factory.mktemp("history") / "var"
    history_in(var, CASES)
    return var


@pytest.fixture
def var(written: Path, tmp_path: Path) -> Path:
    """A log of its own for a test that changes it."""
    return Path(shutil.copytree(written, tmp_path / "var"))


def replayed(*arguments: object, code: int) -> dict[str, object]:
    said = gate("log", "replay", "--output", "json", "--workers", 1, *arguments)
    assert said.code == code, said.out + said.err
    return dict(json.loads(said.out))


def exported(var: Path, *arguments: object) -> Path:
    bundle = var / "bundle.gatelog.tar"
    assert gate("log", "export", "--var", var, "--out", bundle, *arguments).code == 0
    return bundle


def test_every_decision_is_the_same_again(written: Path) -> None:
    """Outcome, every rule, and every byte of answer and results; the gate reads nothing otherwise."""
    told = replayed("--var", written, code=0)

    assert told == {
        "match": 3,
        "mismatch": 0,
        "not_replayable": {},
        "differences": [],
        "unreplayed": [],
        "drifted": 0,
        "drift": [],
        "versions": [],
    }


def test_a_bundle_is_all_that_it_takes(written: Path, tmp_path: Path) -> None:
    """The whole log or a part of it, on a machine without the gate's folder."""
    whole = shutil.move(exported(written), tmp_path / "whole.tar")
    part = shutil.move(exported(written, "--from", 1, "--to", 1), tmp_path / "part.tar")

    assert replayed("--bundle", whole, code=0)["match"] == 3
    assert replayed("--bundle", part, code=0)["match"] == 1


def test_several_processes_say_the_same_as_one(written: Path) -> None:
    """However many there are."""
    said = gate("log", "replay", "--var", written, "--output", "json", "--workers", 2)

    assert json.loads(said.out) == replayed("--var", written, code=0)


@pytest.mark.parametrize(
    ("chosen", "decisions"),
    [
        (("--from", 1), 2),
        (("--to", 1), 2),
        (("--outcome", "deny"), 1),
        (("--environment", "staging"), 1),
        (("--since", "2020-01-01"), 3),
        (("--control", "A.6.2.5"), 1),
    ],
    ids=lambda value: "".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_some_decisions_can_be_chosen(
    written: Path, chosen: tuple[object, ...], decisions: int
) -> None:
    """By index, time, or what they were about."""
    assert replayed("--var", written, *chosen, code=0)["match"] == decisions


@pytest.mark.parametrize(
    "chosen",
    [
        ("--system", "unheard-of"),
        ("--until", "2020-01-01"),
        ("--from", 7),
        ("--workers", 0),
        ("--accept", "anything"),
        ("--since", "yesterday"),
        ("--outcome", "maybe"),
        ("--engine", "opa"),
        ("--engine", "another"),
        ("--opa-url", "http://127.0.0.1:9"),
    ],
    ids=lambda chosen: f"{chosen[0]}{chosen[1]}",
)
def test_what_cannot_be_chosen_is_said(written: Path, chosen: tuple[object, ...]) -> None:
    """Nothing to do is no success."""
    said = gate("log", "replay", "--var", written, *chosen)

    assert said.code == 2
    assert said.err.startswith("ERROR")


def test_another_answer_is_found_by_its_rule(var: Path) -> None:
    """A decision that was logged as something else than the policies say."""
    with service_in(var) as services:
        log = services.log
        answer = json.loads(log.blob(log.entry(2).entry.answer))
        results = json.loads(log.blob(log.entry(2).entry.results))
        finding = answer["findings"][0]
        rule = finding["rule"]
        for each in results["results"]:
            if each["rule"] == rule:
                status, each["status"] = each["status"], "pass"
        append_changed(log, 2, results=changed_json(json.dumps(results).encode()))
        finding["severity"] = "warn"
        append_changed(log, 2, answer=changed_json(json.dumps(answer).encode(), outcome="allow"))

    told = replayed("--var", var, code=1)

    assert (told["match"], told["mismatch"]) == (3, 2)
    assert told["differences"] == [
        {"index": 3, "rule": rule, "was": "pass", "is": status},
        {"index": 4, "rule": "outcome", "was": "allow", "is": "deny"},
        {"index": 4, "rule": rule, "was": "severity warn", "is": "severity deny"},
    ]


def test_a_corrupt_entry_is_reported_and_the_rest_replayed(var: Path) -> None:
    """Exit code 2 at the end."""
    change(var, "UPDATE leaf SET leaf = ? WHERE idx = 1", b"{}")

    told = replayed("--var", var, code=2)

    assert (told["match"], told["not_replayable"]) == (2, {"entry_corrupt": 1})
    assert told["unreplayed"] == [{"index": 1, "reason": "entry_corrupt"}]


def test_a_content_that_was_changed_is_not_replayed(var: Path) -> None:
    """Whatever it would say."""
    change(var, "UPDATE blob SET content = x'7b7d' WHERE length(content) < 100000")

    assert replayed("--var", var, code=2)["not_replayable"] == {"entry_corrupt": 3}


def test_without_its_release_no_decision_is_taken_again(var: Path) -> None:
    """Another release is no substitute; the reason can be accepted, for what was left out."""
    change(var, "DELETE FROM blob WHERE length(content) > 1000000")

    assert replayed("--var", var, code=2)["not_replayable"] == {"release_missing": 3}
    accepted = replayed("--var", var, "--accept", "release_missing", code=0)
    assert accepted["not_replayable"] == {"release_missing": 3}


def test_who_was_erased_is_not_made_up(var: Path, tmp_path: Path) -> None:
    """Neither from the log nor from a bundle; what names somebody else is replayed."""
    person = "mats.lundh@lindqvist-konstruktion.example"
    bundle = tmp_path / "withheld.tar"
    assert gate("log", "export", "--var", var, "--out", bundle, "--withhold-personal").code == 0
    told = replayed("--bundle", bundle, code=2)
    assert told["not_replayable"] == {"withheld": 3}

    erased = gate(
        "log", "erase", "--var", var, "--person", person, "--reason", "asked for it",
        "--actor", "tests", "--yes",
    )  # fmt: skip
    assert erased.code == 0, erased.err
    for place in (("--var", var), ("--bundle", exported(var))):
        redacted = replayed(*place, code=2)
        assert set(redacted["not_replayable"]) == {"redacted"}  # type: ignore[call-overload]
        assert replayed(*place, "--accept", "redacted", code=0) == redacted


def test_a_bundle_without_contents_says_what_it_lacks(written: Path, tmp_path: Path) -> None:
    """It can be verified, and not replayed."""
    bundle = shutil.move(exported(written, "--no-contents"), tmp_path / "bare.tar")

    assert replayed("--bundle", bundle, code=2)["not_replayable"] == {"content_missing": 3}


def test_no_bundle_is_said_to_be_none(tmp_path: Path) -> None:
    """Before any work."""
    (tmp_path / "none.tar").write_bytes(b"no bundle")

    for bundle in ("none.tar", "missing.tar"):
        said = gate("log", "replay", "--bundle", tmp_path / bundle)
        assert said.code == 2
        assert "bundle" in said.err


def test_a_gate_that_reads_otherwise_says_where(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Apart from the verdict, which rests on what was recorded."""
    monkeypatch.setattr("gate.replay.drift.dangling", lambda _document, _texts: ["/models/0"])
    monkeypatch.setattr("gate.replay.again.__version__", "9.0.0")

    with Replay(Place(written, keys=keys_in(written))).open() as over:
        told = over(0, 3)

    assert told["match"] == told["drifted"] == 3
    assert told["drift"][0] == {"index": 0, "part": "facts.dangling"}
    assert told["versions"] == [{"of": "gate", "then": "0.1.0", "now": "9.0.0", "decisions": 3}]


def test_verdicts_alone_can_be_compared(
    written: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Then the report does not say that nothing is read otherwise, and a journal is another one."""
    monkeypatch.setattr("gate.replay.drift.dangling", lambda _document, _texts: ["/models/0"])
    journal = tmp_path / "journal"

    told = replayed("--var", written, "--no-drift", "--resume", journal, code=0)
    said = gate("log", "replay", "--var", written, "--no-drift", "--workers", 1)
    other = gate("log", "replay", "--var", written, "--resume", journal)

    assert told["match"] == 3
    assert not {"drift", "drifted"} & told.keys()
    assert "was not asked" in said.out
    assert other.code == 2


def test_the_order_in_which_a_request_was_written_is_no_drift(tmp_path: Path) -> None:
    """What is recorded has sorted members; the facts were established before they were sorted."""
    sent = json.loads(render_case("drawing_search_prod_allow", utc_now()).body())
    request = dict(sorted(sent["request"].items(), reverse=True)) | {"evidence": []}
    with service_in(tmp_path / "var") as services:
        body = json.dumps({"request": request}).encode()
        services.gate.decide(Question(body=body, principal="tests", seconds=60))

    told = replayed("--var", tmp_path / "var", code=0)

    assert (told["match"], told["drift"]) == (1, [])


def test_an_engine_that_does_not_answer_is_said(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has its time for each decision; an answer that is no verdict is a difference."""
    asked: list[float] = []

    def unavailable(_engine: object, _policy_input: bytes, *, seconds: float) -> bytes:
        asked.append(seconds)
        raise EngineUnavailable("stopped")

    with Replay(Place(written, keys=keys_in(written))).open() as over:
        monkeypatch.setattr(WasmEngine, "evaluate", unavailable)
        told = over(0, 3)
        monkeypatch.setattr(WasmEngine, "evaluate", lambda *_args, **_options: b"{}")
        differing = over(0, 1)

    assert told["not_replayable"] == {"engine_unavailable": 3}
    assert asked == [REPLAY_ENGINE_SECONDS_MAX] * 3
    assert [each["rule"] for each in differing["differences"]] == ["verdict"]


def test_an_opa_server_can_decide_again(written: Path, tmp_path: Path) -> None:
    """It says the same; one with another release, or that is not there, decides nothing again."""
    opa = ("--var", written, "--engine", "opa", "--opa-url")
    with opa_server(tmp_path / "right", shipped_release().bundle) as url:
        told = replayed(*opa, url, code=0)
    with opa_server(tmp_path / "empty", None) as url:
        other = replayed(*opa, url, code=2)
    gone = replayed(*opa, url, code=2)

    engine = {"of": "engine", "then": "wasm", "now": "opa", "decisions": 3}
    assert (told["match"], told["versions"]) == (3, [engine])
    assert other["not_replayable"] == gone["not_replayable"] == {"engine_unavailable": 3}


def test_an_opa_server_may_want_a_token(written: Path, tmp_path: Path) -> None:
    """The one of the settings, which the serving gate sends, too; another one decides nothing."""
    files = read_tar(gzip.decompress(shipped_release().bundle), files_max=BUNDLE_FILES_MAX)
    guarded = gzip.compress(write_tar({**files, "authz.rego": AUTHZ.encode()}))
    options = ("--authentication=token", "--authorization=basic")
    asked = ("log", "replay", "--var", written, "--output", "json", "--engine", "opa", "--opa-url")

    with opa_server(tmp_path / "opa", guarded, *options) as url:
        told = gate(*asked, url, GATE_OPA_TOKEN="s3cret")
        other = gate(*asked, url, GATE_OPA_TOKEN="another")

    assert json.loads(told.out)["match"] == 3
    assert json.loads(other.out)["not_replayable"] == {"engine_unavailable": 3}


def test_an_opa_server_is_asked_over_tls_where_its_authority_is_trusted(
    written: Path, tmp_path: Path
) -> None:
    """By the file of the settings alone: without it, or with another, nothing is decided again."""
    trusted, other = Authority(tmp_path / "trusted"), Authority(tmp_path / "other")
    certificate, key = trusted.server()
    options = ("--tls-cert-file", str(certificate), "--tls-private-key-file", str(key))
    asked = ("log", "replay", "--var", written, "--output", "json", "--engine", "opa", "--opa-url")

    with opa_server(
        tmp_path / "opa", shipped_release().bundle, *options, ca_file=trusted.file
    ) as url:
        told = gate(*asked, url, GATE_OPA_CA_FILE=str(trusted.file))
        refused = [gate(*asked, url), gate(*asked, url, GATE_OPA_CA_FILE=str(other.file))]
        absent = gate(*asked, url, GATE_OPA_CA_FILE=str(tmp_path / "absent"))
    elsewhere = gate(*asked, "http://opa.example")

    assert told.code == 0, told.out + told.err
    assert json.loads(told.out)["match"] == 3
    for said, why in (
        (refused[0], "the OPA server's certificate is not trusted"),
        (refused[1], "the OPA server's certificate is not trusted"),
        (absent, "the certificates for the OPA server cannot be read"),
        (elsewhere, "an OPA server on another machine is asked over https"),
    ):
        problem = json.loads(said.out)
        assert (said.code, problem["code"]) == (2, "misconfigured")
        assert why in problem["detail"]
    assert "GATE_OPA_CA_FILE" in refused[0].out


def test_a_token_says_nothing_of_the_work() -> None:
    """So another one goes on where a run was cut off, and none stands in its file."""
    work = Replay(Place(Path("var")), opa_url="https://opa.example")
    told = replace(work, opa_token=SecretStr("s3cret"), opa_ca_file=Path("ca.pem"))

    assert repr(told) == repr(work)


def test_people_are_told_the_verdict_first(written: Path) -> None:
    """In one line, where all is well."""
    said: Said = gate("log", "replay", "--var", written, "--workers", 1)

    assert said.out == "ALL MATCH  3 decisions, 0 differ, 0 not replayable\n"


def test_a_run_goes_on_from_what_it_finished(written: Path, tmp_path: Path) -> None:
    """From a journal that says for which work it is, whose last line may be torn."""
    journal = tmp_path / "run"
    first = replayed("--var", written, "--resume", journal, code=0)
    lines = journal.read_bytes().splitlines(keepends=True)
    lied = lines[1].replace(b'"match":3', b'"match":7')
    journal.write_bytes(lines[0] + lied)
    assert replayed("--var", written, "--resume", journal, code=0)["match"] == 7

    journal.write_bytes(lines[0] + lied[:-5])
    assert replayed("--var", written, "--resume", journal, code=0) == first
    assert journal.read_bytes() == b"".join(lines)

    other = gate("log", "replay", "--var", written, "--outcome", "deny", "--resume", journal)
    assert other.code == 2
    assert "another run" in other.err
