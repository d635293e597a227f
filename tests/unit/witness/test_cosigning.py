"""The round of witnesses beside a log: quorum, stragglers, liars, and what is shown of it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.errors import Misconfigured, NotFound
from gate.limits import NOTE_BYTES_MAX, WITNESS_SECONDS_MAX
from gate.log.log import Log
from gate.log.note import Note, Signer
from gate.log.trust_policy import TrustPolicy
from gate.witness.cosigning import Cosigning
from gate.witness.folder import Algorithm, create_witness, open_witness, witness_signer
from gate.witness.kept import KeptNote
from gate.witness.member import State
from gate.witness.setting_up import kept_beside, read_trust_policy, start_cosigning
from tests.logs import GATE_KEY, draft, open_log
from tests.unit.witness.hostile import drips, floods, says, server, silent
from tests.witnesses import LOG, cosigned, policy_text, witness


def utc_now() -> datetime:
    return datetime.now(UTC)


class Volumes:
    """Witnesses w1, w2, … in folders, and policies that name them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.lines: list[str] = []

    def add(self, number: int, url: str | None = None) -> Path:
        """Witness `number`, in a folder or at `url`."""
        folder = self.place / f"w{number}"
        signer = create_witness(folder, f"witness.example/{number}", Algorithm.ED25519)
        self.lines.append(f"witness w{number} {signer.cosigner.vkey} {url or folder.as_uri()}")
        return folder

    def policy(self, *lines: str) -> TrustPolicy:
        text = "\n".join([f"log {LOG.verifier.vkey}", *self.lines, *lines, ""])
        return TrustPolicy.parse(text.encode())


@pytest.fixture
def volumes(tmp_path: Path) -> Volumes:
    return Volumes(tmp_path / "volumes")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    opened = open_log(tmp_path / "var")
    yield opened
    opened.close()


@contextmanager
def cosigning(log: Log, policy: TrustPolicy, place: Path) -> Iterator[Cosigning]:
    started = start_cosigning(
        log.reader,
        policy,
        verifier=LOG.verifier,
        pin=place / "pin",
        interval_s=0.05,
        ca_file=None,
        clock=utc_now,
    )
    try:
        yield started
    finally:
        started.close()


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def append(log: Log, *numbers: int) -> None:
    for number in numbers:
        log.append(draft(number))


def test_the_newest_checkpoint_is_cosigned_by_the_quorum(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """And shown with the cosignatures that it has, as the log grows."""
    for number in (1, 2, 3):
        volumes.add(number)
    policy = volumes.policy("group g 2 w1 w2 w3", "quorum g")
    with cosigning(log, policy, tmp_path) as asked:
        for number in range(5):
            append(log, number)
            asked.hurry()
            until(lambda size=number + 1: asked.cosigned(size))
            shown = asked.shown()

            assert shown.has_quorum
            assert policy.open(shown.note, LOG.verifier).checkpoint.size == number + 1
            assert shown.note.startswith(log.checkpoint())
        until(lambda: {each.state for each in asked.states()} == {State.COSIGNED})


def test_without_its_quorum_a_checkpoint_is_not_shown(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """The newest that has it is, until the witnesses are back."""
    folder = volumes.add(1)
    with cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked:
        until(lambda: asked.cosigned(0))
        away = folder.rename(tmp_path / "away")
        append(log, 1)
        asked.hurry()
        until(lambda: asked.states()[0].state is State.FAILING)

        assert asked.shown().size == 0
        assert asked.cosigned(1) is None
        away.rename(folder)
        until(lambda: asked.cosigned(1))
        assert asked.shown().size == 1


def test_before_the_first_quorum_nothing_is_shown(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """Not an unwitnessed checkpoint instead."""
    volumes.add(1, url=(tmp_path / "never mounted").as_uri())
    with (
        cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked,
        pytest.raises(NotFound, match="quorum"),
    ):
        asked.shown()


def test_with_a_quorum_of_none_the_newest_is_shown_at_once(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """With whatever cosignatures that very checkpoint has, and said to have no quorum."""
    volumes.add(1)
    with cosigning(log, volumes.policy("quorum none"), tmp_path) as asked:
        append(log, 1)
        assert asked.shown().size == 1
        until(lambda: len(Note.parse(asked.shown().note).signatures) == 2)

        assert not asked.shown().has_quorum
        assert not asked.needs_quorum


@pytest.mark.parametrize("answer", [silent, floods, drips(b"HTTP/1.1 200 OK\r\n\r\n")])
def test_a_slow_witness_holds_up_neither_the_log_nor_the_others(
    log: Log, volumes: Volumes, tmp_path: Path, answer
) -> None:
    """The quorum of the others is met meanwhile, again and again."""
    with server(answer) as url:
        volumes.add(1, url=url)
        for number in (2, 3):
            volumes.add(number)
        policy = volumes.policy("group g 2 w1 w2 w3", "quorum g")
        with cosigning(log, policy, tmp_path) as asked:
            for number in range(3):
                append(log, number)
                asked.hurry()
                until(lambda size=number + 1: asked.cosigned(size))
            until(lambda: asked.states()[0].state is State.FAILING, WITNESS_SECONDS_MAX + 20)

    assert log.seen().size == 3


def test_a_cosignature_that_comes_late_is_never_put_under_another_checkpoint(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """A witness answers rightly, but only when the log has grown."""
    held = threading.Event()

    def late(connection: socket.socket) -> None:
        lines = policy.witnesses[0]
        held.wait(20)
        signer = witness_signer(volumes.place / lines.name)
        line = signer.sign(Note.parse(first).text, 1).line.encode()
        says("200 OK", line)(connection)

    with server(late) as url:
        volumes.add(1, url=url)
        volumes.add(2)
        policy = volumes.policy("group g any w1 w2", "quorum g")
        first = log.checkpoint()
        with cosigning(log, policy, tmp_path) as asked:
            until(lambda: asked.cosigned(0))
            append(log, 1)
            asked.hurry()
            until(lambda: asked.cosigned(1))
            held.set()
            until(lambda: asked.states()[0].state is State.COSIGNED)
            time.sleep(0.2)
            note = asked.shown().note

            assert set(policy.open(note, LOG.verifier).cosigned) == {"w2"}


def test_a_lying_witness_is_an_alarm_and_nothing_else(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """It says 422 to our own log; decisions are logged, and the other witness is enough."""
    with server(says("422 Unprocessable Entity", b"no\n")) as url:
        volumes.add(1, url=url)
        volumes.add(2)
        with cosigning(log, volumes.policy("group g any w1 w2", "quorum g"), tmp_path) as asked:
            append(log, 1, 2)
            asked.hurry()
            until(lambda: asked.cosigned(2))
            until(lambda: asked.states()[0].state is State.FORKED)


def test_a_witness_notices_a_log_that_was_put_back(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """Even where nothing else on this machine remembers."""
    folder = volumes.add(1)
    append(log, 1, 2, 3)
    with cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked:
        until(lambda: asked.cosigned(3))
    other = open_log(tmp_path / "restored")
    append(other, 1, 2)
    (tmp_path / "pin.cosigned").unlink()

    with cosigning(other, volumes.policy("quorum w1"), tmp_path) as asked:
        until(lambda: asked.states()[0].state is State.ROLLED_BACK)
        append(other, 7, 8)
        asked.hurry()
        until(lambda: asked.states()[0].state is State.FORKED)
        with pytest.raises(NotFound):
            asked.shown()
    other.close()
    assert open_witness(folder, [LOG.verifier], clock=utc_now)


@pytest.mark.parametrize("numbers", [(1, 2), (1, 2, 7, 8)])
def test_a_log_that_does_not_continue_what_was_cosigned_is_refused_at_the_start(
    log: Log, volumes: Volumes, tmp_path: Path, numbers: tuple[int, ...]
) -> None:
    """The cosigned checkpoint is kept outside the database, as the pinned one is."""
    volumes.add(1)
    append(log, 1, 2, 3)
    with cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked:
        until(lambda: asked.cosigned(3))
    other = open_log(tmp_path / "restored")
    append(other, *numbers)

    with (
        pytest.raises(Misconfigured, match="witnesses cosigned"),
        cosigning(other, volumes.policy("quorum w1"), tmp_path),
    ):
        pass
    other.close()


def test_what_was_cosigned_is_shown_after_a_restart(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """Before any witness was asked again."""
    folder = volumes.add(1)
    append(log, 1)
    with cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked:
        until(lambda: asked.cosigned(1))
        before = asked.shown()
    folder.rename(tmp_path / "away")

    with cosigning(log, volumes.policy("quorum w1"), tmp_path) as asked:
        assert asked.shown() == before


def test_two_replicas_of_a_log_ask_the_same_witness(
    log: Log, volumes: Volumes, tmp_path: Path
) -> None:
    """Whoever comes second is told by 409 what the first has proved, and goes on."""
    volumes.add(1)
    policy = volumes.policy("quorum w1")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with (
        cosigning(log, policy, tmp_path / "one") as one,
        cosigning(log, policy, tmp_path / "two") as two,
    ):
        for number in range(4):
            append(log, number)
            one.hurry()
            two.hurry()
            until(lambda size=number + 1: one.cosigned(size) and two.cosigned(size))


class TestSettingUp:
    """From the file of the policy."""

    def test_a_policy_for_this_log_is_read(self, tmp_path: Path) -> None:
        """One that lists no logs is for any."""
        path = tmp_path / "policy"
        for text in (policy_text("quorum none"), b"quorum none\n"):
            path.write_bytes(text)
            assert read_trust_policy(path, LOG.verifier).quorum == "none"

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (b"", "not usable"),
            (f"log {LOG.verifier.vkey}\n".encode(), "not usable"),
            (None, "cannot be read"),
        ],
    )
    def test_what_is_no_policy_is_refused(
        self, tmp_path: Path, text: bytes | None, why: str
    ) -> None:
        """At the start."""
        path = tmp_path / "policy"
        if text is not None:
            path.write_bytes(text)
        with pytest.raises(Misconfigured, match=why):
            read_trust_policy(path, LOG.verifier)

    def test_a_policy_of_other_logs_is_refused(self, tmp_path: Path) -> None:
        """It would never be content with this one."""
        path = tmp_path / "policy"
        path.write_text(f"log {Signer.of('log.example', GATE_KEY).verifier.vkey}\nquorum none\n")
        with pytest.raises(Misconfigured, match="other logs"):
            read_trust_policy(path, LOG.verifier)

    def test_a_quorum_of_witnesses_without_an_address_is_refused(
        self, log: Log, tmp_path: Path
    ) -> None:
        """It could never be met."""
        policy = TrustPolicy.parse(policy_text("group g 2 w1 w2 w3", "quorum g"))
        with (
            pytest.raises(Misconfigured, match="cannot be met"),
            cosigning(log, policy, tmp_path),
        ):
            pass

    def test_the_cosigned_checkpoint_lies_beside_the_pinned_one(self, tmp_path: Path) -> None:
        """Where the operator put that."""
        assert kept_beside(tmp_path / "log.checkpoint") == tmp_path / "log.checkpoint.cosigned"


class TestKept:
    """The file with the newest cosigned checkpoint."""

    def test_what_another_policy_wants_is_not_there(self, log: Log, tmp_path: Path) -> None:
        """A cosignature of w1 does not help who wants w2; nor does half a file."""
        file = KeptNote(tmp_path / "kept")
        policies = {name: TrustPolicy.parse(policy_text(f"quorum {name}")) for name in ("w1", "w2")}
        assert file.read(LOG.verifier, policies["w1"]) is None
        note = cosigned(log.checkpoint(), 1)
        file.write(note)
        found = file.read(LOG.verifier, policies["w1"])

        assert found is not None
        assert found.note == note
        assert file.read(LOG.verifier, policies["w2"]) is None
        file.path.write_text(note[:-9])
        assert file.read(LOG.verifier, policies["w1"]) is None
        file.path.write_bytes(b"x" * (NOTE_BYTES_MAX + 1))
        assert file.read(LOG.verifier, policies["w1"]) is None


class TestFolder:
    """The folder of a witness."""

    @pytest.mark.parametrize("algorithm", list(Algorithm))
    def test_a_witness_keeps_its_key_and_name(self, tmp_path: Path, algorithm: Algorithm) -> None:
        """And nobody else can read the key."""
        made = create_witness(tmp_path / "w", "witness.example/\u00fcber", algorithm)

        assert witness_signer(tmp_path / "w").cosigner.vkey == made.cosigner.vkey
        assert (tmp_path / "w" / "witness.pem").stat().st_mode & 0o077 == 0
        with pytest.raises(Misconfigured, match="already"):
            create_witness(tmp_path / "w", "other", algorithm)

    def test_a_folder_without_a_witness_is_named(self, tmp_path: Path) -> None:
        """With what to do."""
        with pytest.raises(NotFound, match="gate witness init"):
            witness_signer(tmp_path)

    def test_a_key_that_others_may_read_is_refused(self, tmp_path: Path) -> None:
        """As the gate's own keys are."""
        create_witness(tmp_path, "witness.example", Algorithm.ED25519)
        (tmp_path / "witness.pem").chmod(0o644)
        with pytest.raises(Misconfigured, match="0644"):
            witness_signer(tmp_path)

    def test_names_of_no_key_are_refused(self, tmp_path: Path) -> None:
        """Before anything is written."""
        with pytest.raises(Exception, match="key name"):
            create_witness(tmp_path / "w", "with space", Algorithm.ED25519)
        assert not (tmp_path / "w").exists()
        assert witness(1).cosigner.name == "witness.example/w1"
