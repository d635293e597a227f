"""What time stamps say about the times of decisions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.limits import STAMP_CLOCK_SECONDS_MAX
from gate.log.latest import Latest
from gate.log.timestamp import TimeAuthority
from gate.model.entry import instant
from tests.bundles import stamped
from tests.kinds import heartbeat
from tests.logs import check_log, draft, entry, open_log
from tests.tsa import Tsa, new_tsa

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALLOWED = timedelta(seconds=STAMP_CLOCK_SECONDS_MAX)
TICK = timedelta(microseconds=1)


def at(moment: datetime) -> str:
    return instant(moment)


def test_a_decision_may_be_as_late_as_clocks_differ() -> None:
    """STAMP_CLOCK_SECONDS_MAX after the stamp is allowed, a microsecond more is not."""
    latest = Latest.of({1: NOON})

    assert latest.problem(0, entry(decided_at=at(NOON - timedelta(days=9)))) is None
    assert latest.problem(0, entry(decided_at=at(NOON + ALLOWED))) is None
    assert "more than 60 seconds after" in str(
        latest.problem(0, entry(decided_at=at(NOON + ALLOWED + TICK)))
    )


@pytest.mark.parametrize(
    ("index", "hours"),
    [(0, 1), (1, 1), (2, 1), (3, 1), (4, 3), (5, 3), (6, None), (700, None)],
)
def test_the_earliest_stamp_of_all_that_cover_it_counts(index: int, hours: int | None) -> None:
    """Also where a larger checkpoint was stamped earlier; beyond the last nothing is said."""
    latest = Latest.of(
        {6: NOON + timedelta(hours=3), 2: NOON + timedelta(hours=2), 4: NOON + timedelta(hours=1)}
    )
    edge = NOON + timedelta(hours=hours or 9_000)
    late = entry(decided_at=at(edge + ALLOWED + TICK))

    assert latest.problem(index, entry(decided_at=at(edge + ALLOWED))) is None
    assert (latest.problem(index, late) is not None) is (hours is not None)


def test_without_stamps_nothing_is_said() -> None:
    """Nor of an entry of another kind, whose time nobody decides by."""
    assert Latest().problem(0, entry()) is None
    assert Latest.of({}).problem(0, entry()) is None
    assert Latest.of({1: NOON - timedelta(days=900)}).problem(0, heartbeat("h").entry) is None


# --- in the check of a log ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    return new_tsa(tmp_path_factory.mktemp("tsa") / "good")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Four decisions; the second says that it is made tomorrow."""
    log = open_log(tmp_path / "var")
    tomorrow = at(datetime.now(UTC) + timedelta(days=1))
    for number in range(4):
        log.append(draft(number, **({"decided_at": tomorrow} if number == 1 else {})))
    log.close()
    return tmp_path / "var"


@pytest.mark.usefixtures("either_store")
@pytest.mark.parametrize(("sizes", "named"), [((1,), []), ((2,), [1]), ((1, 4), [1])])
def test_a_decision_after_the_stamp_that_covers_it_is_a_finding(
    var: Path, tsa: Tsa, sizes: tuple[int, ...], named: list[int]
) -> None:
    """It is named; others that the stamp covers are not, nor is it by a stamp before it."""
    stamped(var, tsa, *sizes)
    report = check_log(var, authority=TimeAuthority.parse(tsa.chain.read_bytes()))

    assert [(found.index, found.code) for found in report.findings] == [
        (index, "stamp") for index in named
    ]
    assert report.stamps.held == len(sizes)


def test_a_stamp_that_does_not_hold_says_nothing_of_a_decision(var: Path, tsa: Tsa) -> None:
    """Nor one whose authority nobody named."""
    folder = stamped(var, tsa, 2)
    assert check_log(var).clean
    (folder.path / "2.tsr").write_bytes(b"garbage")
    report = check_log(var, authority=TimeAuthority.parse(tsa.chain.read_bytes()))

    assert [(found.index, found.code) for found in report.findings] == [(None, "stamp")]


def test_bad_stamps_hide_no_entry(var: Path, tsa: Tsa) -> None:
    """However many there are: what is wrong with entries comes first."""
    folder = stamped(var, tsa, 2, 3, 4)
    for size in (3, 4):
        (folder.path / f"{size}.tsr").write_bytes(b"garbage")
    report = check_log(var, authority=TimeAuthority.parse(tsa.chain.read_bytes()), findings_max=2)

    assert [found.index for found in report.findings] == [1, None]
