"""What the gate may know beyond the request, as facts need it.

The log and the organisation's files are packages beside this one; whoever decides hands them in.
Each of them may be absent, and then what it would tell is null.
"""

from collections.abc import Iterable, Mapping, Sequence
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


class PastDecision(Protocol):
    """An earlier decision of the same system; each part is None where its content was erased."""

    @property
    def policy_input(self) -> JsonObject | None:
        """What its rules saw."""

    @property
    def results(self) -> JsonObject | None:
        """The status of every rule, and of every waiver."""


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

    @property
    def allowed(self) -> PastDecision | None:
        """The newest decision that allowed something, in any environment; None for none."""

    @property
    def in_production(self) -> PastDecision | None:
        """The decision by which the live version is in production; None where nothing is."""


class RegisteredKey(Protocol):
    """A public key that the organisation registered."""

    def verify(self, signature: bytes, message: bytes, /) -> None:
        """Raise `cryptography.exceptions.InvalidSignature` unless its holder signed `message`."""

    def may(self, use: str, system_id: str) -> bool:
        """Whether it is registered for this use (approve, artifacts, pipeline) and system."""

    def valid_at(self, moment: datetime) -> bool:
        """Whether what was signed at `moment` counts."""


class RegisteredKeys(Protocol):
    """The keys of all accounts."""

    def of(self, account: str) -> Sequence[RegisteredKey]:
        """The keys of one account."""

    def named(self, name: str) -> RegisteredKey | None:
        """The key with this id, whoever holds it."""

    def for_statements(self) -> Sequence[RegisteredKey]:
        """The keys that may sign statements of artefacts or of a pipeline."""


class Profile(Protocol):
    """The block `organisation` of a request, as the organisation registered it."""

    @property
    def block(self) -> JsonObject:
        """The block."""

    @property
    def items(self) -> Sequence[JsonObject]:
        """The evidence that it names."""


class OrganisationRecords(Protocol):
    """The organisation's people and registers; methods answer null for what no file tells."""

    @property
    def keys(self) -> RegisteredKeys | None:
        """The registered keys; None where no people file is."""

    @property
    def profile(self) -> Profile | None:
        """The registered profile."""

    def identity(
        self, named: Iterable[str], now: datetime, *, system_id: str
    ) -> dict[str, JsonValue] | None:
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
