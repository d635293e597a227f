"""Having checkpoints stamped: whatever an authority does, nothing but a good stamp is kept."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gate.errors import GateError, Invalid, LogUnavailable, Misconfigured, VerificationFailed
from gate.limits import STAMP_BYTES_MAX
from gate.log.log import Log
from gate.log.paths import pin_in
from gate.log.stamps import Stamp, StampFolder, stamps_beside
from gate.log.timestamp import TimeAuthority, stamp_question
from gate.stamping import asking
from gate.stamping import stamping as stamping_module
from gate.stamping.asking import AuthorityAddress
from gate.stamping.stamping import Stamper, Stamping, read_authority
from tests.logs import draft, open_log
from tests.tsa import Tsa, new_tsa, openssl_agrees, served

HOUR_S = 3600.0


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    """An authority that does what it should."""
    return new_tsa(tmp_path_factory.mktemp("tsa") / "good")


@pytest.fixture
def log(tmp_path: Path, either_store: str) -> Iterator[Log]:
    """A log with three decisions."""
    log = open_log(tmp_path / "var")
    for number in range(3):
        log.append(draft(number))
    yield log
    log.close()


def stamper(log: Log, tsa: Tsa, url: str, var: Path) -> Stamper:
    authority = TimeAuthority.parse(tsa.chain.read_bytes())
    folder = StampFolder(stamps_beside(pin_in(var)))
    return Stamper(log.reader, AuthorityAddress(url), authority, folder)


def until(happened: Callable[[], bool]) -> None:
    while not happened():
        time.sleep(0.005)


def test_the_newest_checkpoint_is_stamped_and_kept(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """Byte for byte as the log signed it; OpenSSL verifies what is kept."""
    with served(tsa.answer) as url:
        ours = stamper(log, tsa, url, tmp_path)
        done = ours.stamp()

    files = [ours.folder.path / name for name in ("3.tsr", "3.checkpoint")]
    assert (done.size, done.new) == (3, True)
    assert files[1].read_text() == log.checkpoint()
    assert files[0].stat().st_mode & 0o077 == 0
    assert openssl_agrees(*files, tsa.chain)


def test_a_checkpoint_is_stamped_once(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """The first stamp says the most; nobody is asked again."""
    with served(tsa.answer) as url:
        first = stamper(log, tsa, url, tmp_path).stamp()
    again = stamper(log, tsa, url, tmp_path).stamp()

    assert (again.at, again.new) == (first.at, False)


def test_an_earlier_checkpoint_can_be_stamped(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """As one that is exported may be."""
    with served(tsa.answer) as url:
        assert stamper(log, tsa, url, tmp_path).stamp(2).size == 2


def test_an_empty_log_has_nothing_to_stamp(tsa: Tsa, tmp_path: Path) -> None:
    """Nobody is asked."""
    log = open_log(tmp_path)
    with pytest.raises(Invalid, match="nothing to stamp"):
        stamper(log, tsa, "http://127.0.0.1:1/", tmp_path).stamp()
    log.close()


def refusing(tsa: Tsa, tmp_path: Path) -> dict[str, tuple[Callable[[bytes], bytes], int]]:
    """What authorities do that should not be believed."""
    other = new_tsa(tmp_path / "other")
    kept: list[bytes] = []

    def old(question: bytes) -> bytes:
        kept.append(question)
        return tsa.answer(kept[0])

    return {
        "error": (lambda _: b"busy", 503),
        "moved": (lambda _: b"", 302),
        "garbage": (lambda _: b"garbage", 200),
        "nothing": (lambda _: b"", 200),
        "too long": (lambda _: bytes(STAMP_BYTES_MAX + 1), 200),
        "another authority": (other.answer, 200),
        "other bytes": (lambda _: tsa.stamp(b"other bytes"), 200),
        "an older answer": (old, 200),
    }


@pytest.mark.parametrize(
    "name",
    [
        "error",
        "moved",
        "garbage",
        "nothing",
        "too long",
        "another authority",
        "other bytes",
        "an older answer",
    ],
)
def test_what_does_not_hold_is_not_kept(log: Log, tsa: Tsa, tmp_path: Path, name: str) -> None:
    """And the next question may be answered well."""
    answer, status = refusing(tsa, tmp_path)[name]
    with served(answer, status=status) as url:
        ours = stamper(log, tsa, url, tmp_path)
        if name == "an older answer":
            ours.address.ask(stamp_question(log.checkpoint().encode()).body)
        with pytest.raises((LogUnavailable, VerificationFailed)):
            ours.stamp()
    assert ours.folder.sizes() == ()

    with served(tsa.answer) as url:
        assert stamper(log, tsa, url, tmp_path).stamp().new


def test_an_authority_that_is_not_there_is_a_sentence(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """It says that nothing was changed."""
    with pytest.raises(LogUnavailable, match="Nothing was changed"):
        stamper(log, tsa, "http://127.0.0.1:1/", tmp_path).stamp()


def test_a_slow_authority_is_given_up(
    log: Log, tsa: Tsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One deadline for all of it, however the bytes trickle."""
    monkeypatch.setattr(asking, "STAMP_SECONDS_MAX", 0.2)
    given_up = threading.Event()

    def slowly(_: bytes) -> bytes:
        given_up.wait(60)
        return b""

    with served(slowly) as url:
        with pytest.raises(LogUnavailable, match="did not answer in time"):
            stamper(log, tsa, url, tmp_path).stamp()
        given_up.set()


@pytest.mark.parametrize(
    "url",
    ["ftp://tsa.example", "tsa.example", "http://", "http://user@tsa.example", "http://[", ""],
)
def test_other_addresses_are_refused(url: str) -> None:
    """Before anything is asked."""
    with pytest.raises(Misconfigured, match="http"):
        AuthorityAddress(url)


def test_without_pinned_certificates_no_stamp_is_believed(tmp_path: Path) -> None:
    """There is no default: nobody would know whom to trust."""
    for path in (None, tmp_path / "nowhere"):
        with pytest.raises(Misconfigured):
            read_authority(path)


def test_new_checkpoints_are_stamped_in_the_background(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """One after the other; one that has a stamp is left alone."""
    asked: list[bytes] = []

    def counted(question: bytes) -> bytes:
        asked.append(question)
        return tsa.answer(question)

    with served(counted) as url:
        ours = stamper(log, tsa, url, tmp_path)
        stamping = Stamping(ours, interval_s=0.01)
        until(lambda: stamping.last is not None)
        log.append(draft(3))
        until(lambda: stamping.last is not None and stamping.last.size == 4)
        stamping.close()

    assert ours.folder.sizes() == (3, 4)
    assert len(asked) == 2
    assert stamping.problem is None


def test_an_authority_that_failed_is_asked_again_soon(
    log: Log, tsa: Tsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only after the interval between two stamps: `STAMP_RETRY_SECONDS` later."""
    monkeypatch.setattr(stamping_module, "STAMP_RETRY_SECONDS", 0.01)
    answers = iter([b"busy"])
    with served(lambda question: next(answers, None) or tsa.answer(question)) as url:
        stamping = Stamping(stamper(log, tsa, url, tmp_path), interval_s=HOUR_S)
        until(lambda: stamping.last is not None)
        stamping.close()

    assert stamping.problem is None


def test_decisions_do_not_wait_for_an_authority(log: Log, tsa: Tsa, tmp_path: Path) -> None:
    """While it thinks, entries are appended; when it fails, nothing else does."""
    asked, answer = threading.Event(), threading.Event()

    def stuck(_: bytes) -> bytes:
        asked.set()
        answer.wait(60)
        return b"garbage"

    with served(stuck) as url:
        stamping = Stamping(stamper(log, tsa, url, tmp_path), interval_s=HOUR_S)
        asked.wait()
        appended = log.append(draft(3))
        assert not answer.is_set()
        answer.set()
        until(lambda: stamping.problem is not None)
        stamping.close()

    assert appended.index == 3
    assert stamping.last is None


def test_a_stamp_that_was_damaged_is_told_and_not_replaced(
    log: Log, tsa: Tsa, tmp_path: Path
) -> None:
    """Somebody has to look at it."""
    ours = stamper(log, tsa, "http://127.0.0.1:1/", tmp_path)
    note = log.checkpoint().encode()
    ours.folder.keep(Stamp(3, note, b"damaged"), tsa.chain.read_bytes())

    with pytest.raises(GateError):
        ours.stamp()
    assert ours.folder.read(3).answer == b"damaged"
