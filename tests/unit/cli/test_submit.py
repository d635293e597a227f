"""`gate submit` and `gate evidence push`, against a real server."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.service import server_in, token_in
from tests.unit.cli.commands import Said, case, gate


@dataclass(frozen=True)
class Service:
    """A running gate, and what a pipeline holds."""

    url: str
    token: Path
    trust: Path
    cases: Path
    home: Path

    def submit(self, name: str, *arguments: str | Path, trusted: bool = True) -> Said:
        trust = ["--trust", self.trust] if trusted else []
        return gate(
            "submit",
            self.cases / name / "request.json",
            *["--url", self.url, "--token-file", self.token, *trust, *arguments],
            HOME=str(self.home),
        )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The organisation of the sample cases, with the evidence of two of them."""
    folder = tmp_path_factory.mktemp("service")
    var, token, trust = folder / "var", folder / "token", folder / "trust.json"
    cases = folder / "cases"
    for name in (
        "manual_search_dev_allow",
        "declared_tier_too_low_deny",
        "declared_tier_one_step_low_review",
    ):
        case(cases, name)
    token.write_text(token_in(var) + "\n")
    with server_in(var, "--organisation", str(cases / "organisation")) as server:
        trust.write_text(gate("keys", "show", "--var", var, "--output", "json").out)
        made = Service(server.url, token, trust, cases, folder / "home")
        yield made


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("manual_search_dev_allow", 0, "ALLOW"),
        ("declared_tier_too_low_deny", 1, "DENY"),
        ("declared_tier_one_step_low_review", 4, "NEEDS REVIEW"),
    ],
)
def test_the_outcome_comes_with_its_proof(
    service: Service, name: str, code: int, word: str
) -> None:
    """The exit code tells the outcome, and the last line that the receipt was verified."""
    said = service.submit(name)

    assert said.code == code, said.err
    assert said.out.startswith(f"{word}  ")
    assert said.out.endswith("Receipt verified.\n")


def test_a_key_decides_once(service: Service, tmp_path: Path) -> None:
    """A retry gives the same decision and the same receipt, and says so."""
    first, second = tmp_path / "first", tmp_path / "second"
    key = ["--idempotency-key", "pipeline-17"]

    once = service.submit("manual_search_dev_allow", *key, "--receipt", first)
    again = service.submit("manual_search_dev_allow", *key, "--receipt", second)

    assert once.code == again.code == 0
    assert first.read_bytes() == second.read_bytes()
    assert "This key was decided before" in again.out
    assert "This key was decided before" not in once.out


def test_a_key_is_for_one_body(service: Service) -> None:
    """The same key for another request could not be decided, which is no denial."""
    service.submit("manual_search_dev_allow", "--idempotency-key", "pipeline-18")
    said = service.submit("declared_tier_too_low_deny", "--idempotency-key", "pipeline-18")

    assert said.code == 2
    assert "(key_reused)" in said.err
    assert said.out == ""


def test_keys_of_another_gate_are_not_believed(service: Service, tmp_path: Path) -> None:
    """A receipt that does not verify is worth nothing: no outcome is reported."""
    shown = gate("keys", "show", "--var", tmp_path / "other", "--output", "json")
    other = tmp_path / "other.json"
    other.write_text(shown.out)

    said = service.submit("manual_search_dev_allow", "--trust", other, trusted=False)

    assert said.code == 2
    assert said.out == ""
    assert "ERROR" in said.err


def test_keys_are_remembered_where_none_are_given(service: Service) -> None:
    """The first time says so; other keys at the same address are refused later."""
    first = service.submit("manual_search_dev_allow", trusted=False)
    second = service.submit("manual_search_dev_allow", trusted=False)
    known = service.home / ".config" / "gate" / "known_logs.json"
    remembered = json.loads(known.read_text())
    remembered[service.url]["vkey"] = "gate.example/other+00000000+AQ=="
    known.write_text(json.dumps(remembered))
    third = service.submit("manual_search_dev_allow", trusted=False)
    shutil.rmtree(service.home)

    assert "seen for the first time" in first.out
    assert "seen for the first time" not in second.out
    assert third.code == 2
    assert "shows other keys" in third.err
    assert third.out == ""


def test_evidence_is_held_once(service: Service) -> None:
    """Sending a file again is harmless; programs see which files were new."""
    file = service.cases.parent / "statement.md"
    file.write_text("A statement that nobody sent before.\n")
    push = ["evidence", "push", file, "--url", service.url, "--token-file", service.token]

    first = json.loads(gate(*push, "--output", "json").out)
    again = json.loads(gate(*push, "--output", "json").out)
    text = gate(*push)

    assert [each["new"] for each in (*first["pushed"], *again["pushed"])] == [True, False]
    assert text.out == f"{first['pushed'][0]['digest']}  {file}\n"


def test_no_evidence_is_sent_when_one_file_is_missing(service: Service, tmp_path: Path) -> None:
    """All or nothing, and the missing one is named."""
    there, missing = tmp_path / "there", tmp_path / "missing"
    there.write_text("there")
    said = gate(
        *["evidence", "push", there, missing, "--url", service.url, "--token-file", service.token]
    )

    assert said.code == 2
    assert str(missing) in said.err
    assert "Nothing was sent" in said.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--url", "http://127.0.0.1:9"], "did not answer"),
        (["--token-file", "nowhere"], "nowhere cannot be read"),
        (["--trust", "nowhere"], "nowhere is no trust file"),
        (["--idempotency-key", "a b"], "Idempotency-Key"),
    ],
)
def test_what_could_not_be_asked_is_no_denial(
    service: Service, arguments: list[str], what: str
) -> None:
    """Exit code 2, nothing on stdout, and a sentence that says what to look at."""
    said = service.submit("declared_tier_too_low_deny", *arguments)

    assert said.code == 2
    assert said.out == ""
    assert what in said.err


def test_a_token_is_needed(service: Service, tmp_path: Path) -> None:
    """None, and one that the gate does not know."""
    wrong = tmp_path / "token"
    wrong.write_text("gate_0000000000000000000000000000000000000000000")
    request = service.cases / "declared_tier_too_low_deny" / "request.json"

    none = gate("submit", request, "--url", service.url)
    unknown = service.submit("declared_tier_too_low_deny", "--token-file", wrong)

    assert (none.code, unknown.code) == (2, 2)
    assert "--token-file FILE" in none.err
    assert "(unauthenticated)" in unknown.err


def test_the_token_may_stand_in_the_environment(service: Service) -> None:
    """As pipelines hand out secrets."""
    request = service.cases / "manual_search_dev_allow" / "request.json"
    said = gate(
        *["submit", request, "--url", service.url, "--trust", service.trust],
        GATE_TOKEN=service.token.read_text(),
    )

    assert said.code == 0, said.err


def test_the_log_that_was_written_is_clean(service: Service) -> None:
    """Checked beside the running service, with the key that the operator handed out."""
    service.submit("manual_search_dev_allow")
    vkey = json.loads(service.trust.read_text())["log"]["vkey"]

    said = gate("log", "verify", "--var", service.cases.parent / "var", "--vkey", vkey)

    assert said.code == 0, said.err
    assert said.out.startswith("CLEAN  ")
