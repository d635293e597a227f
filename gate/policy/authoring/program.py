"""What the body of a rule can refer to outside itself."""

from typing import Protocol

from gate.policy.authoring.documents import Nodes
from gate.policy.authoring.refusals import Place
from gate.policy.authoring.rego import PathOf
from gate.policy.authoring.shapes import Shape


class Program(Protocol):
    """All rules and documents. The path of a rule begins with its package."""

    def function(self, path: PathOf) -> bool:
        """Is there a function of this name?"""

    def rule(self, path: PathOf) -> bool:
        """Is there a rule of this name that is no function?"""

    def document(self, path: PathOf) -> Nodes | None:
        """The document at `path`, whose first part is `input` or `data`."""

    def shape_of(self, path: PathOf) -> Shape:
        """The shape of a rule that is no function."""

    def called(self, path: PathOf, operands: tuple[Shape, ...], caller: Place) -> Shape:
        """The shape of what the function at `path` gives for these operands."""

    def refuse(self, place: Place, what: str, fix: str) -> None:
        """Takes what can never be right."""
