"""The rules that a history knows, so that none of them disappears unseen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gate.canon import JsonObject
from gate.model.catalogue import Catalogue
from gate.replay.decisions import decisions_in
from gate.replay.outcome import NotReplayable
from gate.replay.releases import release_in
from gate.replay.selection import Selection
from gate.replay.source import Place


@dataclass(frozen=True, slots=True)
class Cites:
    """The work of finding which releases and rules decisions name (`gate.replay.work.Work`)."""

    place: Place
    selection: Selection

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], JsonObject]]:
        """What looks through the entries of a range; one that cannot be read names nothing."""
        with self.place.open() as history:

            def over(first: int, end: int) -> JsonObject:
                found = Cited()
                for _, entry in decisions_in(history, first, end, lambda _at, _why: None):
                    if self.selection.has(entry):
                        found.releases.add(entry.policy.digest)
                        for rules in entry.findings.values():
                            found.rules.update(rules)
                return {"releases": sorted(found.releases), "rules": sorted(found.rules)}

            yield over


class Cited:
    """The releases and the rules that decisions name."""

    def __init__(self) -> None:
        self.releases: set[str] = set()
        self.rules: set[str] = set()
        self.unread: set[str] = set()

    def merge(self, part: dict[str, Any]) -> None:
        """Add what another part of the history names."""
        self.releases.update(part["releases"])
        self.rules.update(part["rules"])

    def read_releases(self, place: Place) -> None:
        """Add every rule of the releases; one that the history does not have goes to `unread`."""
        with place.open() as history:
            for digest in sorted(self.releases):
                try:
                    self.rules.update(release_in(history, digest).catalogue.by_rule)
                except NotReplayable:
                    self.unread.add(digest)

    def lacking(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The rules that a candidate's catalogue does not have, sorted."""
        return tuple(sorted(self.rules - catalogue.by_rule.keys()))
