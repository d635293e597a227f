"""One change from a release to another, as a sentence and as values."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

_SHOWN_CHARS: Final = 160


class Kind(StrEnum):
    """What a change is about, in the order in which changes are told."""

    RULE_REMOVED = "rule_removed"
    RULE_ADDED = "rule_added"
    SEVERITY = "severity"
    ROLLOUT = "rollout"
    ASKED = "asked"
    THRESHOLD = "threshold"
    PROOF = "proof"
    TEXT = "text"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Change:
    """What `about` (a rule, a control, a table, a file) was before and is after.

    `before` and `after` are JSON; None stands for what is not there. `words` is one sentence
    without a full stop.
    """

    kind: Kind
    about: str
    before: Any
    after: Any
    words: str

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "kind": str(self.kind),
            "about": self.about,
            "before": self.before,
            "after": self.after,
            "words": self.words,
        }


def shown(value: Any) -> str:
    """A value inside a sentence: texts as they are, everything else as JSON, long ones cut."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + " …"


def listed(names: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
