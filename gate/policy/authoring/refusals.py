"""What is wrong with a folder of policies: everything at once, each with its place and its fix."""

from dataclasses import dataclass, field

from gate.errors import Misconfigured, Problem


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; the file is relative to the folder of policies."""

    file: str
    line: int

    def __str__(self) -> str:
        """`file:line`, as editors and terminals open it."""
        return f"{self.file}:{self.line}"


@dataclass(slots=True)
class Refusals:
    """Collects refusals, so that an author sees all of them in one run."""

    _found: set[tuple[Place, str, str]] = field(default_factory=set)

    def add(self, place: Place, what: str, fix: str) -> None:
        """One thing that cannot be right, and what to do about it."""
        self._found.add((place, what, fix))

    @property
    def count(self) -> int:
        """How many there are so far."""
        return len(self._found)

    def check(self) -> None:
        """Ends the work when anything was refused.

        Raises:
            Misconfigured: its problems name place, what is wrong, and the fix, sorted by place.
        """
        if self._found:
            count = len(self._found)
            raise Misconfigured(
                f"the policies are refused: {count} {'place' if count == 1 else 'places'} to fix",
                tuple(
                    Problem(str(place), "policy_refused", f"{what}. Fix: {fix}")
                    for place, what, fix in sorted(self._found)
                ),
            )
