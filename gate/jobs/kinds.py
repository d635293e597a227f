"""The kinds of work that can be asked for; whatever is known of one kind is known here."""

from collections.abc import Callable, Mapping
from typing import Final

from gate.jobs.doing import Doing, Given
from gate.jobs.replaying import Replaying
from gate.jobs.weighing import Weighing

KINDS: Final[Mapping[str, Callable[[Given], Doing]]] = {"replay": Replaying, "impact": Weighing}
