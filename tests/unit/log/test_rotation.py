"""Other keys for a log: what counts when, on both databases, and after a crash at each step."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate import __version__
from gate.dsse import EnvelopeSigner
from gate.errors import GateError, Invalid, Misconfigured, NotFound
from gate.limits import KEY_EVENT_SECONDS_MAX
from gate.log.fsck import Report
from gate.log.key_history import KeyHistory, read_history
from gate.log.keys import LOG_FILE, OLD_LOG_FILE, key_id, public_pem, write_private_key
from gate.log.leaf import make_leaf
from gate.log.log import EntryDraft
from gate.log.note import Note, Signer, Verifier
from gate.log.paths import keys_in
from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.rotation import Rotation
from gate.log.tiled import verify_tiles
from gate.model.entry import instant
from gate.model.key_event import Change, KeyEvent
from tests.bundles import checkpoint_at
from tests.logs import BEGINNING, EMPTY, GATE_KEY, LOG_KEY, ORIGIN, check_log, draft, entry
from tests.rotations import decide, keys_of, open_with, rotation
from tests.stores import STORES

pytestmark = pytest.mark.usefixtures("either_store")
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with two decisions, 0 and 1."""
    decide(tmp_path / "var", 0, 1)
    return tmp_path / "var"


def vkey(key: Ed25519PrivateKey) -> str:
    return Verifier(ORIGIN, key.public_key()).vkey


def signers(var: Path, size: int) -> set[str]:
    """Who signed a checkpoint, by key id."""
    note = Note.parse(checkpoint_at(var, size))
    return {signature.key_id.hex() for signature in note.signatures}


def ids(*keys: Ed25519PrivateKey) -> set[str]:
    return {Verifier(ORIGIN, key.public_key()).key_id.hex() for key in keys}


def problems(report: Report) -> list[tuple[int | None, str]]:
    return [(finding.index, finding.code) for finding in report.findings]


def history(var: Path) -> KeyHistory:
    reader = open_reader(var, STORES.url(var))
    try:
        return read_history(reader)
    finally:
        reader.close()


def test_a_new_gate_key_takes_the_place_of_the_old_one(var: Path) -> None:
    """As an entry that the old one signed; what was decided before and after stands."""
    old = keys_of(var)
    new = rotation(var).rotate_gate()
    decide(var, 3)

    assert keys_of(var).gate_keyid == new != old.gate_keyid
    assert check_log(var, vkey=vkey(old.log)).clean
    spans = history(var).gates
    assert (spans[old.gate_keyid].until, spans[new].added) == (None, 2)


def test_two_gates_may_sign_meanwhile(var: Path) -> None:
    """A replica that has not been restarted goes on with the key that it has."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    decide(var, 3, keys=old)
    decide(var, 4)

    assert check_log(var).clean


def test_a_revoked_key_does_not_count_from_an_entry_on(var: Path) -> None:
    """Before it everything stands, and so does the event that brought in its successor."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    decide(var, 3, keys=old)
    decide(var, 4)
    first = rotation(var).revoke_gate(old.gate_keyid, 1)
    decide(var, 6)

    assert first == 1
    assert problems(check_log(var)) == [(1, "key"), (3, "key")]


def test_a_key_is_revoked_from_the_next_entry_on_if_nothing_else_is_said(var: Path) -> None:
    """That ends a rotation: nothing that was decided is doubted."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    first = rotation(var).revoke_gate(old.gate_keyid, None)

    assert first == 3
    assert check_log(var).clean


def test_a_gate_does_not_start_with_a_revoked_key(var: Path) -> None:
    """It could only write what does not count."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    rotation(var).revoke_gate(old.gate_keyid, None)

    with pytest.raises(Misconfigured, match="revoked by entry 3"):
        open_with(var, old)


def test_both_log_keys_sign_until_the_rotation_is_finished(var: Path) -> None:
    """So that auditors who know the old one, and those who know the new one, verify."""
    old = keys_of(var)
    rotation(var).rotate_log()
    both = keys_of(var)
    decide(var, 3)
    rotation(var).finish_log()
    decide(var, 5)

    assert both.old_log is not None
    assert both.old_log.public_key() == old.log.public_key()
    assert both.log.public_key() == keys_of(var).log.public_key()
    assert keys_of(var).old_log is None
    assert [signers(var, size) for size in (2, 3, 4, 5, 6)] == [
        ids(old.log),
        ids(old.log),
        ids(old.log, both.log),
        ids(old.log, both.log),
        ids(both.log),
    ]
    for given in (None, vkey(old.log), vkey(both.log)):
        assert check_log(var, vkey=given).clean


def test_a_second_rotation_waits_for_the_first(var: Path) -> None:
    """Three keys that sign at once help nobody."""
    rotation(var).rotate_log()

    with pytest.raises(Misconfigured, match="--finish"):
        rotation(var).rotate_log()
    rotation(var).finish_log()
    with pytest.raises(Invalid, match="not being rotated"):
        rotation(var).finish_log()
    rotation(var).rotate_log()
    assert check_log(var).clean


def test_both_keys_can_be_rotated_again_and_again(var: Path) -> None:
    """Each key leads back to the first by the events."""
    for _ in range(3):
        rotation(var).rotate_gate()
        rotation(var).rotate_log()
        rotation(var).finish_log()
    decide(var, 20)

    assert check_log(var).clean
    assert len(history(var).logs) == len(history(var).gates) == 4


def test_a_retired_log_key_signs_nothing_alone(var: Path) -> None:
    """Whoever kept it can continue the log, and is found; the gate refuses to go on from there."""
    old = keys_of(var)
    rotation(var).rotate_log()
    rotation(var).finish_log()
    log = open_with(var, keys_of(var))
    log._sequencer._batches._signer = Signer.of(ORIGIN, old.log)
    log.append(draft(9, gate_keyid=old.gate_keyid), seconds=60)
    log.close()

    assert (4, "checkpoint") in problems(check_log(var))
    with pytest.raises(Misconfigured, match="does not hold"):
        open_with(var, keys_of(var))


class Crash(Exception):
    """A process that ended."""


@pytest.mark.parametrize("step", ["opened", "appended"])
@pytest.mark.parametrize("which", ["rotate_gate", "rotate_log", "finish_log"])
def test_a_crash_is_repaired_by_repeating(var: Path, which: str, step: str) -> None:
    """Between any two steps; the gate starts meanwhile, too."""
    if which == "finish_log":
        rotation(var).rotate_log()

    def open_and_crash(keys):  # type: ignore[no-untyped-def]
        log = open_with(var, keys)
        if step == "opened":
            log.close()
            raise Crash
        close = log.close

        def crash() -> None:
            close()
            raise Crash

        log.close = crash  # type: ignore[method-assign]
        return log

    with pytest.raises(Crash):
        getattr(Rotation(keys_in(var), open_and_crash, BEGINNING), which)()
    decide(var, 10)
    getattr(rotation(var), which)()
    decide(var, 11)

    assert check_log(var).clean
    assert {path.name for path in keys_in(var).iterdir()} <= {
        "gate.pem",
        LOG_FILE,
        *([OLD_LOG_FILE] if which == "rotate_log" else []),
    }


def test_a_crash_between_the_two_renames_is_repaired(var: Path) -> None:
    """The old key is there twice then, and signs once."""
    keys = keys_in(var)
    rotation(var).rotate_log()
    new = (keys / LOG_FILE).read_bytes()
    (keys / LOG_FILE).write_bytes((keys / OLD_LOG_FILE).read_bytes())
    (keys / "log.next.pem").write_bytes(new)
    (keys / "log.next.pem").chmod(0o600)
    decide(var, 9)
    assert len(signers(var, 4)) == 1

    rotation(var).rotate_log()

    assert (keys / LOG_FILE).read_bytes() == new
    assert check_log(var).clean


def test_new_keys_are_for_their_owner_alone(var: Path) -> None:
    """And the old log key is gone when it does not sign any more."""
    rotation(var).rotate_gate()
    rotation(var).rotate_log()
    modes = {path.name: path.stat().st_mode & 0o777 for path in keys_in(var).iterdir()}
    rotation(var).finish_log()

    assert modes == {"gate.pem": 0o600, LOG_FILE: 0o600, OLD_LOG_FILE: 0o600}
    assert not (keys_in(var) / OLD_LOG_FILE).exists()


def test_what_cannot_be_revoked_is_told(var: Path) -> None:
    """And nothing is written."""
    own = keys_of(var).gate_keyid
    with pytest.raises(NotFound, match="no gate key"):
        rotation(var).revoke_gate("0" * 64, None)
    with pytest.raises(Invalid, match="rotate gate"):
        rotation(var).revoke_gate(own, None)
    rotation(var).rotate_gate()
    for index in (-1, 4):
        with pytest.raises(Invalid, match="0 to 3"):
            rotation(var).revoke_gate(own, index)
    rotation(var).revoke_gate(own, 3)
    with pytest.raises(Invalid, match="for ever"):
        rotation(var).revoke_gate(own, 2)
    assert check_log(var).clean


def test_without_keys_there_is_nothing_to_rotate(tmp_path: Path) -> None:
    """A rotation never begins a log."""
    with pytest.raises(NotFound, match="start the gate once"):
        rotation(tmp_path)


def test_an_event_is_given_time() -> None:
    """A person waits for it: `KEY_EVENT_SECONDS_MAX`."""
    assert KEY_EVENT_SECONDS_MAX == 60.0


# --- what whoever has one of the two keys can do -------------------------------------------------


def event(change: Change, key: Ed25519PrivateKey, gate: str, **changes: object) -> KeyEvent:
    """An event about a key, not authorised yet."""
    fields: dict[str, object] = {
        "change": change,
        "keyid": key_id(key.public_key()),
        "key": public_pem(key.public_key()),
        "at": instant(BEGINNING),
        "gate_version": __version__,
        "gate_keyid": gate,
        "log_seen": EMPTY,
        **changes,
    }
    return KeyEvent(**fields)  # type: ignore[arg-type]


def authorised(made: KeyEvent, *log: Ed25519PrivateKey) -> KeyEvent:
    text = made.authorised_text(ORIGIN)
    lines = [Signer.of(ORIGIN, key).line(text) for key in log]
    return replace(made, authorisation=str(Note(text, tuple(lines))))


BEGUN = KeyHistory.begin(
    Verifier(ORIGIN, LOG_KEY.public_key()), {key_id(GATE_KEY.public_key()): GATE_KEY.public_key()}
)
GATE = key_id(GATE_KEY.public_key())


def taken(made: KeyEvent, gate: Ed25519PrivateKey) -> KeyHistory:
    leaf = make_leaf(made, EnvelopeSigner(made.gate_keyid, gate))
    return BEGUN.taken(5, leaf)


def test_an_event_that_both_keys_signed_counts() -> None:
    """The baseline of the tests below: each changes one thing of it."""
    gate = taken(authorised(event(Change.ADD_GATE, OTHER, GATE), LOG_KEY), GATE_KEY)
    log = taken(authorised(event(Change.ADD_LOG, OTHER, GATE), LOG_KEY, OTHER), GATE_KEY)

    assert (gate.rejected, log.rejected) == ({}, {})
    assert gate.problem(6, key_id(OTHER.public_key()), "decision") is None
    assert log.log_now.vkey == vkey(OTHER)


@pytest.mark.parametrize(
    ("made", "gate"),
    [
        (authorised(event(Change.ADD_GATE, OTHER, GATE), OTHER), GATE_KEY),
        (authorised(event(Change.ADD_LOG, OTHER, GATE), OTHER), GATE_KEY),
        (authorised(event(Change.ADD_GATE, OTHER, key_id(OTHER.public_key())), LOG_KEY), OTHER),
        (authorised(event(Change.ADD_GATE, OTHER, GATE), LOG_KEY), OTHER),
        (authorised(event(Change.ADD_LOG, OTHER, GATE), LOG_KEY), GATE_KEY),
        (authorised(event(Change.ADD_GATE, GATE_KEY, GATE), LOG_KEY), GATE_KEY),
        (authorised(event(Change.ADD_LOG, LOG_KEY, GATE), LOG_KEY), GATE_KEY),
        (authorised(event(Change.RETIRE_LOG, LOG_KEY, GATE), LOG_KEY), GATE_KEY),
        (authorised(event(Change.REVOKE_GATE, GATE_KEY, GATE, from_index=0), LOG_KEY), GATE_KEY),
        (authorised(event(Change.REVOKE_GATE, OTHER, GATE, from_index=0), LOG_KEY), GATE_KEY),
        (
            replace(
                authorised(event(Change.ADD_GATE, OTHER, GATE), LOG_KEY),
                at=instant(BEGINNING)[:-2] + "1Z",
            ),
            GATE_KEY,
        ),
        (authorised(event(Change.ADD_GATE, OTHER, GATE, keyid="0" * 64), LOG_KEY), GATE_KEY),
        (event(Change.ADD_GATE, OTHER, GATE), GATE_KEY),
    ],
    ids=[
        "gate key stolen, adds a gate key",
        "gate key stolen, adds a log key",
        "log key stolen, adds a gate key that it signs with",
        "log key stolen, signs as the gate",
        "a log key without its own signature",
        "a gate key that is there",
        "a log key that is there",
        "the last log key",
        "the key that signs",
        "a key that is not there",
        "another event than was authorised",
        "the id of another key",
        "nothing authorised",
    ],
)
def test_one_key_alone_changes_nothing(made: KeyEvent, gate: Ed25519PrivateKey) -> None:
    """Nor does an event that makes no sense: it is rejected, and a finding of the check."""
    history = taken(made, gate)

    assert set(history.rejected) == {5}
    assert history.problem(5, GATE, "key-event") is not None
    assert (history.logs, history.gates) == (BEGUN.logs, BEGUN.gates)


def test_a_stolen_gate_key_cannot_bring_in_another(var: Path) -> None:
    """An event in the log without the log key's word is a finding, and so is what it signs for."""
    keys = keys_of(var)
    log = open_with(var, keys)
    forged = authorised(event(Change.ADD_GATE, OTHER, keys.gate_keyid), OTHER)
    log.append(EntryDraft(forged, ()), seconds=60)
    log.close()

    assert problems(check_log(var)) == [(2, "key")]
    thief = replace(keys, gate=OTHER)
    with pytest.raises(GateError, match="another gate key"):
        open_with(var, thief)


def test_a_stolen_log_key_cannot_forge_a_decision(var: Path) -> None:
    """It signs a checkpoint over anything; that no gate signed the entry, it cannot change."""
    keys = keys_of(var)
    thief = replace(keys, gate=OTHER)
    with pytest.raises(GateError, match="another gate key"):
        open_with(var, thief)
    log = open_with(var, keys)
    log._signer = EnvelopeSigner(key_id(OTHER.public_key()), OTHER)
    log.append(draft(9, gate_keyid=key_id(OTHER.public_key())), seconds=60)
    log.close()

    assert problems(check_log(var)) == [(2, "entry")]


def test_a_stolen_gate_key_cannot_sign_a_checkpoint(var: Path, tmp_path: Path) -> None:
    """A log that was continued with another log key does not verify."""
    keys = keys_of(var)
    for name, key in (("gate.pem", keys.gate), (LOG_FILE, OTHER)):
        keys_in(tmp_path / "thief").mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private_key(keys_in(tmp_path / "thief") / name, key)
    decide(tmp_path / "thief", 0, 1)

    assert entry(0).gate_keyid != keys.gate_keyid
    assert not check_log(tmp_path / "thief", vkey=vkey(keys.log)).clean


def test_a_published_log_is_checked_with_its_key_events(var: Path, tmp_path: Path) -> None:
    """By whoever knows the first keys, or all of them; a revoked key does not count there either."""
    old = keys_of(var)
    rotation(var).rotate_gate()
    rotation(var).rotate_log()
    decide(var, 4)
    new = keys_of(var)
    both = f"{vkey(new.log)}\n{vkey(old.log)}"
    gates = {key_id(each.gate.public_key()): each.gate.public_key() for each in (old, new)}

    def tiles(name: str, key: str, known: dict[str, object]) -> list[tuple[int | None, str]]:
        reader = open_reader(var, STORES.url(var))
        publish(reader, reader.checkpoint()[1], tmp_path / name)
        reader.close()
        return problems(verify_tiles(tmp_path / name, vkey=key, gate_keys=known))  # type: ignore[arg-type]

    assert tiles("out", vkey(old.log), {old.gate_keyid: gates[old.gate_keyid]}) == []
    assert tiles("out", both, gates) == []
    rotation(var).revoke_gate(old.gate_keyid, 1)
    assert tiles("out", both, gates) == [(1, "key")]
