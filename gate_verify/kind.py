"""What a kind of entry is to the check of a log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Named: TypeAlias = tuple[str, str]
"""The name of something that an entry is about, and its digest: `<algorithm>:<value>`."""


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry changes for those after it; most change nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the check of a log needs to know of an entry."""

    once: tuple[tuple[str, ...], ...]
    """What no other entry may have, each after a word for it."""
    contents: tuple[str, ...]
    """SHA-256 in hex of everything that is kept beside the log."""
    seen_size: int
    seen_root: str
    """The newest checkpoint that the gate had seen when it wrote the entry."""
    release: str | None = None
    """SHA-256 in hex of the manifest of the policies that it cites."""
    event: Event | None = None
    erased: str | None = None
    """The reference of a data subject that the entry says was erased."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its predicate type, the form of its predicate, and what follows from one.

    `about` gives the subjects that its statement has to have, `entry` what the check needs.
    """

    predicate_type: str
    form: dict[str, Any]
    about: Callable[[dict[str, Any]], Sequence[Named]]
    entry: Callable[[dict[str, Any]], Entry]
