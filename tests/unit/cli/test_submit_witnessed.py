"""`gate submit --wait-witness`, against a real server with a witness on a volume and one over HTTP."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.cli.witnessed import cosignatures
from gate.errors import VerificationFailed
from gate.log.checkpoint import sign_checkpoint
from gate.log.note import Note, Verifier
from gate.log.proof import LogProof
from gate.log.trust_policy import TrustPolicy
from gate.witness.folder import Algorithm, create_witness
from tests.service import server_in, token_in
from tests.unit.cli.commands import Said, case, gate
from tests.unit.cli.test_witness import served
from tests.witnesses import LOG, cosigned, policy, witness

NAME = "manual_search_dev_allow"
WAIT = "--wait-witness"


@dataclass(frozen=True)
class Place:
    """A running gate whose checkpoints two witnesses cosign, and what a pipeline holds."""

    folder: Path
    url: str
    vkey: str

    def submit(self, *arguments: str | Path, url: str | None = None) -> Said:
        request = self.folder / "cases" / NAME / "request.json"
        known = ["--token-file", self.folder / "token", "--trust", self.folder / "trust.json"]
        return gate("submit", request, "--url", url or self.url, *known, *arguments)

    def quorum(self, name: str, *lines: str) -> Path:
        """A trust policy of the pipeline, with a third witness that the gate knows nothing of."""
        path = self.folder / f"{name}.policy"
        known = (self.folder / "witnesses").read_text()
        third = f"witness w3 {witness(3).cosigner.vkey}\n"
        path.write_text(known + third + "".join(f"{line}\n" for line in lines))
        return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    var = folder / "var"
    case(folder / "cases", NAME)
    (folder / "token").write_text(token_in(var) + "\n")
    (folder / "trust.json").write_text(gate("keys", "show", "--var", var, "--output", "json").out)
    vkey = json.loads((folder / "trust.json").read_text())["log"]["vkey"]
    newer = create_witness(folder / "w1", "witness.example/1", Algorithm.ML_DSA_44).cosigner.vkey
    second = create_witness(folder / "w2", "witness.example/2", Algorithm.ED25519).cosigner.vkey
    with ExitStack() as opened:
        _, address = opened.enter_context(served(folder / "w2", vkey))
        known = f"witness w1 {newer} {(folder / 'w1').as_uri()}\nwitness w2 {second} {address}\n"
        (folder / "witnesses").write_text(known)
        (folder / "gate.policy").write_text(f"{known}group g all w1 w2\nquorum g\n")
        witnessing = {
            "GATE_WITNESS_POLICY": str(folder / "gate.policy"),
            "GATE_WITNESS_SECONDS": "0.05",
        }
        organisation = ("--organisation", str(folder / "cases" / "organisation"))
        server = opened.enter_context(server_in(var, *organisation, environment=witnessing))
        yield Place(folder, server.url, vkey)


def test_the_outcome_comes_with_the_cosignatures_of_the_quorum(place: Place) -> None:
    """In the answer and in the receipt that is kept, which holds for anybody with the policy."""
    trusted = place.quorum("two", "group g all w1 w2", "quorum g")
    kept = place.folder / "kept"
    said = place.submit(WAIT, "--policy", trusted, "--receipt", kept, "--output", "json")
    text = place.submit(WAIT, "--policy", trusted)
    checkpoint = LogProof.parse(kept.read_text()).checkpoint
    opened = TrustPolicy.parse(trusted.read_bytes()).open(
        checkpoint, Verifier.from_vkey(place.vkey)
    )

    assert (said.code, text.code) == (0, 0), said.err
    assert json.loads(said.out)["log"]["checkpoint"] == checkpoint
    assert set(opened.cosigned) == {"w1", "w2"}
    assert text.out.endswith("Receipt verified, with the cosignatures of a quorum (2).\n")


def test_the_cosignatures_go_all_the_way_to_the_auditor(place: Place) -> None:
    """Of both algorithms, in a bundle of the running gate, by the auditor's own policy."""
    bundle = place.folder / "all.tar"
    two = place.quorum("auditor", "group g all w1 w2", "quorum g")
    three = place.quorum("strict", "group g all w1 w2 w3", "quorum g")
    waited = place.submit(WAIT, "--policy", two)
    made = gate(
        *["log", "export", "--var", place.folder / "var", "--out", bundle],
        GATE_WITNESS_POLICY=str(place.folder / "gate.policy"),
    )
    verify = ("log", "verify", "--bundle", bundle, "--vkey", place.vkey)
    said, lacks = (gate(*verify, "--policy", trusted) for trusted in (two, three))

    assert (waited.code, made.code, said.code, lacks.code) == (0, 0, 0, 1), made.err + said.out
    assert said.out.startswith("CLEAN  ")
    assert "2 of the 3 witnesses of the trust policy cosigned it. (witnesses)" in lacks.out


def test_without_the_option_nobody_is_waited_for(place: Place) -> None:
    """The receipt is the usual one."""
    kept = place.folder / "plain"
    said = place.submit("--receipt", kept)
    note = Note.parse(LogProof.parse(kept.read_text()).checkpoint)

    assert said.out.endswith("Receipt verified.\n")
    assert [line.name for line in note.signatures] == [place.vkey.partition("+")[0]]


def test_the_word_of_the_gate_is_not_enough(place: Place) -> None:
    """Its own quorum is met, that of the pipeline is not: the decision stands, and is not told."""
    trusted = place.quorum("three", "group g all w1 w2 w3", "quorum g")
    key = ("--idempotency-key", "three")
    said = place.submit(WAIT, "--policy", trusted, *key)
    program = place.submit(WAIT, "--policy", trusted, *key, "--output", "json")
    assigned = place.submit(WAIT, "--policy", trusted, *key, "--output", "env")
    document = json.loads(program.out)

    assert (said.code, program.code, assigned.code) == (5, 5, 5)
    assert said.out == ""
    assert said.err.startswith("ERROR  The witnesses did not cosign in time (not_witnessed)")
    assert "No decision was made" not in said.err
    assert f"The decision {document['decision_id']} is logged as entry " in said.err
    assert f"GET {place.url}/v1/decisions/{document['decision_id']}/receipt" in said.err
    assert document["code"] == "not_witnessed"
    assert "outcome" not in document
    assert assigned.out == "GATE_DECISION=error\nGATE_ERROR=not_witnessed\n"


def test_a_quorum_that_is_late_can_be_asked_for_later(place: Place, tmp_path: Path) -> None:
    """The same request with the same key: the same decision, now with its cosignatures."""
    var, away = tmp_path / "var", tmp_path / "away"
    vkey = create_witness(away, "witness.example/late", Algorithm.ED25519).cosigner.vkey
    lines = f"witness late {vkey} {(tmp_path / 'volume').as_uri()}\nquorum late\n"
    (tmp_path / "policy").write_text(lines)
    (tmp_path / "token").write_text(token_in(var) + "\n")
    trust = gate("keys", "show", "--var", var, "--output", "json").out
    (tmp_path / "trust.json").write_text(trust)
    other = Place(tmp_path, "", json.loads(trust)["log"]["vkey"])
    case(tmp_path / "cases", NAME)
    witnessing = {
        "GATE_WITNESS_POLICY": str(tmp_path / "policy"),
        "GATE_WITNESS_SECONDS": "0.05",
    }
    organisation = ("--organisation", str(tmp_path / "cases" / "organisation"))
    asked = (WAIT, "--policy", tmp_path / "policy", "--idempotency-key", "late")
    with server_in(var, *organisation, environment=witnessing) as server:
        late = other.submit(*asked, "--receipt", tmp_path / "first", url=server.url)
        away.rename(tmp_path / "volume")
        later = other.submit(*asked, "--receipt", tmp_path / "second", url=server.url)
    first, second = (LogProof.parse((tmp_path / name).read_text()) for name in ("first", "second"))

    assert (late.code, later.code) == (5, 0), later.err
    assert (first.index, first.extra) == (second.index, second.extra)
    assert first.checkpoint != second.checkpoint
    assert "This key was decided before; this is the same decision." in later.out


def test_a_false_cosignature_is_not_called_late() -> None:
    """Somebody forged it: that the decision stands is not to be believed either."""
    note = sign_checkpoint(7, bytes(32), LOG)
    other = cosigned(sign_checkpoint(8, bytes(32), LOG), 2).splitlines(keepends=True)[-1]
    one_of_two = policy("group g any w1 w2", "quorum g")

    assert cosignatures(one_of_two, cosigned(note, 1)) == 1
    assert cosignatures(one_of_two, cosigned(note, 3)) is None
    with pytest.raises(VerificationFailed, match="does not hold"):
        cosignatures(one_of_two, cosigned(note, 1) + other)


@pytest.mark.parametrize(
    ("lines", "arguments", "why"),
    [
        (None, [WAIT], "go together"),
        (("quorum w1",), [], "go together"),
        (("quorum none",), [WAIT], "needs nobody's cosignature"),
        (("quorum w4",), [WAIT], "Line 4 of the trust policy"),
    ],
)
def test_what_cannot_be_waited_for_is_not_even_asked(
    place: Place, lines: tuple[str, ...] | None, arguments: list[str], why: str
) -> None:
    """Exit code 2, before anything is sent."""
    trusted = [] if lines is None else ["--policy", place.quorum("refused", *lines)]
    said = place.submit(*arguments, *trusted, url="http://127.0.0.1:9")

    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert said.err.endswith("No decision was made.\n")


def test_a_policy_that_is_not_there_is_named(place: Place) -> None:
    """Before anything is sent."""
    said = place.submit(WAIT, "--policy", place.folder / "nowhere", url="http://127.0.0.1:9")

    assert said.code == 2
    assert "nowhere cannot be read" in said.err
