"""The systems of a history: what each is called, whose it is, and which kind it varies."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bench.history.kinds import KINDS, Kind

_PLACES: Final = (
    "Arvika", "Borlänge", "Eksjö", "Falun", "Gävle", "Halmstad", "Imatra", "Joensuu", "Kalmar",
    "Luleå", "Mora", "Nyköping", "Oulu", "Porvoo", "Rauma", "Sundsvall", "Tornio", "Umeå",
    "Visby", "Ystad",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """One system. `index` counts the systems of a history from 0; ids differ because names do."""

    index: int
    kind: Kind
    name: str
    team: str

    @property
    def id(self) -> str:
        """As requests write it."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode("ascii")
        return re.sub(r"[^a-z0-9]+", "-", plain.lower())


def system_at(index: int) -> System:
    """The system with this number: kinds take turns, then subjects, then places, then a number."""
    turn, place = divmod(index, len(KINDS))
    kind = KINDS[place]
    around, subject = divmod(turn, len(kind.subjects))
    name = kind.subjects[subject]
    if around:
        number, where = divmod(around - 1, len(_PLACES))
        name = f"{name} {_PLACES[where]}" + (f" {number + 1}" if number else "")
    return System(index, kind, name, kind.teams[turn % len(kind.teams)])
