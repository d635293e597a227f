"""The page about evidence quality says what the lists say."""

import re

from gate.intake.quality.lists import raw_lists
from tests.shared import ROOT

_PAGE = (ROOT / "docs/evidence-quality.md").read_text(encoding="utf-8")


def test_every_code_and_its_score_is_on_the_page():
    """None is missing, and none is there that does not exist."""
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", _PAGE, re.MULTILINE))
    scores = {
        code: str(worst) if worst == partly else f"{worst} or {partly}"
        for code, (worst, partly) in raw_lists()["scores"].items()
    }

    assert rows == scores


def test_the_points_of_every_part_are_on_the_page():
    """As they add up."""
    card = raw_lists()["card"]
    rows = re.findall(r"^\| (\w+) \| (\d+) \|", _PAGE, re.MULTILINE)

    assert rows == [
        (name, str(sum(card[name].values())))
        for name in ("identity", "use", "limits", "metrics", "ownership")
    ]
