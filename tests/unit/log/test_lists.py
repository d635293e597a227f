"""Lists of decisions, and the history of a system."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gate.limits import DENIALS_DAYS, PAGE_ITEMS_MAX, STAGED_DIGESTS_MAX
from gate.log.log import Log
from gate.log.store import DecisionFilter, Live
from gate.model.entry import Artifact, instant
from tests.logs import BEGINNING, draft, entry, open_log

pytestmark = pytest.mark.usefixtures("either_store")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """An empty log."""
    opened = open_log(tmp_path)
    yield opened
    opened.close()


def _indices(log: Log, **wanted: str) -> list[int]:
    return [item.index for item in log.decisions(DecisionFilter(**wanted)).entries]


def _artifacts(*digests: str) -> tuple[Artifact, ...]:
    return tuple(Artifact(f"model {number}", digest) for number, digest in enumerate(digests))


def test_decisions_are_listed_newest_first_page_by_page(log: Log) -> None:
    """Each decision once, and new ones do not shift the pages."""
    for number in range(7):
        log.append(draft(number))
    pages = []
    before = None
    for _ in range(3):
        page = log.decisions(DecisionFilter(), before=before, limit=3)
        pages.append([item.index for item in page.entries])
        log.append(draft(10 + len(pages)))
        before = page.before

    assert pages == [[6, 5, 4], [3, 2, 1], [0]]
    assert before is None
    assert page.entries[0].entry == entry(0)


def test_a_cursor_beyond_everything_begins_at_the_newest(log: Log) -> None:
    """Cursors come from whoever asks."""
    log.append(draft(0))
    for before, indices in ((2**100, [0]), (1, [0]), (0, []), (-1, [])):
        page = log.decisions(DecisionFilter(), before=before)
        assert [item.index for item in page.entries] == indices


def test_a_page_that_is_exactly_full_is_the_last(log: Log) -> None:
    """No empty page follows."""
    for number in range(3):
        log.append(draft(number))

    assert log.decisions(DecisionFilter(), limit=3).before is None
    assert log.decisions(DecisionFilter(), limit=2).before == 1


def test_a_page_has_at_most_as_many_as_allowed(log: Log) -> None:
    """Where the caller does not say."""
    for number in range(PAGE_ITEMS_MAX + 1):
        log.append(draft(number))
    page = log.decisions(DecisionFilter())

    assert len(page.entries) == PAGE_ITEMS_MAX
    assert page.before == 1


def test_decisions_are_filtered(log: Log) -> None:
    """By system, environment, outcome, control and time, alone and together."""
    log.append(draft(0, system_id="a", environment="dev"))
    log.append(draft(1, system_id="b", environment="prod", deny=("A.7.4-1",), controls=("A.7.4",)))
    log.append(draft(2, system_id="a", environment="prod", warn=("A.7.4-2",), controls=("A.7.4",)))
    log.append(
        draft(3, system_id="a", environment="prod", deny=("A.9.2-3",), controls=("A.9.2", "A.7.4"))
    )

    assert _indices(log, system="a") == [3, 2, 0]
    assert _indices(log, system="c") == []
    assert _indices(log, environment="prod") == [3, 2, 1]
    assert _indices(log, outcome="allow") == [2, 0]
    assert _indices(log, control="A.7.4") == [3, 2, 1]
    assert _indices(log, control="A.9.2") == [3]
    assert _indices(log, control="A.7.4", outcome="deny", system="a") == [3]
    assert _indices(log, system="a", environment="prod", outcome="allow") == [2]


def test_times_include_the_first_and_exclude_the_last(log: Log) -> None:
    """`since` is included, `until` is not, to the microsecond."""
    for number in range(4):
        log.append(draft(number))
    at = [entry(number).decided_at for number in range(4)]

    assert _indices(log, since=at[1], until=at[3]) == [2, 1]
    assert _indices(log, since=at[3]) == [3]
    assert _indices(log, until=at[0]) == []


def test_a_filtered_list_has_pages_too(log: Log) -> None:
    """The cursor is the index, whatever is left out in between."""
    for number in range(6):
        log.append(draft(number, controls=("A.7.4",) if number % 2 else ()))
    first = log.decisions(DecisionFilter(control="A.7.4"), limit=2)
    second = log.decisions(DecisionFilter(control="A.7.4"), limit=2, before=first.before)

    assert [item.index for item in first.entries] == [5, 3]
    assert [item.index for item in second.entries] == [1]
    assert second.before is None


def test_a_system_that_nobody_deployed_has_no_history(log: Log) -> None:
    """Nothing live, nothing staged, nothing denied."""
    history = log.history("search", BEGINNING)

    assert (history.live, history.staged, dict(history.denied_90d)) == (None, (), {})


def test_live_is_the_newest_allowed_production_decision(log: Log) -> None:
    """Neither denied ones, nor other environments, nor other systems count."""
    live = {"environment": "prod", "system_version": "1.0.0"}
    log.append(draft(0, **live, artifacts=_artifacts("sha256:a")))
    log.append(
        draft(
            1, **{**live, "system_version": "1.1.0"}, artifacts=_artifacts("sha256:b", "sha256:c")
        )
    )
    log.append(draft(2, **{**live, "system_version": "1.2.0"}, deny=("A.7.4-1",)))
    log.append(draft(3, **{**live, "system_version": "1.3.0"}, outcome="needs_review"))
    log.append(draft(4, **{**live, "environment": "staging"}, artifacts=()))
    log.append(draft(5, **live, system_id="other", artifacts=()))

    assert log.history("search", BEGINNING).live == Live("1.1.0", ("sha256:b", "sha256:c"))
    assert log.history("other", BEGINNING).live == Live("1.0.0", ())


def test_a_retired_system_is_not_live(log: Log) -> None:
    """Until it is deployed again."""
    log.append(draft(0, environment="prod"))
    log.append(draft(1, environment="prod", action="retire"))
    assert log.history("search", BEGINNING).live is None
    log.append(draft(2, environment="prod", action="deploy"))
    assert log.history("search", BEGINNING).live is not None


def test_staged_are_the_digests_allowed_in_staging(log: Log) -> None:
    """Newest first, each once; an artefact without a digest is none."""
    staging = {"environment": "staging"}
    log.append(draft(0, **staging, artifacts=_artifacts("sha256:a", "sha256:b")))
    log.append(draft(1, **staging, artifacts=(*_artifacts("sha256:c"), Artifact("api", None))))
    log.append(draft(2, **staging, artifacts=_artifacts("sha256:d"), deny=("A.7.4-1",)))
    log.append(draft(3, environment="prod", artifacts=_artifacts("sha256:e")))
    log.append(draft(4, **staging, artifacts=_artifacts("sha256:a")))
    log.append(draft(5, **staging, system_id="other", artifacts=_artifacts("sha256:f")))

    assert log.history("search", BEGINNING).staged == ("sha256:a", "sha256:c", "sha256:b")


def test_staged_digests_are_bounded(log: Log) -> None:
    """The newest thousand are told; older ones count as never staged."""
    count = 0
    while count <= STAGED_DIGESTS_MAX:
        batch = [f"sha256:{number:05}" for number in range(count, count + 7 * 11)]
        log.append(draft(count, environment="staging", artifacts=_artifacts(*batch)))
        count += len(batch)
    staged = log.history("search", BEGINNING).staged

    assert count == STAGED_DIGESTS_MAX + 1
    assert len(staged) == STAGED_DIGESTS_MAX
    assert {f"sha256:{number:05}" for number in range(count)} - set(staged) == {"sha256:00076"}


def _denied(log: Log, number: int, moment: datetime, *rules: str, **changes: str) -> None:
    log.append(draft(number, decided_at=instant(moment), deny=rules, **changes))


def test_denials_count_for_ninety_days(log: Log) -> None:
    """Exactly: a denial 90 days before now counts, a microsecond earlier it does not."""
    now = BEGINNING + timedelta(days=200, hours=7)
    edge = now - timedelta(days=DENIALS_DAYS)
    tick = timedelta(microseconds=1)
    day = edge.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [
        edge - timedelta(days=1),
        day,
        edge - tick,
        edge,
        edge + tick,
        day + timedelta(days=1) - tick,
        day + timedelta(days=1),
        now - timedelta(days=1),
        now,
    ]
    for number, moment in enumerate(moments):
        _denied(log, number, moment, "A.7.4-1")

    assert dict(log.history("search", now).denied_90d) == {"A.7.4-1": 6}
    assert dict(log.history("search", now + tick).denied_90d) == {"A.7.4-1": 5}
    assert dict(log.history("search", now - tick).denied_90d) == {"A.7.4-1": 7}


def test_denials_count_once_for_each_decision_and_rule(log: Log) -> None:
    """Only denied decisions of this system, and only the rules that denied."""
    _denied(log, 0, BEGINNING, "A.7.4-1", "A.9.2-3", "A.7.4-1")
    _denied(log, 1, BEGINNING, "A.7.4-1")
    _denied(log, 2, BEGINNING, "A.7.4-1", system_id="other")
    log.append(draft(3, review=("A.8.2-1",), outcome="needs_review"))
    log.append(draft(4, deny=("A.8.3-1",), outcome="needs_review"))

    assert dict(log.history("search", BEGINNING).denied_90d) == {"A.7.4-1": 2, "A.9.2-3": 1}


def test_denials_add_up_across_batches_and_restarts(tmp_path: Path) -> None:
    """The counts are kept, not remembered."""
    for number in range(3):
        log = open_log(tmp_path)
        _denied(log, number, BEGINNING + timedelta(hours=number), "A.7.4-1")
        log.close()
    log = open_log(tmp_path)

    assert dict(log.history("search", BEGINNING).denied_90d) == {"A.7.4-1": 3}
    log.close()
