"""The bounds of the verifier, each at its value and one past it."""

from pathlib import Path

import pytest

from gate.log.checkpoint import sign_checkpoint
from gate_verify import whole
from gate_verify.bounds import (
    ENTRIES_MAX,
    NOTE_BYTES_MAX,
    PROOF_HASHES_MAX,
    ROOTS_REMEMBERED,
    SIGNATURES_MAX,
)
from gate_verify.findings import DoesNotHold, Unusable
from gate_verify.note import LOG, Key, read_checkpoint
from gate_verify.tree import HASH, check_growth, check_inclusion
from tests.bundles import VKEY, checked, exported, found, log_of, sealed, unpacked
from tests.witnesses import LOG as SIGNER

NOTE = sign_checkpoint(3, b"\1" * 32, SIGNER)
OTHER = "— other AAAAAAAA\n"


def test_a_log_of_more_entries_is_asked_for_in_parts(tmp_path: Path) -> None:
    """ENTRIES_MAX."""
    files = unpacked(exported(log_of(tmp_path / "var", 1)))
    files["checkpoint"] = sign_checkpoint(ENTRIES_MAX, b"\1" * 32, SIGNER).encode()
    assert ("tile/entries/000", "missing") in found(checked(sealed(files, tmp_path, 0, 1)))
    files["checkpoint"] = sign_checkpoint(ENTRIES_MAX + 1, b"\1" * 32, SIGNER).encode()

    with pytest.raises(Unusable, match="ask for parts"):
        checked(sealed(files, tmp_path, 0, 1))


def test_a_note_has_a_size_and_so_many_signatures() -> None:
    """NOTE_BYTES_MAX and SIGNATURES_MAX."""
    key = Key.parse(VKEY, LOG)
    read_checkpoint((NOTE + OTHER * (SIGNATURES_MAX - 1)).encode(), key)
    with pytest.raises(DoesNotHold):
        read_checkpoint((NOTE + OTHER * SIGNATURES_MAX).encode(), key)
    room = NOTE_BYTES_MAX - len((NOTE + OTHER).encode())
    read_checkpoint((NOTE + OTHER.replace("other", "other" + "x" * room)).encode(), key)
    with pytest.raises(DoesNotHold):
        read_checkpoint((NOTE + OTHER.replace("other", "other" + "x" * (room + 1))).encode(), key)


def test_a_proof_has_so_many_hashes() -> None:
    """PROOF_HASHES_MAX; one more is not even computed."""
    hashes = [bytes(HASH)] * (PROOF_HASHES_MAX + 1)
    with pytest.raises(DoesNotHold, match="lead to"):
        check_inclusion(bytes(HASH), 0, 2**63, hashes[1:], b"\2" * HASH)
    with pytest.raises(DoesNotHold, match="at most"):
        check_inclusion(bytes(HASH), 0, 2**64, hashes, b"\2" * HASH)
    with pytest.raises(DoesNotHold, match="lead to"):
        check_growth(1, bytes(HASH), 2**63, b"\2" * HASH, hashes[1:])
    with pytest.raises(DoesNotHold, match="at most"):
        check_growth(1, bytes(HASH), 2**64, b"\2" * HASH, hashes)


def test_a_state_of_the_log_that_is_long_past_was_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ROOTS_REMEMBERED; entries of tests saw the empty log, which is always remembered."""
    assert ROOTS_REMEMBERED == 2**18
    monkeypatch.setattr(whole, "ROOTS_REMEMBERED", 2)

    assert checked(exported(log_of(tmp_path / "var", 6))).clean
