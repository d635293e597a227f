"""Documents for tests of evidence quality: one text at one path, and what the checks find."""

import re
from datetime import UTC, datetime
from typing import Any

from gate.intake.quality import card_scores, quality
from gate.intake.walk import leaves

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GOOD = "The model was never tested on recordings made in a moving car."
"""A sentence that every check lets pass; 62 characters."""

_DIGEST = {"alg": "sha256", "value": "a" * 64}
_DEEP = (
    GOOD + " Nothing is known about trains, planes and ships, where nobody recorded anything, so "
    "its errors may be more frequent there."
)
_BEYOND = (
    "Subtitles for films are out of scope, because music and noise were filtered out of all "
    "recordings before training and nobody measured what becomes of the text when they are there."
)
_RISKS = [
    "A loan is refused to somebody who would have paid it back in time.",
    "A clerk follows the score without a look at the file of the person.",
    "Somebody finds out from the answer what an agency had stored about them.",
]
_STEP = re.compile(r"([a-z_0-9]+)((?:\[\])*)\.?")


def document_with(path: str, value: Any, **beside: Any) -> dict[str, Any]:
    """A document whose only value stands at `path`; `beside` are fields of the object it is in."""
    steps = [(name, marks.count("[]")) for name, marks in _STEP.findall(path)]
    document: dict[str, Any] = {}
    inner = document
    for name, lists in steps[:-1]:
        following: dict[str, Any] = {}
        inner[name] = [following] if lists else following
        inner = following
    name, lists = steps[-1]
    inner[name] = [value] if lists else value
    inner.update(beside)
    return document


def pointer_of(path: str) -> str:
    """The pointer of the only value of `document_with(path, …)`."""
    return "/" + path.replace("[]", "/0").replace(".", "/")


def quality_of(document: dict[str, Any], *, verified: Any = None) -> dict[str, Any]:
    """`facts.quality` of `document` at `NOW`."""
    found = quality(document, leaves(document), now=NOW, evidence=verified or {})
    return dict(found)


def found_at(path: str, value: Any, **beside: Any) -> tuple[int, list[str]]:
    """The score and the reasons of `value` at `path`."""
    entry = quality_of(document_with(path, value, **beside)).get(pointer_of(path))
    return (100, []) if entry is None else (entry["score"], entry["reasons"])


def card_score(document: dict[str, Any]) -> dict[str, Any]:
    """`facts.card_score` of `document` at `NOW`."""
    return card_scores(document, quality_of(document), NOW)


def full_card() -> dict[str, Any]:
    """A document whose only card, of the model `m`, has every point."""
    metric = {"name": "f1", "value": 0.9, "unit": "ratio", "n": 500}
    interval = {"level": 0.95, "lower": 0.88, "upper": 0.92}
    slices = [{"sex": "f"}, {"sex": "m"}]
    model = {
        "id": "m",
        "name": "speech",
        "version": "2.1",
        "source": "in_house",
        "artifact": {"digest": _DIGEST},
        "licence": {"expression": "MIT"},
        "card": {"last_updated": "2026-11-23", "authors": ["A. Author"]},
        "out_of_scope_uses": [_BEYOND],
        "limitations": [_DEEP],
        "tradeoffs": ["A smaller model was chosen so that it runs on the phone of its user."],
    }
    return {
        "models": [model],
        "data": [{"id": "d"}],
        "system": {
            "owner": {"id": "owner@x.example"},
            "intended_uses": [
                {
                    "description": "Journalists of the newsroom write down interviews with it.",
                    "users": ["journalists"],
                    "context": "Only recordings that the people in them agreed to are used.",
                }
            ],
        },
        "risk": {"risks": [{"description": risk} for risk in _RISKS]},
        "evaluation": {
            "runs": [
                {
                    "model_digest": _DIGEST,
                    "dataset_id": "d",
                    "metrics": [{**metric, "ci": interval, "slice": part} for part in slices],
                }
            ]
        },
    }
