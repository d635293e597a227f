"""The decisions that still bind a system."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.log.log import Log
from tests.logs import BEGINNING, draft, open_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """An empty log."""
    opened = open_log(tmp_path)
    yield opened
    opened.close()


def _inputs(log: Log) -> tuple[object, object]:
    history = log.history("search", BEGINNING)
    return tuple(
        None if past is None else past.policy_input
        for past in (history.allowed, history.in_production)
    )


def test_a_system_that_was_never_allowed_has_no_past(log: Log) -> None:
    """Denied and sent to review, and what was allowed to others."""
    log.append(draft(0, deny=("A.7.4-1",)))
    log.append(draft(1, outcome="needs_review"))
    log.append(draft(2, system_id="other"))

    assert _inputs(log) == (None, None)


def test_the_newest_allowed_decision_is_told_in_any_environment(log: Log) -> None:
    """With its policy input and results; the live version may be of another one."""
    log.append(draft(0, environment="prod"))
    assert _inputs(log) == ({"input": 0}, {"input": 0})

    log.append(draft(1, environment="staging"))
    log.append(draft(2, environment="dev"))
    log.append(draft(3, deny=("A.7.4-1",)))
    assert _inputs(log) == ({"input": 2}, {"input": 0})

    log.append(draft(4, environment="prod", action="retire"))
    assert _inputs(log) == ({"input": 4}, None)
    assert log.history("search", BEGINNING).allowed.results == {"results": 4}


def test_what_was_erased_is_none(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision is known, its content is not."""
    log.append(draft(0, environment="prod"))
    monkeypatch.setattr(log._reader, "blob", lambda _digest: None)
    history = log.history("search", BEGINNING)

    assert history.live is not None
    assert (history.allowed.policy_input, history.allowed.results) == (None, None)
