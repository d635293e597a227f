"""A candidate that the service was asked to weigh; see `gate policy impact`.

It comes with the job and lies in its folder. The rules that the history cites are looked for first,
so a candidate that lacks one of them is refused before anything is weighed.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from gate.canon import canonical_bytes
from gate.impact.approvals import Approvals, ApprovedRule
from gate.impact.candidate import terms_for
from gate.impact.cited import Cited, Cites
from gate.impact.measuring import Impact
from gate.impact.report import Terms, report_of
from gate.impact.tally import Tally
from gate.jobs.doing import Given
from gate.jobs.job import JOURNAL
from gate.policy.release import Release, release_of
from gate.replay.selection import Selection

_CANDIDATE: Final = "candidate.tar"
_APPROVALS: Final = "approvals.json"
_CITED: Final = "cited"


def files_of(archive: bytes, approvals: Approvals) -> Mapping[str, bytes]:
    """What such a job needs: the candidate as one tar, and what of it is approved."""
    return {
        _CANDIDATE: archive,
        _APPROVALS: canonical_bytes(approvals.model_dump(mode="json")),
    }


class Weighing:
    """See `gate.jobs.doing.Doing`."""

    def __init__(self, given: Given) -> None:
        self._given = given
        asked = dict(given.job.asked)
        self._digest = asked.pop("candidate")["digest"]
        self._accepted = frozenset(asked.pop("accept"))
        self._selection = Selection(**asked)
        self._tally = Tally()
        self._terms = Terms()

    def go_on(self) -> Iterator[int]:
        """See `Doing.go_on`; none is finished while cited rules are looked for."""
        given = self._given
        cited = Cited()
        for done in given.done(Cites(given.place, self._selection), _CITED):
            cited.merge(done.result)
            yield 0
        cited.read_releases(given.place)
        self._terms = terms_for(
            self._candidate,
            cited,
            approvals=self._approvals(),
            accepted=self._accepted,
        )
        work = Impact(
            given.place,
            self._selection,
            self._digest,
            given.file(_CANDIDATE),
            given.cache,
        )
        for done in given.done(work, JOURNAL):
            self._tally.merge(done.result)
            yield done.range.end - given.job.first

    def document(self) -> dict[str, Any]:
        """What `gate policy impact --output json` says."""
        return report_of(self._tally, self._candidate, self._terms)

    @cached_property
    def _candidate(self) -> Release:
        return release_of(self._given.content(_CANDIDATE))

    def _approvals(self) -> tuple[ApprovedRule, ...]:
        return Approvals.model_validate_json(self._given.content(_APPROVALS)).loosened
