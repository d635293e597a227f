"""A bundle, checked by `gate log verify` and by `python -m gate_verify`: one verdict."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gate.log.checkpoint import sign_checkpoint
from tests.bundles import GATE_PEM, VKEY, checkpoint_at, exported, log_of, packed, unpacked
from tests.shared import ROOT
from tests.unit.cli.commands import Said, gate
from tests.witnesses import LOG, cosigned, cosigned_by, ml_dsa_witness, policy_text, witness

SIZE = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of one log: cosigned by two of three, falsely, by nobody, and a changed one."""
    folder = tmp_path_factory.mktemp("audit")
    var = log_of(folder / "var", SIZE)
    note = checkpoint_at(var, SIZE).decode()
    false = cosigned(sign_checkpoint(8, bytes(32), LOG), 2).splitlines(True)[-1]
    for name, cosigned_note in {
        "two": cosigned(note, 1, 2),
        "false": cosigned(note, 1) + false,
        "none": note,
        "newer": cosigned_by(note, ml_dsa_witness(1)),
    }.items():
        (folder / f"{name}.tar").write_bytes(exported(var, note=cosigned_note))
    files = unpacked((folder / "none.tar").read_bytes())
    files["tile/0/000.p/3"] = files["tile/0/000.p/3"][:-1] + b"?"
    (folder / "changed.tar").write_bytes(packed(files))
    (folder / "broken.tar").write_bytes(b"no bundle")
    newer = f"witness n {ml_dsa_witness(1).cosigner.vkey}\nquorum n\n".encode()
    policies = {
        "two": policy_text("group g 2 w1 w2 w3", "quorum g"),
        "all": policy_text("group g all w1 w2 w3", "quorum g"),
        "nobody": policy_text("quorum none"),
        "newer": newer,
        "malformed": policy_text("quorum w4"),
    }
    for name, content in policies.items():
        (folder / f"{name}.policy").write_bytes(content)
    (folder / "gate.pem").write_bytes(GATE_PEM)
    (folder / "held").write_bytes(checkpoint_at(var, 1))
    return folder


def alone(*arguments: str | Path) -> Said:
    """What the verifier says that needs no gate."""
    done = subprocess.run(
        [sys.executable, "-m", "gate_verify", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def both(folder: Path, bundle: str, *arguments: str | Path) -> tuple[Said, Said]:
    """What both commands say, for people; for programs they have to say the same."""
    file = folder / f"{bundle}.tar"
    keys = ("--vkey", VKEY, "--gate-key", folder / "gate.pem")
    first = gate("log", "verify", "--bundle", file, *keys, *arguments)
    second = alone(file, *keys, *arguments)
    told = gate("log", "verify", "--bundle", file, *keys, *arguments, "--output", "json")
    assert told.code == first.code == second.code
    if first.code < 2:
        assert json.loads(told.out) == json.loads(alone(file, *keys, *arguments, "--json").out)
        assert first.out == second.out
    return first, second


@pytest.mark.parametrize(
    ("bundle", "policy", "code", "codes"),
    [
        ("two", "two", 0, set()),
        ("two", "nobody", 0, set()),
        ("newer", "newer", 0, set()),
        ("two", "all", 1, {"witnesses"}),
        ("none", "two", 1, {"witnesses"}),
        ("none", "newer", 1, {"witnesses"}),
        ("false", "two", 1, {"witnesses"}),
        ("false", "nobody", 1, {"witnesses"}),
        ("changed", "two", 1, {"witnesses", "leaf", "file"}),
        ("changed", "nobody", 1, {"leaf", "file"}),
    ],
)
def test_the_quorum_of_a_policy_must_have_cosigned(
    folder: Path, bundle: str, policy: str, code: int, codes: set[str]
) -> None:
    """Same findings, same exit code, same words from both verifiers."""
    said, _ = both(folder, bundle, "--policy", folder / f"{policy}.policy")

    assert said.code == code
    assert {line.rpartition("(")[2].rstrip(")") for line in findings(said)} == codes


def findings(said: Said) -> list[str]:
    """The lines that name something wrong."""
    lines = said.out.splitlines()[2:]
    return [line for line in lines if line.endswith(")") and not line.startswith("  ! ")]


@pytest.mark.parametrize(
    ("bundle", "policy", "why"),
    [
        ("two", "malformed", "Line 5 of the trust policy: "),
        ("two", "absent", "A file cannot be read"),
        ("broken", "two", "The bundle ends in the middle of a header."),
    ],
)
def test_what_cannot_be_judged_is_said_by_both(
    folder: Path, bundle: str, policy: str, why: str
) -> None:
    """With exit code 2, the same sentence and nothing on stdout."""
    for said in both(folder, bundle, "--policy", folder / f"{policy}.policy"):
        assert (said.code, said.out) == (2, "")
        assert why in said.err


def test_witnesses_one_by_one_stand_beside_a_policy(folder: Path) -> None:
    """Each is asked for what it is."""
    third = ("--witness", witness(3).cosigner.vkey)
    said, _ = both(folder, "two", "--policy", folder / "two.policy", *third)

    assert said.code == 1
    assert [line.rpartition("(")[2] for line in findings(said)] == ["witness)"]


def test_a_policy_says_who_else_has_seen_the_log(folder: Path) -> None:
    """As a checkpoint does that was kept; without either a remark says that nobody is known to."""
    remark = "others were shown the same log was not checked"
    with_policy, _ = both(folder, "two", "--policy", folder / "two.policy")
    with_checkpoint, _ = both(folder, "two", "--checkpoint", folder / "held")
    with_neither, _ = both(folder, "two")
    with_nobody, _ = both(folder, "two", "--policy", folder / "nobody.policy")

    assert remark not in with_policy.out + with_checkpoint.out
    assert remark in with_neither.out
    assert remark in with_nobody.out
