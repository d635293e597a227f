"""`gate log recheck`: every live system as of another moment, and what is told of all of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gate.canon import JsonObject
from gate.errors import Misconfigured
from gate.people.organisation import Organisation
from gate.people.source import OrganisationSource
from gate.policy.release import load_release, shipped_release
from gate.policy.wasm import WasmEngine
from gate.replay.decisions import decisions_in
from gate.replay.live import LiveSystem
from gate.replay.recheck import Blocking, Rechecked, recheck
from gate.replay.releases import Ready
from gate.replay.source import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """The work of rechecking live systems, in any process (`gate.replay.work.Work`).

    One system takes about ten evaluations, so each is a range of its own: its entry.

    Attributes:
        place: the history.
        at: the moment asked about, aware.
        release: the digest of the release at `release_file`, or of the shipped one.
        organisation: the digest of the organisation's files in `folder`; None where none count.
        release_file: where the release is; that says nothing of the work, as does `folder`.
    """

    place: Place
    at: datetime
    release: str
    organisation: str | None = None
    release_file: Path | None = field(default=None, repr=False)
    folder: Path | None = field(default=None, repr=False)
    cache: Path | None = None

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], JsonObject]]:
        """What rechecks the systems whose entries are in a range, each of which has to be live.

        Raises:
            Misconfigured: release or organisation are not there, or others than those asked about.
        """
        organisation = self._organisation()
        with ExitStack() as opened:
            history = opened.enter_context(self.place.open())
            ready = self._ready()
            opened.callback(ready.engine.close)

            def over(first: int, end: int) -> JsonObject:
                lost: list[int] = []
                found = [
                    recheck(
                        LiveSystem(index, entry), history, ready, self.at, organisation=organisation
                    )
                    for index, entry in decisions_in(
                        history, first, end, lambda at, _: lost.append(at)
                    )
                ]
                systems = [told_of(each, self.at) for each in found]
                return {"systems": systems, "corrupt": len(lost)}

            yield over

    def _ready(self) -> Ready:
        release = load_release(self.release_file) if self.release_file else shipped_release()
        if release.digest != self.release:
            raise Misconfigured("the release is another one here, or was changed; start again")
        return Ready(release, WasmEngine(release, cache=self.cache, instances=1))

    def _organisation(self) -> Organisation | None:
        if self.folder is None:
            return None
        found = OrganisationSource(self.folder).current()
        if found.digest != self.organisation:
            raise Misconfigured(
                "the organisation's files are others here, or were changed; start again"
            )
        return found


def told_of(each: Rechecked, at: datetime) -> dict[str, Any]:
    """A system as JSON; `at` is the moment it was asked about."""
    entry = each.live.entry
    return {
        "system": entry.system_id,
        "version": entry.system_version,
        "index": each.live.index,
        "decision_id": entry.decision_id,
        "decided_at": entry.decided_at,
        "outcome": str(each.outcome) if each.outcome else None,
        "reason": str(each.reason) if each.reason else None,
        "findings": [_finding(found) for found in each.blocking],
        "next": each.expiry
        and {
            "in_days": each.expiry.days,
            "at": (at + timedelta(days=each.expiry.days)).isoformat(),
            "findings": [_finding(found) for found in each.expiry.blocking],
        },
    }


def _finding(found: Blocking) -> dict[str, str]:
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "status": str(found.status),
        "title": found.title,
        "remediation": found.remediation,
    }
