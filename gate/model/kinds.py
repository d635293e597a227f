"""What an entry of the log can be. Most are decisions; the predicate type tells them apart.

A kind is a frozen dataclass that is an `Entry`, and a line in `KINDS`. Everything that reads the
log goes through that line, so an entry of a kind that is not there is refused and never skipped.
"""

from collections.abc import Callable
from typing import Any, Final, Protocol

from gate.canon import JsonObject
from gate.errors import VerificationFailed
from gate.model.entry import PREDICATE_TYPE, DecisionEntry, TreeHead
from gate.model.key_event import KEY_EVENT_TYPE, KeyEvent
from gate.model.redaction import REDACTION_TYPE, RedactionEntry


class Entry(Protocol):
    """One entry, of whatever kind."""

    @property
    def kind(self) -> str:
        """The word for it in its predicate: `decision`, and so on."""

    @property
    def about(self) -> str:
        """What the entry concerns, by which entries of its kind are found again."""

    @property
    def gate_keyid(self) -> str:
        """The id of the key that signs the entry."""

    @property
    def log_seen(self) -> TreeHead:
        """The newest checkpoint that whoever wrote it had seen."""

    def stored_digests(self) -> tuple[str, ...]:
        """The digests whose bytes the side store must have."""

    def statement(self) -> JsonObject:
        """The in-toto statement v1 that the entry is."""


KINDS: Final[dict[str, Callable[[Any], Entry]]] = {
    PREDICATE_TYPE: DecisionEntry.read,
    KEY_EVENT_TYPE: KeyEvent.read,
    REDACTION_TYPE: RedactionEntry.read,
}
"""By predicate type: what makes an entry of a predicate, from its fields as JSON.

Each raises ValueError, KeyError, TypeError or AttributeError where they are not those of its kind;
that there are no more of them is for the caller to compare.
"""


def as_decision(entry: Entry) -> DecisionEntry:
    """The entry as the decision that it is.

    Raises:
        VerificationFailed: it is of another kind.
    """
    if not isinstance(entry, DecisionEntry):
        raise VerificationFailed(f"The entry is not a decision: its kind is {entry.kind}.")
    return entry
