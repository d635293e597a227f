"""What an importer could not carry over, collected while it reads."""

from collections.abc import Iterable

from gate.canon import JsonValue
from gate.intake.documents.reading import EMPTY, bounded_notes
from gate.intake.quality.placeholders import says_nothing
from gate.limits import IMPORT_TEXTS_MAX, LONG_TEXT_CHARS_MAX, SHORT_TEXT_CHARS_MAX


class Notes:
    """Warnings and unmapped fields of one document, and the tests that write them.

    A warning is a sentence about a place and never holds a value; an unmapped field is the name of
    a field or heading of the document.
    """

    def __init__(self, warnings: Iterable[str] = ()) -> None:
        self.valid = True
        self._warnings = list(warnings)
        self._unmapped: list[str] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings, bounded in number and length."""
        return bounded_notes(self._warnings)

    @property
    def unmapped_fields(self) -> tuple[str, ...]:
        """The unmapped fields, bounded in number and length."""
        return bounded_notes(self._unmapped)

    def warn(self, place: str, sentence: str) -> None:
        """Something at `place` could not be carried over."""
        self._warnings.append(f"{place}: {sentence}")

    def invalid(self, place: str, sentence: str) -> None:
        """The same, because the document breaks a rule of its format there."""
        self.valid = False
        self.warn(place, sentence)

    def unmapped(self, name: str) -> None:
        """The field or heading `name` has content and no place in the request."""
        self._unmapped.append(name)

    def short(self, place: str, value: JsonValue) -> str | None:
        """`value` as a short text of the request; None, with a warning, where it is not one."""
        if value in EMPTY:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.warn(place, "expected a text")
            return None
        return self._text(place, str(value), SHORT_TEXT_CHARS_MAX)

    def code(self, place: str, value: JsonValue) -> str | None:
        """`value` as a short text that is a code, such as `no` for a language or `test`."""
        if value in EMPTY or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str) or len(value) > SHORT_TEXT_CHARS_MAX:
            self.warn(place, "expected a short text")
            return None
        return value.strip()

    def shorts(self, place: str, value: JsonValue) -> list[str]:
        """`value`, one text or a list of them, as short texts without repetition."""
        values = value if isinstance(value, list) else [value]
        found = (
            self.short(f"{place}/{index}" if isinstance(value, list) else place, item)
            for index, item in enumerate(values[:IMPORT_TEXTS_MAX])
        )
        if len(values) > IMPORT_TEXTS_MAX:
            self.warn(place, f"only the first {IMPORT_TEXTS_MAX} entries are read")
        return list(dict.fromkeys(text for text in found if text is not None))

    def longs(self, place: str, texts: Iterable[str]) -> list[str]:
        """Those among `texts` that say something, as long texts of the request."""
        found = (self._text(place, text, LONG_TEXT_CHARS_MAX) for text in texts)
        kept = list(dict.fromkeys(text for text in found if text is not None))
        if len(kept) > IMPORT_TEXTS_MAX:
            self.warn(place, f"only the first {IMPORT_TEXTS_MAX} texts are taken over")
        return kept[:IMPORT_TEXTS_MAX]

    def _text(self, place: str, text: str, chars_max: int) -> str | None:
        text = text.strip()
        if len(text) > chars_max:
            self.warn(place, f"a text of more than {chars_max} characters is left out")
            return None
        if says_nothing(text):
            self.warn(place, "a placeholder or a template's own text is not information")
            return None
        return text
