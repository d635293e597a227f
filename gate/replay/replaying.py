"""`gate log replay`: every decision of a range taken again, and what is told of all of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from gate.canon import JsonObject
from gate.errors import EngineUnavailable, Misconfigured
from gate.limits import ENGINE_SECONDS_MAX, REPLAY_LISTED_MAX
from gate.policy.engine import Engine
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from gate.replay.again import decide_again
from gate.replay.decisions import decisions_in
from gate.replay.outcome import NotReplayable, Reason, Replayed
from gate.replay.releases import Releases
from gate.replay.selection import Selection
from gate.replay.source import Place


@dataclass(frozen=True, slots=True)
class Replay:
    """The work of replaying a history, in any process (`gate.replay.work.Work`).

    Verdicts are evaluated in this process, or by the OPA server at `opa_url`, which may want a
    token, and whose certificates may be in a file of their own. A server has one release: decisions
    under another one cannot be replayed there. What it is told says nothing of the work.
    Without `drift` only verdicts are compared (`gate.replay.drift`).
    """

    place: Place
    selection: Selection = field(default_factory=Selection)
    cache: Path | None = None
    opa_url: str | None = None
    drift: bool = True
    opa_token: SecretStr | None = field(default=None, repr=False)
    opa_ca_file: Path | None = field(default=None, repr=False)

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], JsonObject]]:
        """What replays the entries of a range and gives a tally of it."""
        with self.place.open() as history:
            releases = Releases(history, self._engine)

            def over(first: int, end: int) -> JsonObject:
                tally = Tally()
                for index, entry in decisions_in(history, first, end, tally.lose):
                    if self.selection.has(entry):
                        again = decide_again(index, entry, history, releases, drift=self.drift)
                        tally.add(again)
                return tally.document()

            try:
                yield over
            finally:
                releases.close()

    def _engine(self, release: Release) -> Engine:
        """An engine for a release.

        Raises:
            NotReplayable: there is none for this release.
            Misconfigured: there is none for any: the server has no usable address, or no
                certificate that is trusted.
        """
        if self.opa_url is not None:
            return self._server(release, self.opa_url)
        try:
            return WasmEngine(release, cache=self.cache, instances=1)
        except Misconfigured as error:
            raise NotReplayable(Reason.ENGINE_UNAVAILABLE) from error

    def _server(self, release: Release, url: str) -> Engine:
        # Imported here, because the HTTP client costs half a second.
        from gate.policy.opa import OpaEngine  # noqa: PLC0415
        from gate.policy.opa_client import ServerNotTrusted  # noqa: PLC0415

        token = self.opa_token.get_secret_value() if self.opa_token else None
        engine = OpaEngine(release, url, token=token, ca_file=self.opa_ca_file)
        try:
            engine.check(seconds=ENGINE_SECONDS_MAX)
        except ServerNotTrusted as error:
            engine.close()
            raise Misconfigured(f"{error.detail} (GATE_OPA_CA_FILE)") from error
        except EngineUnavailable as error:
            engine.close()
            raise NotReplayable(Reason.ENGINE_UNAVAILABLE) from error
        return engine


class Tally:
    """What came of many decisions: counts of everything, and the first differences by index."""

    def __init__(self) -> None:
        self.match = self.mismatch = 0
        self.not_replayable: Counter[str] = Counter()
        self.versions: Counter[tuple[str, str, str]] = Counter()
        self.differences: list[dict[str, Any]] = []
        self.unreplayed: list[dict[str, Any]] = []
        self.drift: list[dict[str, Any]] = []
        self.drifted = 0

    def add(self, replayed: Replayed) -> None:
        """Count one decision."""
        self.match += replayed.matches
        if replayed.reason is not None:
            self.not_replayable[replayed.reason] += 1
            self.unreplayed.append({"index": replayed.index, "reason": str(replayed.reason)})
        self.mismatch += bool(replayed.differences)
        self.differences += [
            {"index": replayed.index, "rule": each.rule, "was": each.was, "is": each.now}
            for each in replayed.differences
        ]
        self.versions.update(replayed.versions)
        self.drifted += bool(replayed.drift)
        self.drift += [{"index": replayed.index, "part": part} for part in replayed.drift]

    def lose(self, index: int, reason: Reason) -> None:
        """Count an entry that cannot be read."""
        self.add(Replayed(index, reason))

    def merge(self, part: dict[str, Any]) -> None:
        """Count what another tally counted (its `document`); parts come in the log's order."""
        self.match += part["match"]
        self.mismatch += part["mismatch"]
        self.not_replayable.update(part["not_replayable"])
        self.drifted += part["drifted"]
        for each in part["versions"]:
            self.versions[each["of"], each["then"], each["now"]] += each["decisions"]
        for name in ("differences", "unreplayed", "drift"):
            listed = getattr(self, name)
            listed += part[name][: REPLAY_LISTED_MAX - len(listed)]

    def document(self) -> dict[str, Any]:
        """The tally as JSON; lists end at their bound, counts do not."""
        return {
            "match": self.match,
            "mismatch": self.mismatch,
            "not_replayable": dict(sorted(self.not_replayable.items())),
            "differences": self.differences[:REPLAY_LISTED_MAX],
            "unreplayed": self.unreplayed[:REPLAY_LISTED_MAX],
            "drifted": self.drifted,
            "drift": self.drift[:REPLAY_LISTED_MAX],
            "versions": [
                {"of": of, "then": then, "now": now, "decisions": count}
                for (of, then, now), count in sorted(self.versions.items())
            ],
        }

    @property
    def decisions(self) -> int:
        """How many were looked at."""
        return self.match + self.mismatch + sum(self.not_replayable.values())
