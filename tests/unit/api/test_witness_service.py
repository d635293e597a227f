"""The service of a witness, over HTTP."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from gate.api.witness_service import witness_application
from gate.errors import LogUnavailable
from gate.limits import WITNESS_REQUEST_BYTES_MAX
from gate.log.note import Note
from gate.witness.folder import Algorithm, create_witness, open_witness
from gate.witness.witness import origin_hash
from tests.logs import ORIGIN
from tests.unit.witness.test_rules import note, request
from tests.witnesses import LOG, TIME_S


@pytest.fixture
def signer(tmp_path):
    return create_witness(tmp_path / "w", "witness.example/w", Algorithm.ED25519)


@pytest.fixture
def client(tmp_path, signer):
    witness = open_witness(
        tmp_path / "w", [LOG.verifier], clock=lambda: datetime.fromtimestamp(TIME_S, UTC)
    )
    with TestClient(witness_application(witness)) as opened:
        yield opened


def test_a_checkpoint_is_cosigned_and_shown_to_monitors(client, signer):
    """Signature lines to the log, the whole note to whoever asks by the origin's hash."""
    answer = client.post("/add-checkpoint", content=request(0, 5))
    shown = client.get(f"/{origin_hash(ORIGIN)}/checkpoint")
    parsed = Note.parse(note(5) + answer.text)

    assert (answer.status_code, shown.status_code) == (200, 200)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert signer.cosigner.check(parsed.text, parsed.by(signer.cosigner)[0].signature) == TIME_S
    assert shown.text == str(parsed)


def test_a_conflict_says_the_size_in_its_own_type(client):
    """As logs expect it, to the byte."""
    client.post("/add-checkpoint", content=request(0, 5))
    answer = client.post("/add-checkpoint", content=request(3, 9))

    assert (answer.status_code, answer.content) == (409, b"5\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "/add-checkpoint", b"", 400),
        ("POST", "/add-checkpoint", b"x" * WITNESS_REQUEST_BYTES_MAX, 400),
        ("POST", "/add-checkpoint", b"x" * (WITNESS_REQUEST_BYTES_MAX + 1), 413),
        ("POST", "/add-checkpoint", request(5, 5, note=note(5, bytes(32))), 409),
        ("GET", "/add-checkpoint", None, 405),
        ("GET", f"/{'0' * 64}/checkpoint", None, 404),
        ("GET", "/x/checkpoint", None, 404),
        ("GET", "/", None, 404),
    ],
)
def test_anything_else_is_refused(client, method, path, content, status):
    """With the status that the specification says, or HTTP does."""
    assert client.request(method, path, content=content).status_code == status


def test_a_memory_that_fails_is_503_and_nothing_is_cosigned(client, monkeypatch):
    """The log asks again."""

    def fail(*_arguments):
        raise LogUnavailable("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("gate.witness.store.WitnessStore.updating", fail)
        answer = client.post("/add-checkpoint", content=request(0, 5))
    assert answer.status_code == 503
    assert "\u2014" not in answer.text
    assert client.post("/add-checkpoint", content=request(0, 5)).status_code == 200
