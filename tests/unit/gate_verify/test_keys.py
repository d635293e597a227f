"""Logs whose keys changed, as whoever has a bundle sees them."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.dsse import EnvelopeSigner
from gate.log.export import Part
from gate.log.keys import Keys, key_id, public_pem
from gate.log.log import EntryDraft
from gate.log.note import Signer, Verifier
from gate.model.key_event import Change, KeyEvent
from gate_verify.bundle import verify_bundle
from gate_verify.findings import Unusable
from gate_verify.report import Report
from tests.bundles import checkpoint_at, exported, found
from tests.logs import ORIGIN, draft
from tests.rotations import decide, keys_of, open_with, rotation
from tests.unit.log.test_rotation import authorised, event

OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with two decisions, 0 and 1."""
    decide(tmp_path / "var", 0, 1)
    return tmp_path / "var"


def checked(bundle: bytes, *keys: Keys, **options: object) -> Report:
    """The verdict of an auditor who holds the public halves of these, newest first."""
    vkeys = dict.fromkeys(Verifier(ORIGIN, each.log.public_key()).vkey for each in keys)
    gates = dict.fromkeys(public_pem(each.gate.public_key()).encode() for each in keys)
    options = {"gate_keys": list(gates), **options}
    return verify_bundle(io.BytesIO(bundle), "\n".join(vkeys), **options)  # type: ignore[arg-type]


def test_the_first_keys_lead_to_the_others(var: Path) -> None:
    """Whoever has the keys of the beginning needs no others while both log keys sign."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    rotation(var).rotate_log()
    decide(var, 4)
    bundle = exported(var)

    assert checked(bundle, old).clean
    assert checked(bundle, keys_of(var), old).clean
    assert checked(bundle, old, gate_keys=[]).clean


def test_after_the_rotation_the_new_log_key_is_needed(var: Path) -> None:
    """In the auditor's own file, above the old one, which signed what they hold."""
    old = keys_of(var)
    rotation(var).rotate_log()
    rotation(var).finish_log()
    decide(var, 4)
    bundle, held = exported(var), [checkpoint_at(var, 2)]

    assert checked(bundle, keys_of(var), old, held=held).clean
    with pytest.raises(Unusable, match="not one of the log of that key"):
        checked(bundle, old)


def test_entries_of_a_revoked_key_do_not_count_from_there_on(var: Path) -> None:
    """Those before it stand, and so does the event that brought in its successor."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    decide(var, 3, keys=old)
    rotation(var).revoke_gate(old.gate_keyid, 1)
    decide(var, 5)
    bundle = exported(var)

    for known in ([old], [keys_of(var), old]):
        assert found(checked(bundle, *known)) == [("entry 1", "key"), ("entry 3", "key")]


def test_a_retired_log_key_cannot_go_on(var: Path) -> None:
    """A checkpoint that it alone signed after its end is a finding."""
    old = keys_of(var)
    rotation(var).rotate_log()
    both = keys_of(var)
    rotation(var).finish_log()
    rotation(var).rotate_gate()
    new = keys_of(var)
    assert checked(exported(var), new, old).clean
    log = open_with(var, new)
    log._sequencer._batches._signer = open_signer(both)
    log.append(draft(9, gate_keyid=new.gate_keyid), seconds=60)
    log.close()

    assert found(checked(exported(var), new, old)) == [("checkpoint", "key")]


def open_signer(keys: Keys):  # type: ignore[no-untyped-def]
    assert keys.old_log is not None
    return Signer.of(ORIGIN, keys.old_log)


@pytest.mark.parametrize("change", [Change.ADD_GATE, Change.ADD_LOG])
def test_a_stolen_gate_key_brings_in_no_other(var: Path, change: Change) -> None:
    """Without the log key's word nothing follows from the event."""
    keys = keys_of(var)
    log = open_with(var, keys)
    log.append(EntryDraft(authorised(event(change, OTHER, keys.gate_keyid), OTHER), ()), seconds=60)
    log._signer = EnvelopeSigner(key_id(OTHER.public_key()), OTHER)
    log.append(draft(9, gate_keyid=key_id(OTHER.public_key())), seconds=60)
    log.close()

    assert found(checked(exported(var), keys)) == [("entry 2", "key"), ("entry 3", "entry")]


def test_a_stolen_log_key_forges_no_decision(var: Path) -> None:
    """Neither with another gate key, nor with one that it authorises by itself."""
    keys = keys_of(var)
    thief = EnvelopeSigner(key_id(OTHER.public_key()), OTHER)
    log = open_with(var, keys)
    log._signer = thief
    added = authorised(event(Change.ADD_GATE, OTHER, thief.keyid), keys.log)
    log.append(EntryDraft(added, ()), seconds=60)
    log.append(draft(9, gate_keyid=thief.keyid), seconds=60)
    log.close()

    assert found(checked(exported(var), keys)) == [("entry 2", "entry"), ("entry 3", "entry")]


def test_an_event_of_another_log_is_not_taken(var: Path) -> None:
    """What is authorised begins with the name of the log."""
    keys = keys_of(var)
    log = open_with(var, keys)
    made = authorised(event(Change.ADD_GATE, OTHER, keys.gate_keyid), keys.log)
    moved = replace(made, authorisation=made.authorisation.replace(ORIGIN, "other.example", 1))
    log.append(EntryDraft(moved, ()), seconds=60)
    log.close()

    assert found(checked(exported(var), keys)) == [("entry 2", "key")]


def test_a_part_says_that_events_elsewhere_were_not_checked(var: Path) -> None:
    """It has its own entries, and nothing of the others."""
    rotation(var).rotate_gate()
    report = checked(exported(var, part=Part(0, 1)), keys_of(var), gate_keys=[])

    assert report.clean
    assert any("revoked elsewhere" in remark for remark in report.remarks)


def appended(var: Path, made: KeyEvent, *, gate: Ed25519PrivateKey) -> None:
    """Log an event that this gate key signs."""
    log = open_with(var, keys_of(var))
    log._signer = EnvelopeSigner(made.gate_keyid, gate)
    log.append(EntryDraft(made, ()), seconds=60)
    log.close()


def test_a_new_log_key_signs_its_own_event(var: Path) -> None:
    """Nobody is made the log's key who does not have it."""
    keys = keys_of(var)
    made = authorised(event(Change.ADD_LOG, OTHER, keys.gate_keyid), keys.log)
    appended(var, made, gate=keys.gate)

    assert found(checked(exported(var), keys)) == [("entry 2", "key")]


def test_nothing_follows_from_an_event_of_a_revoked_key(var: Path) -> None:
    """Even if the log's key authorised it."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    rotation(var).revoke_gate(old.gate_keyid, None)
    made = authorised(event(Change.ADD_GATE, OTHER, old.gate_keyid), old.log)
    appended(var, made, gate=old.gate)
    log = open_with(var, keys_of(var))
    log._signer = EnvelopeSigner(key_id(OTHER.public_key()), OTHER)
    log.append(draft(9, gate_keyid=log._signer.keyid), seconds=60)
    log.close()

    places = found(checked(exported(var), old))
    assert ("entry 4", "key") in places
    assert ("entry 5", "entry") in places


def test_a_retired_log_key_does_not_come_back(var: Path) -> None:
    """A key is added once."""
    old = keys_of(var)
    rotation(var).rotate_log()
    rotation(var).finish_log()
    new = keys_of(var)
    made = authorised(event(Change.ADD_LOG, old.log, new.gate_keyid), new.log, old.log)
    appended(var, made, gate=new.gate)

    assert found(checked(exported(var), new, old)) == [("entry 4", "key")]
