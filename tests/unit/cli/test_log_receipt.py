"""`gate log verify --receipt`: a receipt that somebody kept, alone and against the log."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.log.paths import pin_in
from gate.log.proof import LogProof
from tests.bundles import GATE_PEM, VKEY, as_it_might_be, checkpoint_at, exported, log_of
from tests.logs import decision_id, open_log
from tests.unit.cli.commands import Said, gate
from tests.unit.cli.test_log_bundle import alone
from tests.witnesses import LOG, cosigned, policy_text, witness

SIZE, INDEX = 5, 3


@dataclass(frozen=True)
class Place:
    """A folder with receipts of entry 3, keys, policies, and logs as they might be today."""

    folder: Path

    def verify(self, *arguments: str | Path, receipt: str = "kept", gate_key: bool = True) -> Said:
        """The command, with the keys of the tests."""
        keys = ("--gate-key", self.folder / "gate.pem") if gate_key else ()
        kept = ("--receipt", self.folder / receipt, "--vkey", VKEY)
        return gate("log", "verify", *kept, *keys, *arguments)

    def codes(self, *arguments: str | Path, receipt: str = "kept") -> list[tuple[int | str, str]]:
        """Where and what the findings are, for programs; the exit code has to fit."""
        said = self.verify(*arguments, "--output", "json", receipt=receipt)
        told = json.loads(said.out)
        assert said.code == (0 if told["clean"] else 1)
        assert told["clean"] is not bool(told["findings"])
        return [(each.get("index", each.get("place")), each["code"]) for each in told["findings"]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("kept")
    log = open_log(log_of(folder / "same", SIZE))
    parts = log.receipt_parts(INDEX)
    proof = LogProof(INDEX, log.inclusion(INDEX, SIZE), log.checkpoint(), parts.leaf)
    log.close()
    (folder / "kept").write_text(proof.text())
    note = cosigned(proof.checkpoint, 1, 2)
    (folder / "seen").write_text(LogProof(INDEX, proof.hashes, note, proof.extra).text())
    wrong = LogProof(INDEX - 1, proof.hashes, proof.checkpoint, proof.extra)
    (folder / "wrong").write_text(wrong.text())
    (folder / "rubbish").write_text("rubbish")
    (folder / "gate.pem").write_bytes(GATE_PEM)
    (folder / "two").write_bytes(policy_text("group g 2 w1 w2 w3", "quorum g"))
    as_it_might_be(folder, INDEX)
    for name in ("same", "cut", "forked", "grown"):
        (folder / f"{name}.tar").write_bytes(exported(folder / name))
    (folder / "held").write_bytes(checkpoint_at(folder / "same", SIZE))
    return Place(folder)


def test_a_receipt_alone_needs_two_keys_and_nothing_else(place: Place, tmp_path: Path) -> None:
    """The same verdict as of the verifier that needs no gate, and no folder is made or read."""
    said = place.verify()
    other = alone(
        "--receipt", place.folder / "kept", "--vkey", VKEY, "--gate-key", place.folder / "gate.pem"
    )
    unreachable = gate(
        "log", "verify", "--receipt", place.folder / "kept", "--vkey", VKEY,
        GATE_VAR=str(tmp_path / "nowhere"), GATE_DATABASE_URL="postgresql://nobody@nowhere/none",
    )  # fmt: skip

    assert (said.code, said.err, unreachable.code) == (0, "", 0)
    assert said.out == other.out
    assert said.out.startswith("CLEAN  gate.example/decisions/test, entry 3 of 5\n")
    assert f"decision {decision_id(INDEX)}, allow" in said.out
    assert list(tmp_path.iterdir()) == []


def test_without_the_gates_key_it_says_what_was_not_checked(place: Place) -> None:
    """Loudly."""
    said = place.verify(gate_key=False)

    assert said.code == 0
    assert "! WHO SIGNED THE ENTRY WAS NOT CHECKED" in said.out


def test_what_a_receipt_says_is_there_for_programs(place: Place) -> None:
    """All of the entry."""
    told = json.loads(place.verify("--output", "json").out)

    assert (told["clean"], told["size"], told["receipt"]["index"]) == (True, SIZE, INDEX)
    assert told["receipt"]["entry"]["decisionId"] == decision_id(INDEX)


@pytest.mark.parametrize(
    ("arguments", "receipt", "codes"),
    [
        (("--policy", "two"), "seen", []),
        (("--policy", "two"), "kept", [("checkpoint", "witnesses")]),
        (("--checkpoint", "held"), "kept", []),
        ((), "wrong", [("entry 2", "proof")]),
    ],
)
def test_findings_leave_with_one(
    place: Place, arguments: tuple[str, ...], receipt: str, codes: list[tuple[str, str]]
) -> None:
    """The quorum is that of the receipt's own checkpoint."""
    options = [each if each.startswith("--") else place.folder / each for each in arguments]

    assert place.codes(*options, receipt=receipt) == codes


def test_one_witness_can_be_asked_for(place: Place) -> None:
    """As of a bundle."""
    first, third = (witness(number).cosigner.vkey for number in (1, 3))

    assert place.codes("--witness", first, receipt="seen") == []
    assert place.codes("--witness", third, receipt="seen") == [("checkpoint", "witness")]


@pytest.mark.parametrize(
    ("log", "in_log", "in_bundle"),
    [
        ("grown", [], []),
        ("cut", [(3, "cut"), (3, "rolled_back")], [("entry 3", "cut")]),
        (
            "forked",
            [(3, "receipt"), (4, "root")],
            [("entry 3", "receipt"), ("size 5", "root")],
        ),
    ],
)
def test_a_log_has_the_entry_or_does_not(
    place: Place,
    log: str,
    in_log: list[tuple[int, str]],
    in_bundle: list[tuple[str, str]],
) -> None:
    """The log itself and its bundle, each of which is clean for whoever kept nothing."""
    var, bundle = place.folder / log, place.folder / f"{log}.tar"

    assert gate("log", "verify", "--var", var, "--vkey", VKEY).code == 0
    assert sorted(place.codes("--var", var)) == in_log
    assert place.codes("--bundle", bundle) == in_bundle


def test_a_cut_log_is_called_so_for_people(place: Place) -> None:
    """With the entry; a bundle may only be too old to have it."""
    said = place.verify("--var", place.folder / "cut")
    told = place.verify("--bundle", place.folder / "cut.tar")

    assert (said.code, told.code) == (1, 1)
    assert "entry 3: The log was cut: the receipt proves entry 3, and the log has 3 entries." in (
        said.out
    )
    assert "entry 3: The log was cut, or the bundle is older than the receipt" in told.out
    assert "receipt of entry 3 in the log of 5: decision" in said.out


def test_a_receipt_that_does_not_hold_is_a_finding_beside_the_log(place: Place) -> None:
    """It proves nothing of the log, which is checked all the same."""
    assert place.codes("--var", place.folder / "same", receipt="wrong") == [(2, "proof")]
    assert (
        "the receipt: The inclusion proof"
        in place.verify("--var", place.folder / "same", receipt="wrong").out
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--receipt", "rubbish", "--vkey", VKEY),
        ("--receipt", "absent", "--vkey", VKEY),
        ("--receipt", "kept"),
        ("--receipt", "kept", "--vkey", "no key"),
        ("--receipt", "kept", "--vkey", witness(1).cosigner.vkey),
        ("--receipt", "rubbish", "--vkey", VKEY, "--var", "same"),
        ("--receipt", "kept", "--var", "same"),
        ("--receipt", "kept", "--vkey", VKEY, "--var", "nowhere"),
        ("--receipt", "rubbish", "--vkey", VKEY, "--bundle", "same.tar"),
        ("--receipt", "kept", "--vkey", VKEY, "--tiles", "same"),
        ("--receipt", "kept", "--vkey", VKEY, "--tsa-chain", "gate.pem"),
        ("--receipt", "kept", "--vkey", VKEY, "--var", "same", "--witness", "w"),
        ("--receipt", "kept", "--vkey", VKEY, "--policy", "rubbish"),
    ],
)
def test_what_cannot_be_judged_leaves_with_two(place: Place, options: tuple[str, ...]) -> None:
    """Not a receipt, not one of that log, or options that do not go together."""
    values = {"rubbish", "absent", "kept", "same", "nowhere", "same.tar", "gate.pem"}
    said = gate(
        "log", "verify", *(place.folder / each if each in values else each for each in options)
    )

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ERROR")


# --- the quorum of a trust policy, on the log itself ----------------------------------------------


def kept_beside(var: Path, note: str) -> None:
    """Keep a cosigned checkpoint where a gate does."""
    pin_in(var).with_name(f"{pin_in(var).name}.cosigned").write_text(note)


@pytest.fixture
def var(place: Place, tmp_path: Path) -> Path:
    """A copy of the log, to be changed."""
    return Path(shutil.copytree(place.folder / "same", tmp_path / "var"))


def test_the_finding_has_the_words_of_a_bundle(var: Path) -> None:
    """The log, its published files and its bundle are told alike."""
    note = cosigned(checkpoint_at(var, SIZE).decode(), 1)
    kept_beside(var, note)
    (var / "policy").write_bytes(policy_text("quorum w3"))
    (var / "bundle").write_bytes(exported(var, note=note))
    gate("log", "publish", "--var", var, "--out", var / "out")
    given = ("--vkey", VKEY, "--policy", var / "policy", "--output", "json")
    log, bundle, tiles = (
        json.loads(gate("log", "verify", option, path, *given).out)["findings"]
        for option, path in (
            ("--var", var), ("--bundle", var / "bundle"), ("--tiles", var / "out")
        )
    )  # fmt: skip
    said = "The checkpoint lacks the cosignatures of its quorum: {} of the 3 witnesses of the trust"

    assert [found["code"] for found in (*log, *bundle, *tiles)] == ["witnesses"] * 3
    assert log[0]["detail"] == bundle[0]["detail"]
    assert log[0]["detail"].startswith(said.format(1))
    assert tiles[0]["detail"].startswith(said.format(0))


def test_the_note_lies_beside_the_pin_wherever_that_is(var: Path, tmp_path: Path) -> None:
    """Where the operator of the database cannot write."""
    away = tmp_path / "away"
    away.mkdir()
    pin_in(var).rename(away / "pin")
    (away / "pin.cosigned").write_text(cosigned(checkpoint_at(var, SIZE).decode(), 1))
    (var / "policy").write_bytes(policy_text("quorum w1"))
    given = ("--var", var, "--vkey", VKEY, "--policy", var / "policy")
    said = gate("log", "verify", *given, GATE_PIN=str(away / "pin"))

    assert said.code == 0
    assert f"the quorum cosigned the first {SIZE} entries" in said.out


@pytest.mark.parametrize("content", [None, b"quorum w1\n"])
def test_a_policy_that_cannot_be_read_is_no_finding(var: Path, content: bytes | None) -> None:
    """Exit code 2: nobody knows whom to ask."""
    if content is not None:
        (var / "policy").write_bytes(content)
    said = gate("log", "verify", "--var", var, "--vkey", VKEY, "--policy", var / "policy")

    assert (said.code, said.out) == (2, "")
    assert LOG.verifier.vkey not in said.err
