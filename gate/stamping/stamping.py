"""Having the newest checkpoint stamped: once, or again and again in a thread of its own.

Decisions wait for none of this: a stamp is about a checkpoint that was published before, and an
authority that is down, slow or wrong costs a stamp and nothing else.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from gate.errors import GateError, Invalid, Misconfigured, NotFound
from gate.limits import STAMP_RETRY_SECONDS, STAMP_SECONDS_MAX
from gate.log.stamps import Stamp, StampFolder
from gate.log.store import LogReader
from gate.log.timestamp import TimeAuthority, stamp_question
from gate.stamping.asking import AuthorityAddress

_log = structlog.stdlib.get_logger("gate.stamping")


@dataclass(frozen=True, slots=True)
class Stamped:
    """A checkpoint that has a stamp; `new` where it was given just now."""

    size: int
    at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Stamper:
    """How checkpoints of one log are stamped, and where the stamps are kept."""

    reader: LogReader
    address: AuthorityAddress
    authority: TimeAuthority
    folder: StampFolder

    def stamp(self, size: int | None = None) -> Stamped:
        """Have a checkpoint stamped, the newest where no size is given; one stamp is enough.

        Raises:
            NotFound: the log has no checkpoint of that size.
            Invalid: the log is empty, so there is nothing to prove.
            LogUnavailable: the log cannot be read, the authority gave no stamp, or it cannot be
                kept.
            VerificationFailed: what the authority gave does not hold, so it was not kept.
        """
        chosen = self.reader.checkpoint()[0] if size is None else size
        if chosen == 0:
            raise Invalid("The log has no entry yet: there is nothing to stamp.")
        note = (self.reader.checkpoint_at(chosen) or "").encode()
        if not note:
            raise NotFound(f"The log has no checkpoint of size {chosen}.")
        if chosen in self.folder.sizes():
            return Stamped(chosen, self._kept(chosen, note), new=False)
        question = stamp_question(note)
        answer = self.address.ask(question.body)
        at = self.authority.check(answer, note, question.nonce)
        self.folder.keep(Stamp(chosen, note, answer), self.authority.pem)
        return Stamped(chosen, at, new=True)

    def _kept(self, size: int, note: bytes) -> datetime:
        return self.authority.check(self.folder.read(size).answer, note)


class Stamping:
    """Stamps the newest checkpoint every `interval_s` seconds, if it is a new one."""

    def __init__(self, stamper: Stamper, *, interval_s: float) -> None:
        """Start; the first checkpoint is stamped at once."""
        self._stamper, self._interval_s = stamper, interval_s
        self._last: Stamped | None = None
        self._problem: str | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="time stamps", daemon=True)
        self._thread.start()

    @property
    def last(self) -> Stamped | None:
        """The newest stamp that this process has seen."""
        return self._last

    @property
    def problem(self) -> str | None:
        """Why the last try gave no stamp; None where it did, or there was nothing to stamp."""
        return self._problem

    def close(self) -> None:
        """Stop; a stamp that is on its way is waited for."""
        self._closing.set()
        self._thread.join(2 * STAMP_SECONDS_MAX)

    def _run(self) -> None:
        wait = 0.0
        while not self._closing.wait(wait):
            went_well = self._try()
            wait = self._interval_s if went_well else min(self._interval_s, STAMP_RETRY_SECONDS)

    def _try(self) -> bool:
        try:
            done = self._stamper.stamp()
        except Invalid:
            return False  # the first entry is on its way
        except GateError as error:
            self._failed(error.detail)
            return False
        except Exception:  # noqa: BLE001 - the next try may go well
            _log.exception("not_stamped")
            self._problem = "asking failed here"
            return False
        if done.new:
            _log.info("stamped", size=done.size, at=done.at.isoformat())
        self._last, self._problem = done, None
        return True

    def _failed(self, detail: str) -> None:
        if detail != self._problem:
            _log.warning("not_stamped", detail=detail)
        self._problem = detail


def read_authority(path: Path | None) -> TimeAuthority:
    """The authority whose chain is in a file.

    Raises:
        Misconfigured: no file is named, it cannot be read, or it is not a chain.
    """
    if path is None:
        raise Misconfigured(
            "Name the certificates of the time-stamp authority that is believed: --tsa-chain, or"
            " GATE_TSA_CHAIN."
        )
    try:
        return TimeAuthority.parse(path.read_bytes())
    except OSError as error:
        raise Misconfigured(f"The chain {path} cannot be read.") from error
