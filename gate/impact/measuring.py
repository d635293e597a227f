"""`gate policy impact`: a candidate evaluated on every policy input of a history."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gate.canon import JsonObject
from gate.errors import EngineAnswerInvalid, Misconfigured
from gate.impact.tally import Tally
from gate.impact.weighing import Weighed, weigh
from gate.model.entry import DecisionEntry
from gate.policy.release import load_release
from gate.policy.wasm import WasmEngine
from gate.replay.decisions import decisions_in
from gate.replay.outcome import NotReplayable
from gate.replay.releases import Ready
from gate.replay.selection import Selection
from gate.replay.source import History, Place

NO_VERDICT: Final = "no_verdict"
"""Why a decision could not be weighed where the candidate gives no verdict on it."""


@dataclass(frozen=True, slots=True)
class Impact:
    """The work of weighing a history, in any process (`gate.replay.work.Work`).

    `candidate` is the digest of the release at `path`; where it lies says nothing of the work.
    """

    place: Place
    selection: Selection
    candidate: str
    path: Path = field(repr=False)
    cache: Path | None = None

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], JsonObject]]:
        """What weighs the entries of a range and gives a tally of it.

        Raises:
            Misconfigured: the candidate cannot be run, or is another one by now.
        """
        release = load_release(self.path)
        if release.digest != self.candidate:
            raise Misconfigured("the candidate was changed while it was weighed; start again")
        ready = Ready(release, WasmEngine(release, cache=self.cache, instances=1))
        try:
            with self.place.open() as history:
                yield lambda first, end: self._over(first, end, history, ready)
        finally:
            ready.engine.close()

    def _over(self, first: int, end: int, history: History, ready: Ready) -> JsonObject:
        tally = Tally()
        for index, entry in decisions_in(history, first, end, tally.lose):
            weighed = self._weighed(index, entry, history, ready, tally)
            tally.systems.note(index, entry, weighed)
        return tally.document()

    def _weighed(
        self, index: int, entry: DecisionEntry, history: History, ready: Ready, tally: Tally
    ) -> Weighed | None:
        """The decision, counted; None where it is not meant or cannot be weighed."""
        if not self.selection.has(entry):
            return None
        try:
            weighed = weigh(index, entry, history, ready)
        except NotReplayable as error:
            tally.lose(index, error.reason)
        except EngineAnswerInvalid:
            tally.lose(index, NO_VERDICT)
        else:
            tally.add(weighed, ready.release.catalogue)
            return weighed
        return None
