"""Reason, waiver and rollout of a finding in words."""

from typing import Any

import pytest

from gate.cli.finding_text import end_words, reason_words, rollout_words, waiver_words
from gate.model.verdict import WaiverCode
from tests.unit.cli.decisions import finding


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "has no end"),
        (20, "ends in 20 days"),
        (1.9, "ends in 1 day"),
        (0.9, "ends in less than a day"),
        (0, "ended less than a day ago"),
        (-0.9, "ended less than a day ago"),
        (-1.0, "ended 1 day ago"),
        (-40.2, "ended 40 days ago"),
    ],
)
def test_an_end_is_told_in_whole_days(days: float | None, words: str) -> None:
    """Never more days than are left."""
    assert end_words(days) == words


@pytest.mark.parametrize(
    ("state", "ends", "words"),
    [
        ("active", 20, "waivers/3 is active, ends in 20 days"),
        ("expiring", 2, "waivers/3 is expiring, ends in 2 days"),
        ("expired", -2, "waivers/3 is expired, ended 2 days ago"),
        (
            "pending",
            2,
            "waivers/3 is pending: it is not in force yet, or a condition of it is not met; "
            "it ends in 2 days",
        ),
    ],
)
def test_a_waiver_is_told_with_state_and_end(state: str, ends: float, words: str) -> None:
    """Each state but invalid has an end."""
    told: dict[str, Any] = {"index": 3, "state": state, "codes": [], "ends_in_days": ends}

    assert waiver_words(told) == words


@pytest.mark.parametrize("code", WaiverCode)
def test_every_code_has_words(code: WaiverCode) -> None:
    """Nobody has to look one up."""
    told = {"index": 0, "state": "invalid", "codes": [code.value], "ends_in_days": None}

    words = waiver_words(told)

    assert words is not None
    assert words.startswith("waivers/0 is invalid: ")
    assert not words.endswith(f": {code.value}")


def test_no_waiver_has_no_words() -> None:
    """Most findings have none."""
    assert waiver_words(None) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mode": "enforce"}, None),
        ({"mode": "warn"}, "warn, would deny"),
        ({"mode": "observe", "would_be": "review"}, "observe, would ask for a review"),
        ({"mode": "observe", "would_be": "warn"}, "observe, would warn"),
        (
            {"mode": "warn", "blocks_from": "2027-01-01"},
            "warn, would deny; blocks from 2027-01-01",
        ),
        ({"mode": "off", "would_be": "off"}, "off, would have no effect"),
    ],
)
def test_a_rollout_is_told_with_its_effect_and_day(
    changes: dict[str, object], words: str | None
) -> None:
    """What is enforced needs no words."""
    assert rollout_words(finding(**changes)) == words


def test_reasons_are_sentences_and_unknown_ones_stay() -> None:
    """A newer gate may have reasons that this command line does not know."""
    assert reason_words(None) is None
    assert "excludes" in str(reason_words("soa"))
    assert "not implemented" in str(reason_words("soa_not_implemented"))
    assert reason_words("newer") == "newer"
