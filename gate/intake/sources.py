"""What the gate may know beyond the request, as facts need it.

The log and the organisation's files are packages beside this one; whoever decides hands them in.
Each of them may be absent, and then what it would tell is null.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from gate.canon import JsonObject, JsonValue


class LiveVersion(Protocol):
    """The newest version that was allowed into production."""

    @property
    def version(self) -> str:
        """The version of the system."""

    @property
    def digests(self) -> Iterable[str]:
        """Digests of its models and its environment, `<alg>:<value>`."""


class History(Protocol):
    """What the log knows of one system at one instant."""

    @property
    def live(self) -> LiveVersion | None:
        """The live version, or None where nothing was ever allowed into production."""

    @property
    def staged(self) -> Iterable[str]:
        """Digests of models and environments that staging was allowed for."""

    @property
    def denied_90d(self) -> Mapping[str, int]:
        """For each rule, how many decisions of the last 90 days it denied."""


class OrganisationRecords(Protocol):
    """The organisation's people and registers; methods answer null for what no file tells."""

    def identity(self, named: Iterable[str], now: datetime) -> dict[str, JsonValue] | None:
        """Those among `named` whom the organisation knows, in the shape of `facts.identity`."""

    def incidents(self, system_id: str, now: datetime) -> JsonObject:
        """`breaches_30d`, `incidents_90d` and `open_sev1` of one system."""

    def registries(self, system_id: str, now: datetime) -> JsonObject:
        """`facts.registries` of one system."""


class EvidenceFiles(Protocol):
    """The evidence files that the gate holds."""

    def verified(self, sha256: str) -> bool | None:
        """Whether the stored bytes have that digest; None where nothing is stored."""


class ImportedDocument(Protocol):
    """One attached document after its import."""

    @property
    def id(self) -> str:
        """The id under which it was attached."""

    @property
    def digest(self) -> str:
        """`sha256:…` over its bytes."""

    @property
    def format(self) -> str:
        """The format as which it was read."""

    @property
    def valid(self) -> bool:
        """Whether it keeps the rules of its format."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its importer could not carry over."""
