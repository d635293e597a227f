"""What is wrong with a bundle, and the two ways in which reading it can end early."""

from dataclasses import dataclass, field

from gate_verify.bounds import FINDINGS_MAX


class Unusable(Exception):
    """Nothing can be said about the log from this: not a bundle, or not one of that log."""


class DoesNotHold(Exception):
    """A signature, proof or form does not hold; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the entry or the file that it concerns, a stable code, and a sentence."""

    place: str
    code: str
    detail: str


@dataclass(slots=True)
class Findings:
    """What was found so far, at most `FINDINGS_MAX`; `more` says that there was more."""

    found: list[Finding] = field(default_factory=list)
    more: bool = False
    entries: bool = False
    """Whether a finding concerns what an entry's place in the tree is computed from."""

    def add(self, place: str, code: str, detail: str) -> None:
        """Keep a finding."""
        if len(self.found) < FINDINGS_MAX:
            self.found.append(Finding(place, code, detail))
        else:
            self.more = True

    def spoil(self, place: str, code: str, detail: str) -> None:
        """Keep a finding that makes the hashes above the entry others, too."""
        self.entries = True
        self.add(place, code, detail)
