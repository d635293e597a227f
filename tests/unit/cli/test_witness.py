"""`gate witness`: made, shown, and served as a process of its own, killed and started again."""

import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gate.log.cosignature import Cosigner
from gate.log.note import Note
from tests.service import GATE
from tests.shared import ROOT
from tests.unit.cli.commands import gate
from tests.unit.witness.test_rules import note, request
from tests.witnesses import LOG


@contextmanager
def served(
    folder: Path, log: str = LOG.verifier.vkey
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process, and its address."""
    command = [*GATE, "witness", "serve", "--dir", str(folder), "--port", "0"]
    process = subprocess.Popen(
        [*command, "--log", log],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.fullmatch(
            r"witnessing at (http://127\.0\.0\.1:\d+)\n", process.stdout.readline()
        )
        assert found is not None
        yield process, found[1]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def ask(url: str, body: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{url}/add-checkpoint", data=body, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_witness_is_made_and_shown(tmp_path: Path) -> None:
    """Its verifier key is all that a trust policy needs."""
    made = gate("witness", "init", "--dir", tmp_path / "w", "--name", "w.example/1")
    shown = gate("witness", "show", "--dir", tmp_path / "w")
    newer = ["--name", "w.example/2", "--algorithm", "ml-dsa-44"]
    other = gate("witness", "init", "--dir", tmp_path / "m", *newer)

    assert (made.code, shown.code, other.code) == (0, 0, 0)
    assert made.out == shown.out
    assert Cosigner.from_vkey(made.out.strip()).name == "w.example/1"
    assert Cosigner.from_vkey(other.out.strip()).name == "w.example/2"


@pytest.mark.parametrize(
    "arguments",
    [
        ["init", "--dir", "w", "--name", "with space"],
        ["init", "--dir", "w", "--name", "w", "--algorithm", "rsa"],
        ["show", "--dir", "nowhere"],
        ["serve", "--dir", "nowhere", "--log", LOG.verifier.vkey],
        ["serve", "--dir", "nowhere", "--log", "no key"],
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """And exit code 2."""
    monkeypatch.chdir(tmp_path)
    said = gate("witness", *arguments)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ERROR")


def test_a_killed_witness_remembers_what_it_answered(tmp_path: Path) -> None:
    """Whatever was answered before the kill stands after it."""
    gate("witness", "init", "--dir", tmp_path, "--name", "w.example/1")
    cosigner = Cosigner.from_vkey(gate("witness", "show", "--dir", tmp_path).out.strip())
    with served(tmp_path) as (process, url):
        status, line = ask(url, request(0, 5))
        parsed = Note.parse(note(5) + line)
        process.kill()
        process.wait(timeout=30)
    with served(tmp_path) as (_, url):
        forked = ask(url, request(5, 5, note=note(5, bytes(32))))
        again = ask(url, request(0, 5))

    assert status == 200
    assert cosigner.check(parsed.text, parsed.by(cosigner)[0].signature) > 0
    assert forked[0] == 422
    assert again == (409, "5\n")
