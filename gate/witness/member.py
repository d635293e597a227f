"""One witness as the gate asks it: what it has seen, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gate.errors import LogUnavailable, VerificationFailed
from gate.log.note import Note, Signature, parse_signatures
from gate.log.trust_policy import TrustedWitness
from gate.witness.asking import Unreachable, Way, stated_size
from gate.witness.request import AddCheckpoint
from gate.witness.rules import Reply

_TRIES = 3
"""Answers 409 in one round: the first tells the size, a second may cross another replica's."""


class State(StrEnum):
    """What the last question to a witness came to; the last two are alarms."""

    NEW = "not asked yet"
    COSIGNED = "cosigned"
    AHEAD = "has seen a newer checkpoint"
    FAILING = "does not answer as specified"
    ROLLED_BACK = "has seen more of the log than there is"
    FORKED = "says that the log does not continue what it has seen"


ALARMS = frozenset({State.ROLLED_BACK, State.FORKED})
"""What a person has to look at: the log, or the witness, is not what it was."""


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint of the log, as it is sent to witnesses."""

    size: int
    note: Note


@dataclass(frozen=True, slots=True)
class LogSide:
    """What asking needs of the log: proofs, and how far it is by now."""

    consistency: Callable[[int, int], tuple[bytes, ...]]
    size: Callable[[], int]


class _Ended(Exception):
    """The question ended without a cosignature."""

    def __init__(self, state: State, why: str = "") -> None:
        super().__init__(why)
        self.state = state


class Member:
    """Used from one event loop."""

    def __init__(self, known: TrustedWitness, way: Way) -> None:
        self.known, self.way = known, way
        self.state = State.NEW
        self.why = ""
        self._seen = 0

    async def ask(self, head: Head, log: LogSide) -> Signature | None:
        """The cosignature of `head`; None where there is none, and `state` says why."""
        try:
            line = await self._cosignature(head, log)
        except _Ended as ended:
            self.state, self.why = ended.state, str(ended)
            return None
        except (Unreachable, VerificationFailed, LogUnavailable) as error:
            self.state, self.why = State.FAILING, str(error)
            return None
        self._seen = head.size
        self.state, self.why = State.COSIGNED, ""
        return line

    def gave_up(self, why: str) -> None:
        """It was not asked to the end."""
        self.state, self.why = State.FAILING, why

    async def _cosignature(self, head: Head, log: LogSide) -> Signature:
        for _ in range(_TRIES):
            old = self._seen
            if old > head.size:
                raise _Ended(State.AHEAD if old <= log.size() else State.ROLLED_BACK)
            proof = log.consistency(old, head.size) if old else ()
            request = AddCheckpoint(old, proof, str(head.note))
            reply = await self.way.add_checkpoint(request.body())
            if reply.status != 409:
                return self._read(reply, head)
            self._seen = stated_size(reply)
        raise _Ended(State.FAILING, "it answers 409 again and again")

    def _read(self, reply: Reply, head: Head) -> Signature:
        """The line of the key that the witness is known by; others are ignored."""
        if reply.status == 422:
            raise _Ended(State.FORKED)
        if reply.status != 200:
            raise _Ended(State.FAILING, f"it answers {reply.status}")
        ours = [line for line in parse_signatures(reply.content) if line.is_by(self.known.key)]
        if not ours:
            raise _Ended(State.FAILING, "its answer lacks a line of the key it is known by")
        for line in ours:
            if self.known.key.check(head.note.text, line.signature) == 0:
                raise _Ended(State.FAILING, "its cosignature lacks the time")
        return ours[0]
