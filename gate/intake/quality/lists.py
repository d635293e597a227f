"""`lists.yaml`, read once: the words of check 1 in the form in which they are compared.

Each further check takes its own part of `raw_lists` and brings it into the form it needs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from gate.canon import canonical_bytes, digest_of
from gate.intake.plain import norm, words
from gate.strict_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class VariableForm:
    """How an unfilled variable of a template is written: from a match of `opens` to `close`."""

    opens: re.Pattern[str]
    close: str
    one_line: bool


@dataclass(frozen=True, slots=True)
class QualityLists:
    """What the gate takes for a placeholder. All texts are in the form of `plain.norm`.

    `digest` is over the canonical content of the file, for the recorded inputs of a decision.
    """

    digest: str
    class_of_path: Mapping[str, str]
    paths: Mapping[str, tuple[str, ...]]
    placeholders: frozenset[str]
    placeholder_pattern: re.Pattern[str]
    question_start: re.Pattern[str]
    placeholder_inside: tuple[str, ...]
    inside_pattern: re.Pattern[str]
    variable_forms: tuple[VariableForm, ...]
    variable_whole: re.Pattern[str]
    field_echo: frozenset[str]
    keyboard_run: re.Pattern[str]
    none_words: frozenset[str]
    headings: frozenset[str]
    rest_words: int
    ratio_metrics: frozenset[str]
    template_share: float
    template_gram: int
    template_fingerprints: frozenset[bytes]
    scores: Mapping[str, tuple[int, int]]
    missing_below: int
    report_below: int


@cache
def raw_lists() -> Any:
    """The content of the file, whose shape a test compares with its specification."""
    return read_yaml(_FILE.read_text(encoding="utf-8")).value


@cache
def quality_lists() -> QualityLists:
    """The lists that the package carries."""
    raw = raw_lists()
    inside = tuple(norm(phrase) for phrase in raw["placeholder_inside"])
    return QualityLists(
        digest=digest_of(canonical_bytes(raw)),
        class_of_path={path: name for name in _TEXT_CLASSES for path in raw["paths"][name]},
        paths={name: tuple(paths) for name, paths in raw["paths"].items()},
        placeholders=_normal(every_language(raw["placeholders"])),
        placeholder_pattern=_any_of(raw["placeholder_patterns"]),
        question_start=re.compile(_words_at_start(raw["question_starts"])),
        placeholder_inside=inside,
        inside_pattern=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, inside))})(?!\w)"),
        variable_forms=tuple(
            VariableForm(re.compile(form["open"]), form["close"], form["one_line"])
            for form in raw["template_variable"]
        ),
        variable_whole=re.compile(raw["template_variable_whole"]),
        field_echo=frozenset(norm(echo).replace("_", " ") for echo in raw["field_echo"]),
        keyboard_run=re.compile("|".join(map(re.escape, raw["keyboard_runs"]))),
        none_words=_normal(every_language(raw["none_words"])),
        headings=frozenset(" ".join(words(heading)) for heading in raw["headings"]),
        rest_words=raw["rest_words"],
        ratio_metrics=frozenset(raw["ratio_metrics"]),
        template_share=raw["template_share"],
        template_gram=raw["template_gram"],
        template_fingerprints=frozenset(map(bytes.fromhex, raw["template_fingerprints"].split())),
        scores={code: (low, high) for code, (low, high) in raw["scores"].items()},
        missing_below=raw["missing_below"],
        report_below=raw["report_below"],
    )


_TEXT_CLASSES: Final = ("prose", "name", "label", "licence", "uri")
_FILE: Final = resources.files("gate.intake.quality") / "lists.yaml"


def every_language(lists: Mapping[str, list[str]]) -> Iterator[str]:
    """The entries of a list that is kept by language."""
    for entries in lists.values():
        yield from entries


def _normal(entries: Iterator[str] | list[str]) -> frozenset[str]:
    return frozenset(norm(entry) for entry in entries)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _words_at_start(phrases: list[str]) -> str:
    alternatives = "|".join(re.escape(norm(phrase)) for phrase in phrases)
    return rf"(?:{alternatives})(?!\w)"
