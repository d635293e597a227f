"""Checkpoints."""

import pytest

from gate.errors import VerificationFailed
from gate.log.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_count,
    peek_checkpoint,
    sign_checkpoint,
)
from gate.log.encoding import encode
from gate.log.note import Signer
from tests.logs import GATE_KEY, LOG_KEY, ORIGIN

ROOT = bytes(range(32))
SIGNER = Signer.of(ORIGIN, LOG_KEY)
NOTE = sign_checkpoint(7, ROOT, SIGNER)


def test_a_checkpoint_has_three_lines() -> None:
    """Origin, size, root, and nothing else."""
    assert NOTE.split("\n\n")[0] == f"{ORIGIN}\n7\n{encode(ROOT)}"
    assert open_checkpoint(NOTE, SIGNER.verifier) == Checkpoint(ORIGIN, 7, ROOT)
    assert peek_checkpoint(NOTE) == Checkpoint(ORIGIN, 7, ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n7\n{encode(ROOT)}",
        f"\n7\n{encode(ROOT)}\n",
        f"{ORIGIN}\n7\n{encode(ROOT)}\n\n",
        f"{ORIGIN}\n7\n{encode(ROOT)}\n\nextension\n",
        f"{ORIGIN}\n07\n{encode(ROOT)}\n",
        f"{ORIGIN}\n-7\n{encode(ROOT)}\n",
        f"{ORIGIN}\n+7\n{encode(ROOT)}\n",
        f"{ORIGIN}\n7 \n{encode(ROOT)}\n",
        f"{ORIGIN}\n\u0667\n{encode(ROOT)}\n",
        f"{ORIGIN}\n{2**63}\n{encode(ROOT)}\n",
        f"{ORIGIN}\n99999999999999999999\n{encode(ROOT)}\n",
        f"{ORIGIN}\n7\n{encode(ROOT[:31])}\n",
        f"{ORIGIN}\n7\n{encode(ROOT + b'x')}\n",
        f"{ORIGIN}\n7\n{encode(ROOT).strip('=')}\n",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """Too few or too many lines, other numbers, other roots."""
    with pytest.raises(VerificationFailed):
        Checkpoint.parse(text)


def test_extension_lines_are_read_and_are_none_of_this_log() -> None:
    """The specification allows them; this log signs none, so one with them is a forgery."""
    text = f"{ORIGIN}\n7\n{encode(ROOT)}\none\ntwo three\n"

    assert Checkpoint.parse(text).extensions == ("one", "two three")
    assert Checkpoint.parse(text).text() == text
    with pytest.raises(VerificationFailed, match="no others"):
        open_checkpoint(SIGNER.sign(text), SIGNER.verifier)


def test_the_largest_size_is_read() -> None:
    """Sizes go up to 2^63 - 1."""
    assert parse_count(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(VerificationFailed):
        parse_count(str(2**63))


def test_another_key_does_not_speak_for_the_log() -> None:
    """A checkpoint by the gate's key, even under the log's name, is refused."""
    with pytest.raises(VerificationFailed):
        open_checkpoint(NOTE, Signer.of(ORIGIN, GATE_KEY).verifier)


def test_the_key_of_one_log_does_not_speak_for_another() -> None:
    """A log's key may not sign a checkpoint whose origin is another log's."""
    other = SIGNER.sign(Checkpoint("other.example/log", 7, ROOT).text())

    with pytest.raises(VerificationFailed, match="another log"):
        open_checkpoint(other, SIGNER.verifier)
