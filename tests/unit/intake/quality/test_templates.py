"""The text of card templates."""

import hashlib
from dataclasses import replace

import pytest

from gate.intake.plain import forms_of
from gate.intake.quality import borrowed
from gate.intake.quality.borrowed import template_flaw
from gate.intake.quality.lists import quality_lists, raw_lists

RUN = "Users both direct and downstream should be made aware of the risks"


def _score(text):
    flaw = template_flaw(forms_of(text))
    return 100 if flaw is None else flaw.score


@pytest.mark.parametrize("heading", raw_lists()["headings"])
def test_a_heading_alone_is_a_template(heading):
    """In any case, as Markdown and with the mark of the optional ones."""
    for shown in (heading, heading.upper() + ".", f"## {heading} [optional]"):
        assert _score(shown) == 0


def test_a_heading_needs_eight_other_words():
    """Of all lines that are none, together."""
    assert _score("## Limitations\none two three\nfour five six seven") == 0
    assert _score("## Limitations\none two three\nfour five six seven eight") == 100
    assert _score("## Limitations\n## Recommendations\nA few words") == 0


def _known(*runs):
    return frozenset(hashlib.sha256(run.encode()).digest()[:4] for run in runs)


@pytest.mark.parametrize(
    ("known", "score"), [(0, 100), (3, 100), (4, 60), (6, 60), (7, 0), (10, 0)]
)
def test_the_share_of_known_runs_decides(monkeypatch, known, score):
    """Of ten runs: above three tenths partly, above six tenths a template."""
    words = [f"w{n}" for n in range(14)]
    runs = [" ".join(words[start : start + 5]) for start in range(10)]
    lists = replace(quality_lists(), template_fingerprints=_known(*runs[:known]))
    monkeypatch.setattr(borrowed, "quality_lists", lambda: lists)

    assert _score(" ".join(words)) == score


def test_four_words_have_no_run():
    """Only a heading makes them a template."""
    assert _score("four words of nothing") == 100


def test_the_common_templates_are_known():
    """By fingerprints alone; a sentence of one's own after them counts."""
    assert _score(RUN) == 0
    assert (
        _score(RUN + ". In our tests these were the misreading of plates and nothing else.") == 60
    )
