"""`gate log stamp`, and what verification and export make of stamps."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.log.keys import load_or_create_keys
from gate.log.log import Log
from gate.log.paths import keys_in
from gate.model.entry import instant
from tests.logs import ORIGIN, draft
from tests.tsa import Tsa, new_tsa, served
from tests.unit.cli.commands import gate

SIZE = 3


@pytest.fixture
def tsa(tmp_path: Path) -> Tsa:
    """An authority that does what it should."""
    return new_tsa(tmp_path / "tsa")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with three decisions, and the log's key beside it."""
    keys = load_or_create_keys(keys_in(tmp_path / "var"))
    log = Log.open(tmp_path / "var", origin=ORIGIN, log_key=keys.log, gate_key=keys.gate)
    for number in range(SIZE):
        log.append(draft(number, gate_keyid=keys.gate_keyid), seconds=60)
    log.close()
    (tmp_path / "log.vkey").write_text(keys.lines(ORIGIN)[0].removeprefix("log "))
    (tmp_path / "gate.pem").write_text(keys.public_pems()[1])
    return tmp_path / "var"


def test_a_log_is_stamped_exported_and_verified(var: Path, tsa: Tsa) -> None:
    """The stamp goes all the way to the auditor."""
    with served(tsa.answer) as url:
        first = gate("log", "stamp", "--var", var, "--tsa", url, "--tsa-chain", tsa.chain)
        again = gate("log", "stamp", "--var", var, "--tsa", url, "--tsa-chain", tsa.chain)
    bundle = var / "all.tar"
    gate("log", "export", "--var", var, "--out", bundle)
    verify = ("log", "verify", "--bundle", bundle, "--vkey", (var.parent / "log.vkey").read_text())
    verify = (*verify, "--gate-key", var.parent / "gate.pem")
    plain = gate(*verify)
    told = gate(*verify, "--tsa-chain", tsa.chain)
    other = gate(*verify, "--tsa-chain", new_tsa(var.parent / "other").chain)

    assert (first.code, again.code) == (0, 0)
    assert first.out.startswith("The checkpoint of size 3 was stamped: 20")
    assert again.out.startswith("The checkpoint of size 3 already had a stamp: 20")
    assert (plain.code, told.code, other.code) == (0, 0, 1)
    assert "TIME STAMPS WERE NOT CHECKED" in plain.out
    assert "1 of 1 time stamps hold" in told.out
    assert "timestamps/3.tsr" in other.out


def test_the_log_is_verified_with_its_stamps(var: Path, tsa: Tsa) -> None:
    """For people and for programs; without a chain it says that they were not checked."""
    with served(tsa.answer) as url:
        gate("log", "stamp", "--var", var, "--tsa", url, "--tsa-chain", tsa.chain)
    told = gate("log", "verify", "--var", var, "--tsa-chain", tsa.chain)
    plain = gate("log", "verify", "--var", var)
    document = json.loads(
        gate("log", "verify", "--var", var, "--output", "json", GATE_TSA_CHAIN=str(tsa.chain)).out
    )

    assert (told.code, plain.code) == (0, 0)
    assert "1 time stamps hold; the newest says that the first 3 entries" in told.out
    assert "1 time stamps were not checked" in plain.out
    assert document["stamps"]["newest"]["size"] == 3


def test_an_export_is_stamped_where_an_authority_is_configured(var: Path, tsa: Tsa) -> None:
    """And written without a stamp where it does not answer."""
    chain = str(tsa.chain)
    down = gate(
        "log", "export", "--var", var, "--out", var / "a.tar",
        GATE_TSA_URL="http://127.0.0.1:1/", GATE_TSA_CHAIN=chain,
    )  # fmt: skip
    with served(tsa.answer) as url:
        up = gate(
            "log", "export", "--var", var, "--out", var / "b.tar",
            GATE_TSA_URL=url, GATE_TSA_CHAIN=chain,
        )  # fmt: skip

    assert (down.code, up.code) == (0, 0)
    assert "was not stamped" in down.err
    assert b"timestamps/3.tsr" not in (var / "a.tar").read_bytes()
    assert b"timestamps/3.tsr" in (var / "b.tar").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["stamp"],
        ["stamp", "--tsa", "http://127.0.0.1:1/"],
        ["stamp", "--tsa", "ftp://tsa.example/"],
        ["stamp", "--tsa", "http://127.0.0.1:1/", "--tsa-chain", "nowhere"],
        ["verify", "--tiles", "out", "--tsa-chain", "chain"],
    ],
)
def test_what_cannot_be_stamped_is_a_sentence(var: Path, arguments: list[str]) -> None:
    """And exit code 2."""
    said = gate("log", *arguments, "--var", var)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ERROR")


def test_a_log_is_not_called_damaged_because_of_a_stamp(var: Path, tsa: Tsa) -> None:
    """The finding is about the stamp; no entry is named."""
    with served(tsa.answer) as url:
        gate("log", "stamp", "--var", var, "--tsa", url, "--tsa-chain", tsa.chain)
    (var / "log.checkpoint.stamps" / "3.tsr").write_bytes(b"x")
    said = gate("log", "verify", "--var", var, "--tsa-chain", tsa.chain)

    assert said.code == 1
    assert "the log: The time stamp of the checkpoint of size 3" in said.out
    assert "first bad entry" not in said.out


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """A folder with four decisions; the third says that it is made tomorrow."""
    keys = load_or_create_keys(keys_in(tmp_path / "var"))
    log = Log.open(tmp_path / "var", origin=ORIGIN, log_key=keys.log, gate_key=keys.gate)
    tomorrow = {"decided_at": instant(datetime.now(UTC) + timedelta(days=1))}
    for number in range(4):
        changes = tomorrow if number == 2 else {}
        log.append(draft(number, gate_keyid=keys.gate_keyid, **changes), seconds=60)
    log.close()
    (tmp_path / "log.vkey").write_text(keys.lines(ORIGIN)[0].removeprefix("log "))
    (tmp_path / "gate.pem").write_text(keys.public_pems()[1])
    return tmp_path / "var"


def test_a_decision_is_not_made_after_the_stamp_that_covers_it(ahead: Path, tsa: Tsa) -> None:
    """Found in the log, in a bundle of it and in one of a part, where the stamps are checked."""
    with served(tsa.answer) as url:
        gate("log", "stamp", "--var", ahead, "--tsa", url, "--tsa-chain", tsa.chain)
    keys = ("--vkey", (ahead.parent / "log.vkey").read_text())
    verify = ("log", "verify", *keys, "--gate-key", ahead.parent / "gate.pem")
    said = [gate("log", "verify", "--var", ahead, *keys, "--tsa-chain", tsa.chain)]
    for name, part in {"whole": (), "part": ("--from", 2, "--to", 3), "other": ("--to", 1)}.items():
        bundle = ahead / f"{name}.tar"
        gate("log", "export", "--var", ahead, "--out", bundle, *part)
        said.append(gate(*verify, "--bundle", bundle, "--tsa-chain", tsa.chain))
        unchecked = gate(*verify, "--bundle", bundle)
        assert unchecked.code == 0, unchecked.out
    late = "entry 2: The decision says that it was made more than 60 seconds after an authority"

    assert [each.code for each in said] == [1, 1, 1, 0]
    for each in said[:3]:
        assert each.out.count("(stamp)") == 1
        assert late in each.out
