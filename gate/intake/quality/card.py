"""`facts.card_score`: how much the card of a model says, 0 to 100.

A high score means that the card speaks, not that the system is good: what stands in the request
counts, wherever it came from.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.intake.evidence import is_sha256_hex
from gate.intake.plain import forms_of, norm
from gate.intake.quality.absence import says_none
from gate.intake.quality.assessment import score_at
from gate.intake.quality.lists import quality_lists, raw_lists
from gate.intake.quality.measured import Measured, measured
from gate.intake.quality.placeholders import flaw_of
from gate.intake.quality.places import value_at
from gate.intake.spdx import is_licence_expression
from gate.intake.stated import object_at, objects_at
from gate.limits import QUALITY_REMEMBERED_CHARS_MAX, QUALITY_REMEMBERED_TEXTS_MAX
from gate.model.instant import instant_of

_NAME_CHARS_MIN: Final = 3
_CARD_TEXTS: Final = ("out_of_scope_uses", "limitations")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A request, what is wrong with it, and the points of each part."""

    document: JsonObject
    scored: Mapping[str, JsonValue]
    now: datetime
    points: Mapping[str, Any]

    def fair(self, pointer: str) -> bool:
        """Whether what stands there does not count as missing."""
        return score_at(self.scored, pointer) >= quality_lists().missing_below

    def good(self, text: JsonValue, pointer: str) -> bool:
        """Whether a text says something, at some length."""
        return (
            isinstance(text, str) and len(text) >= self.points["good_chars"] and self.fair(pointer)
        )

    def good_texts(self, texts: JsonValue, pointer: str) -> list[str]:
        """The good ones of a list of texts."""
        stated = texts if isinstance(texts, list | tuple) else ()
        return [
            text
            for index, text in enumerate(stated)
            if isinstance(text, str) and self.good(text, f"{pointer}/{index}")
        ]

    def is_deep(self, texts: list[str]) -> bool:
        """Two good texts, or one long one."""
        return len(texts) > 1 or any(len(text) >= self.points["depth_chars"] for text in texts)


def card_scores(
    document: JsonObject, scored: Mapping[str, JsonValue], now: datetime
) -> dict[str, JsonValue]:
    """`{model id: 0..100}`; of several models with one id the first counts.

    A model without a good use that is out of scope, without a good limitation and without a sane
    metric scores 0: such a card is a template with a name.

    Args:
        document: the blocks of the request, after import.
        scored: what `quality` gave for it.
        now: the instant of the decision, aware.
    """
    reading = _Reading(document, scored, now, raw_lists()["card"])
    scores: dict[str, JsonValue] = {}
    for index, model in enumerate(objects_at(document, "models")):
        identifier = model.get("id")
        if isinstance(identifier, str):
            scores.setdefault(identifier, _score(reading, model, f"/models/{index}"))
    return scores


def _score(reading: _Reading, model: JsonObject, pointer: str) -> int:
    metrics = measured(reading.document, model, fair=reading.fair)
    speaks = any(
        reading.good_texts(model.get(block), f"{pointer}/{block}") for block in _CARD_TEXTS
    )
    if not speaks and not metrics.sane:
        return 0
    return (
        _identity(reading, model, pointer)
        + _use(reading, model, pointer)
        + _limits(reading, model, pointer)
        + _metrics(reading.points["metrics"], metrics)
        + _ownership(reading, model, pointer)
    )


def _identity(reading: _Reading, model: JsonObject, pointer: str) -> int:
    points = reading.points["identity"]
    name, updated = model.get("name"), value_at(model, "card", "last_updated")
    moment = instant_of(updated) if isinstance(updated, str) else None
    is_named = isinstance(name, str) and len(name) >= _NAME_CHARS_MIN
    return _sum(
        (points["name"], is_named and reading.fair(f"{pointer}/name")),
        (points["version"], _is_version(model.get("version"))),
        (points["digest"], _is_fixed(model)),
        (points["licence"], _is_licensed(value_at(model, "licence"))),
        (points["date"], moment is not None and moment <= reading.now),
    )


def _use(reading: _Reading, model: JsonObject, pointer: str) -> int:
    points = reading.points["use"]
    uses = [
        (use, f"/system/intended_uses/{index}")
        for index, use in enumerate(
            objects_at(object_at(reading.document, "system"), "intended_uses")
        )
    ]
    described = [
        (use, place)
        for use, place in uses
        if reading.good(use.get("description"), f"{place}/description")
    ]
    outside = reading.good_texts(model.get("out_of_scope_uses"), f"{pointer}/out_of_scope_uses")
    return _sum(
        (points["intended"], bool(described)),
        (points["users"], any(use.get("users") for use, _ in described)),
        (
            points["context"],
            any(
                use.get("context") and reading.fair(f"{place}/context") for use, place in described
            ),
        ),
        (points["out_of_scope"], bool(outside)),
        (points["out_of_scope_depth"], reading.is_deep(outside)),
    )


def _limits(reading: _Reading, model: JsonObject, pointer: str) -> int:
    points = reading.points["limits"]
    limits = reading.good_texts(model.get("limitations"), f"{pointer}/limitations")
    tradeoffs = reading.good_texts(model.get("tradeoffs"), f"{pointer}/tradeoffs")
    risks = sum(
        reading.good(risk.get("description"), f"/risk/risks/{index}/description")
        for index, risk in enumerate(objects_at(object_at(reading.document, "risk"), "risks"))
    )
    return _sum(
        (points["limitation"], bool(limits)),
        (points["limitation_depth"], reading.is_deep(limits)),
        (points["tradeoff"], bool(tradeoffs)),
        (points["risk"], risks > 0),
        (points["risks"], risks >= reading.points["risks_count"]),
    )


def _metrics(points: Mapping[str, int], metrics: Measured) -> int:
    sliced = points["slices"] if metrics.sliced else 0
    if not metrics.sane:
        return sliced
    return (
        sliced
        + points["present"]
        + int(points["sample_size"] * metrics.with_sample_size / metrics.sane)
        + int(points["interval"] * metrics.with_interval / metrics.sane)
        + int(points["dataset"] * metrics.runs_on_known_data / metrics.runs)
    )


def _ownership(reading: _Reading, model: JsonObject, pointer: str) -> int:
    points = reading.points["ownership"]
    authors = value_at(model, "card", "authors")
    owner = value_at(reading.document, "system", "owner", "id")
    contact = value_at(reading.document, "operations", "support", "contact")
    reachable = (
        (isinstance(owner, str) and "@" in owner)
        or (bool(contact) and reading.fair("/operations/support/contact"))
        or bool(value_at(reading.document, "transparency", "external_reporting_channel"))
    )
    return _sum(
        (
            points["authors"],
            any(
                isinstance(author, str)
                and len(author) >= _NAME_CHARS_MIN
                and reading.fair(f"{pointer}/card/authors/{index}")
                for index, author in enumerate(authors if isinstance(authors, list | tuple) else ())
            ),
        ),
        (points["owner"], bool(owner)),
        (points["contact"], reachable),
    )


def _is_version(version: JsonValue) -> bool:
    if not isinstance(version, str):
        return False
    is_short = len(version) <= QUALITY_REMEMBERED_CHARS_MAX
    return (_says_version if is_short else _says_version.__wrapped__)(version)


@lru_cache(maxsize=QUALITY_REMEMBERED_TEXTS_MAX)
def _says_version(text: str) -> bool:
    if not text.strip() or flaw_of(forms_of(text)) is not None:
        return False
    said = norm(text)
    return said not in raw_lists()["card"]["vague_versions"] and not says_none(said)


def _is_fixed(model: JsonObject) -> bool:
    """Whether it is known which artefact this is: by digest, or by version at a vendor's."""
    version, digest = model.get("version"), value_at(model, "artifact", "digest")
    if model.get("source") == "vendor_api":
        return _is_version(version) and re.search(r"\d", str(version)) is not None
    value = value_at(digest, "value")
    return value_at(digest, "alg") == "sha256" and isinstance(value, str) and is_sha256_hex(value)


def _is_licensed(licence: JsonValue) -> bool:
    expression = value_at(licence, "expression")
    known = isinstance(expression, str) and is_licence_expression(expression)
    return known or bool(value_at(licence, "custom_uri"))


def _sum(*rows: tuple[int, bool]) -> int:
    return sum(points for points, earned in rows if earned)
