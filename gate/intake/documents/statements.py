"""Signed statements as attached documents: `dsse`, `in_toto` and `model_signing`.

They fill in nothing: what a statement says is a fact or nothing, never a claim of the request. So
a reading of one is empty, and what it proves is established afterwards (`gate/intake/statements`).
"""

from gate.intake.documents.reading import Reading, Unreadable
from gate.intake.statements import FORMATS, NoStatement


class StatementImporter:
    """The reader of one of the formats in which statements are attached."""

    version = "1.0.0"

    def __init__(self, name: str) -> None:
        self.name = name

    def recognises(self, content: bytes, filename: str | None) -> bool:
        """Whether it is a statement of this format, which no other format looks like."""
        try:
            FORMATS[self.name](content)
        except NoStatement:
            return False
        return True

    def read(self, content: bytes) -> Reading:
        """An empty reading.

        Raises:
            Unreadable: it is no signed statement of this format.
        """
        try:
            FORMATS[self.name](content)
        except NoStatement as error:
            raise Unreadable("the statement", str(error)) from None
        return Reading()
