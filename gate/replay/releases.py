"""The releases that past decisions cite, taken from the history itself and made ready to run."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gate.canon import JsonObject, canonical_bytes
from gate.errors import EngineUnavailable, Misconfigured
from gate.limits import REPLAY_ENGINE_SECONDS_MAX, REPLAY_RELEASES_MAX
from gate.model.cited import release_files
from gate.model.verdict import Verdict
from gate.policy.engine import Engine
from gate.policy.manifest import BUNDLE, CATALOGUE, MANIFEST, WASM
from gate.policy.reading import read_verdict
from gate.policy.release import Release, read_contents
from gate.replay.content import checked
from gate.replay.outcome import NotReplayable, Reason
from gate.replay.source import History

_NAMES: Final = {CATALOGUE: "catalogue", BUNDLE: "bundle", WASM: "wasm"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A release, and an engine for it."""

    release: Release
    engine: Engine

    def verdict(self, document: JsonObject, decision_id: str) -> Verdict:
        """The verdict on the document of a past decision.

        Raises:
            NotReplayable: no gate recorded such a document, or there was no engine.
            EngineAnswerInvalid: the engine gives no verdict on it.
        """
        try:
            asked = canonical_bytes(document)
        except ValueError as error:
            raise NotReplayable(Reason.ENTRY_CORRUPT) from error
        try:
            told = self.engine.evaluate(asked, seconds=REPLAY_ENGINE_SECONDS_MAX)
        except EngineUnavailable as error:
            raise NotReplayable(Reason.ENGINE_UNAVAILABLE) from error
        return read_verdict(told, release=self.release, decision_id=decision_id)


def release_in(history: History, digest: str) -> Release:
    """The release of this digest, checked like any other.

    Raises:
        NotReplayable: it is not in the history, or not what its digest says.
    """
    try:
        manifest = checked(history, digest)
        files = release_files(manifest)
        contents = {name: checked(history, files[part]) for name, part in _NAMES.items()}
        return read_contents({MANIFEST: manifest, **contents})
    except (NotReplayable, ValueError, KeyError, Misconfigured) as error:
        raise NotReplayable(Reason.RELEASE_MISSING) from error


class Releases:
    """The engines of the releases that a history cites; few are kept, since each has its memory."""

    def __init__(self, history: History, make: Callable[[Release], Engine]) -> None:
        """Read releases from `history`; `make` gives each an engine, or raises `NotReplayable`."""
        self._history, self._make = history, make
        self._ready: OrderedDict[str, Ready] = OrderedDict()

    def ready(self, digest: str) -> Ready:
        """The release of this digest with an engine.

        Raises:
            NotReplayable: the release is not there, or cannot be run.
        """
        found = self._ready.pop(digest, None) or self._made(digest)
        self._ready[digest] = found
        if len(self._ready) > REPLAY_RELEASES_MAX:
            self._ready.popitem(last=False)[1].engine.close()
        return found

    def close(self) -> None:
        """Give every engine back."""
        while self._ready:
            self._ready.popitem()[1].engine.close()

    def _made(self, digest: str) -> Ready:
        release = release_in(self._history, digest)
        return Ready(release, self._make(release))
