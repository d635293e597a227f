"""A service whose checkpoints are stamped: answers are the same, whatever the authority does."""

import time

import pytest

from gate.errors import Misconfigured
from gate.log.paths import pin_in
from gate.log.stamps import StampFolder, stamps_beside
from tests.service import JSON, body, client_in
from tests.tsa import new_tsa, served


def stamps_word(client):
    said = client.get("/readyz?verbose").text
    return next(line for line in said.splitlines() if "stamps" in line)


def until(happened):
    while not happened():
        time.sleep(0.01)


@pytest.fixture
def tsa(tmp_path):
    """An authority that does what it should."""
    return new_tsa(tmp_path / "tsa")


def test_checkpoints_are_stamped_beside_the_service(tmp_path, tsa):
    """Soon after there is one, at the interval that is set."""
    folder = StampFolder(stamps_beside(pin_in(tmp_path / "var")))
    with served(tsa.answer) as url:
        options = {"tsa_url": url, "tsa_chain": tsa.chain, "tsa_minutes": 0.001}
        with client_in(tmp_path / "var", **options) as client:
            answer = client.post("/v1/decisions", content=body(), headers=JSON)
            until(lambda: "size 1 stamped" in stamps_word(client))

    assert answer.status_code == 201
    assert folder.sizes() == (1,)


def test_an_authority_that_is_down_changes_no_answer(tmp_path, tsa):
    """The gate stays ready, and says that stamps are missing."""
    options = {"tsa_url": "http://127.0.0.1:1/", "tsa_chain": tsa.chain, "tsa_minutes": 0.001}
    with client_in(tmp_path / "var", **options) as client:
        answer = client.post("/v1/decisions", content=body(), headers=JSON)
        until(lambda: "not stamped" in stamps_word(client))
        ready = client.get("/readyz")

    assert (answer.status_code, ready.status_code) == (201, 200)


@pytest.mark.parametrize("chain", [None, "nowhere"])
def test_without_a_chain_the_gate_does_not_start(tmp_path, chain):
    """A stamp that nobody can verify is worth nothing."""
    options = {"tsa_url": "http://127.0.0.1:1/"}
    if chain is not None:
        options["tsa_chain"] = tmp_path / chain
    with (
        pytest.raises(Misconfigured, match=r"certificates|chain"),
        client_in(tmp_path / "var", **options),
    ):
        pass
