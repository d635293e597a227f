"""The check of personal values: each is there, was erased by an entry, or is missing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from gate.errors import VerificationFailed
from gate.log.personal import State, concealed_in, judged
from gate.log.store import LogReader
from gate.log.subjects import PersonalKey, Subjects


@dataclass(slots=True)
class PersonalCheck:
    """What became of the personal values of the contents that were looked at, counted by state.

    Without the keys of `subjects` a value that is there counts as withheld: nobody can look at it.
    """

    reader: LogReader
    subjects: Subjects | None
    counts: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))

    @classmethod
    def of(cls, reader: LogReader, key: PersonalKey | None) -> "PersonalCheck":
        """A check by whoever has this key, or none."""
        return cls(reader, None if key is None else Subjects(reader, lambda: key))

    def tally(self) -> dict[str, int]:
        """The counts, by the names of the states."""
        return {str(state): count for state, count in self.counts.items()}

    def problems(self, content: bytes, index: int) -> Iterator[tuple[str, str]]:
        """What is wrong with the personal values of a content that the entry at `index` names.

        Each is a stable code and a sentence.

        Raises:
            LogUnavailable: the database cannot be read, or a value of it was changed.
        """
        kept = concealed_in(content)
        if kept is None:
            return
        document = hashlib.sha256(content).digest()
        try:
            found = judged(self.reader, self.subjects, kept, document, index)
        except VerificationFailed as error:
            yield "disclosure", error.detail
            return
        for values in found.values():
            self.counts[values.state] += len(values.digests)
            if values.state is State.MISSING:
                yield (
                    "disclosure_missing",
                    f"{len(values.digests)} personal values are gone, and no entry says that they "
                    "were erased.",
                )
