"""facts.quality of dates."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import quality
from gate.intake.quality.lists import quality_lists
from tests.quality_documents import found_at

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _quality(document):
    return quality(document, [], now=NOW, evidence={})


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("2026-11-23T09:05:00Z", None),
        ("2026-11-23T09:05:01Z", "future"),
        ("2026-11-24", "future"),
        ("2026-11-23", None),
        ("yesterday", "not_a_date"),
        ("2026-02-30", "not_a_date"),
    ],
)
def test_what_happened_does_not_lie_ahead(stated, code):
    """Clocks may differ by five minutes."""
    found = _quality({"risk": {"performed_at": stated}})

    assert found == ({"/risk/performed_at": {"score": 0, "reasons": [code]}} if code else {})


@pytest.mark.parametrize("path", quality_lists().paths["past"])
def test_every_date_of_the_past_is_looked_at(path):
    """Wherever it stands; an empty one is for the rule that needs it."""
    assert found_at(path, "2026-11-22") == (100, [])
    assert found_at(path, "2026-11-25") == (0, ["future"])
    assert found_at(path, "last week") == (0, ["not_a_date"])


def test_a_date_that_may_lie_ahead_is_not_looked_at():
    """An expiry is meant to."""
    assert _quality({"evidence": [{"id": "a", "expires_at": "2030-01-01"}]}) == {}


@pytest.mark.parametrize(
    ("earlier", "later", "wrong"),
    [("2025-05-02", "2025-05-01", False), ("2025-05-03", "2025-05-01", True)],
)
def test_what_came_later_is_not_earlier(earlier, later, wrong):
    """With one day of tolerance; the later date is the doubtful one."""
    found = _quality(
        {"data": [{"acquisition": {"collected_from": earlier, "collected_to": later}}]}
    )

    assert list(found) == (["/data/0/acquisition/collected_to"] if wrong else [])


def test_a_report_is_not_older_than_its_run():
    """The evidence that the report names."""
    document = {
        "evaluation": {
            "runs": [{"started_at": "2026-05-03T00:00:00Z", "report": {"evidence_id": "r"}}]
        },
        "evidence": [{"id": "other"}, {"id": "r", "issued_at": "2026-05-01"}],
    }

    assert _quality(document) == {"/evidence/1/issued_at": {"score": 0, "reasons": ["wrong_order"]}}
