"""Asking the witnesses, in a thread of its own beside the writer of the log.

A round asks every witness about the newest checkpoint at once and ends when the quorum is met, or
when nobody is left to answer; a witness that is still thinking is asked nothing else meanwhile.
Decisions wait for none of this: whoever wants cosignatures looks at what is kept.
"""

import asyncio
import threading
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import structlog

from gate.errors import GateError, LogUnavailable, Misconfigured, NotFound
from gate.limits import WITNESS_SECONDS_MAX
from gate.log.checkpoint import Checkpoint
from gate.log.nodes import consistency_proof, root_at
from gate.log.note import Note, Signature, Verifier
from gate.log.store import LogReader
from gate.log.trust_policy import NONE, TrustPolicy
from gate.witness.kept import Kept, KeptNote
from gate.witness.member import ALARMS, Head, LogSide, Member, State
from gate.witness.published import Shown, shown

_STOP_SECONDS = 2 * WITNESS_SECONDS_MAX

_log = structlog.stdlib.get_logger("gate.witness")


@dataclass(frozen=True, slots=True)
class WitnessState:
    """What a readiness check says of one witness."""

    name: str
    state: State
    why: str


class Cosigning:
    """The witnesses of one log. Every public method may be called from any thread."""

    def __init__(
        self,
        reader: LogReader,
        policy: TrustPolicy,
        members: Sequence[Member],
        file: KeptNote,
        *,
        verifier: Verifier,
        interval_s: float,
    ) -> None:
        """Start asking.

        Args:
            reader: the log.
            policy: whose cosignatures are enough.
            members: the witnesses that can be asked.
            file: where the newest cosigned checkpoint is kept.
            verifier: the log's key.
            interval_s: seconds from the beginning of one round to that of the next.

        Raises:
            Misconfigured: the cosigned checkpoint is one that the log never had, or not any more.
            LogUnavailable: the log cannot be read.
        """
        self._reader, self._policy, self._members = reader, policy, tuple(members)
        self._file, self._interval_s = file, interval_s
        self._kept = file.read(verifier, policy)
        _check_kept(self._kept, reader, file)
        self._side = LogSide(
            lambda first, size: consistency_proof(first, size, reader.nodes),
            lambda: reader.checkpoint()[0],
        )
        self._lines: dict[str, Signature] = {}
        self._head: Head | None = None
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._wanted = asyncio.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="witnesses", daemon=True)
        self._thread.start()

    def shown(self) -> Shown:
        """The checkpoint for auditors, and whether its quorum cosigned it.

        Raises:
            NotFound: no checkpoint has the quorum yet.
            LogUnavailable: the log cannot be read.
        """
        found = shown(self._reader.checkpoint(), self._policy, self._kept)
        if found is None:
            raise NotFound("No checkpoint has the cosignatures of its quorum yet.")
        return found

    def cosigned(self, size: int) -> Kept | None:
        """The newest checkpoint with the quorum, if it covers a log of `size` entries."""
        kept = self._kept
        return kept if kept is not None and kept.checkpoint.size >= size else None

    def hurry(self) -> None:
        """Begin the next round as soon as the interval allows."""
        with suppress(RuntimeError):  # it was closed meanwhile
            self._loop.call_soon_threadsafe(self._wanted.set)

    @property
    def needs_quorum(self) -> bool:
        """Whether the policy names anybody whose cosignature is needed."""
        return self._policy.quorum != NONE

    def states(self) -> tuple[WitnessState, ...]:
        """What became of the last question to each witness."""
        return tuple(WitnessState(m.known.name, m.state, m.why) for m in self._members)

    def close(self) -> None:
        """Stop asking; what was cosigned is kept."""
        self._closing = True
        self.hurry()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._rounds())

    async def _rounds(self) -> None:
        began = -self._interval_s
        while not self._closing:
            await asyncio.sleep(began + self._interval_s - self._loop.time())
            began = self._loop.time()
            self._wanted.clear()
            try:
                await self._round()
            except GateError as error:
                _log.warning("witnesses_not_asked", detail=error.detail)
            except Exception:  # noqa: BLE001 - the next round may go well
                _log.exception("witnesses_not_asked")
            if not self._closing:
                await _within(self._wanted.wait(), self._interval_s)
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        for member in self._members:
            await member.way.close()

    async def _round(self) -> None:
        """Ask whoever has not cosigned the newest checkpoint yet and is not being asked."""
        size, note = self._reader.checkpoint()
        if self._head is None or size != self._head.size:
            self._head, self._lines = Head(size, Note.parse(note)), {}
        head = self._head
        for member in self._members:
            name = member.known.name
            if name not in self._busy and name not in self._lines:
                task = self._loop.create_task(self._ask(member, head))
                self._busy[name] = task
                task.add_done_callback(partial(self._done, name))
        while self._busy and not self._closing and not self._has_quorum(head):
            await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)

    def _done(self, name: str, _: "asyncio.Task[None]") -> None:
        del self._busy[name]

    def _has_quorum(self, head: Head) -> bool:
        return self.needs_quorum and self.cosigned(head.size) is not None

    async def _ask(self, member: Member, head: Head) -> None:
        before = member.state
        try:
            async with asyncio.timeout(WITNESS_SECONDS_MAX):
                line = await member.ask(head, self._side)
        except TimeoutError:
            member.gave_up("it did not answer in time")
            line = None
        except Exception:  # noqa: BLE001 - whatever a witness answers, the others are asked on
            _log.exception("witness_not_asked", name=member.known.name)
            member.gave_up("asking it failed here")
            line = None
        if member.state is not before:
            tell = _log.error if member.state in ALARMS else _log.info
            tell("witness", name=member.known.name, state=member.state.value, why=member.why)
        if line is not None and head is self._head:
            self._lines[member.known.name] = line
            self._keep(head)

    def _keep(self, head: Head) -> None:
        """Keep the checkpoint with the lines it has, once they are enough."""
        if not self._policy.is_met_by(self._lines):
            return
        note = str(Note(head.note.text, (*head.note.signatures, *self._lines.values())))
        kept = Kept(Checkpoint.parse(head.note.text), note)
        try:
            self._file.write(note)
        except LogUnavailable as error:
            _log.warning("cosigned_checkpoint_not_kept", detail=error.detail)
        self._kept = kept


async def _within(waiting: Awaitable[object], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await waiting
    except TimeoutError:
        return


def _check_kept(kept: Kept | None, reader: LogReader, file: KeptNote) -> None:
    """Refuse a log that is not the one that witnesses have seen."""
    if kept is None:
        return
    size, _ = reader.checkpoint()
    checkpoint = kept.checkpoint
    if checkpoint.size > size or root_at(checkpoint.size, reader.nodes) != checkpoint.root:
        raise Misconfigured(
            f"The log refuses to start: witnesses cosigned the checkpoint of size "
            f"{checkpoint.size} in {file.path}, and its {size} entries do not continue that: an "
            "older copy of the database was put in place, or it was changed. Run `gate log verify`"
            " before anything else; nothing was changed."
        )
