"""What an importer gives back: the content of one document in terms of the request.

An importer says what the document says and where; whether and where that enters a request is
decided once for all formats, in `merge.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from gate.canon import JsonObject, JsonValue
from gate.limits import IMPORT_NOTE_CHARS_MAX, IMPORT_NOTES_MAX

EMPTY: Final[tuple[JsonValue, ...]] = (None, "", [], {}, ())
"""Values that state nothing; `in` compares, so `False` and `0` are none of them."""


class Unreadable(ValueError):
    """A document is not of its format. Whoever asked turns it into an error of the gate.

    Attributes:
        place: where, such as `the front matter, line 3`; never a value of the document.
        reason: what was expected there.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Part:
    """What a document says about one model or one dataset.

    Attributes:
        names: what the document calls it, best first; empty when it does not say.
        fields: fields of an element of `models[]` or `data[]`; none is empty.
        pointer: where in the document this stands.
    """

    names: tuple[str, ...]
    fields: JsonObject
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says.

    Attributes:
        models: the models it is about.
        data: the datasets it is about.
        datasets: names of datasets that its model was trained on.
        tooling: elements of `resources.tooling[]`.
        runs: elements of `evaluation.runs[]`, as far as the document states them.
        suggestions: blocks that a person may take over; they never enter a request by themselves.
        valid: whether the document keeps the rules of its format in everything that was read.
        warnings: what could not be carried over, as sentences without values.
        unmapped_fields: fields and headings that have content and no place in the request.
    """

    models: tuple[Part, ...] = ()
    data: tuple[Part, ...] = ()
    datasets: tuple[str, ...] = ()
    tooling: tuple[JsonObject, ...] = ()
    runs: tuple[JsonObject, ...] = ()
    suggestions: JsonObject = field(default_factory=dict)
    valid: bool = True
    warnings: tuple[str, ...] = ()
    unmapped_fields: tuple[str, ...] = ()


class Importer(Protocol):
    """The reader of one format. It holds no state and may be used by any number of threads."""

    @property
    def name(self) -> str:
        """The format, as requests name it."""

    @property
    def version(self) -> str:
        """The version of the reader, for the record of a decision."""

    def recognises(self, content: bytes, filename: str | None) -> bool:
        """Whether `content` looks like this format; asked when nobody said which it is."""

    def read(self, content: bytes) -> Reading:
        """What `content` says.

        Raises:
            Unreadable: it is not of this format. Nothing else is ever raised.
        """


def bounded_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """`notes` without repetition, each and all of them bounded; the last says how many are left."""
    kept = list(dict.fromkeys(_bounded(note) for note in notes))
    if len(kept) <= IMPORT_NOTES_MAX:
        return tuple(kept)
    left = len(kept) - IMPORT_NOTES_MAX + 1
    return (*kept[: IMPORT_NOTES_MAX - 1], f"and {left} more")


def _bounded(note: str) -> str:
    line = " ".join(note.split())
    if len(line) <= IMPORT_NOTE_CHARS_MAX:
        return line
    return line[: IMPORT_NOTE_CHARS_MAX - 1] + "…"
