"""What is answered beside decisions: catalogue, releases and the gate itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from gate.model.catalogue import Rule
from gate.model.decision import Instant, Sha256
from gate.policy.manifest import Digests


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ControlSummary(_Shape):
    """One control, and how many rules it has."""

    control: str
    slug: str
    title: str
    rules: int


class ControlList(_Shape):
    """Every control of the release in force, in its order."""

    release: str
    controls: tuple[ControlSummary, ...]


class ControlDetail(_Shape):
    """One control with its rules: what each needs, what it requires, how to fix it."""

    release: str
    control: str
    slug: str
    title: str
    rules: tuple[Rule, ...]


class ReleaseState(_Shape):
    """One release: `digest` stands for all of it, `since` is when this gate began to use it.

    `signed_by` are the people whose signatures this gate asked for; none where it asks for none.
    """

    release: str
    version: int
    id: str
    digest: Sha256
    digests: Digests
    opa_version: str
    engine: str
    expires: str | None
    rules: int
    signed_by: tuple[str, ...]
    since: Instant
    active: bool


class ReleaseList(_Shape):
    """Every release that this gate knows, the active one first."""

    releases: tuple[ReleaseState, ...]


class LogKey(_Shape):
    """The key that signs checkpoints, as a C2SP verifier key and as PEM."""

    vkey: str
    pem: str


class GateKey(_Shape):
    """The key that signs entries: its id, and the key as PEM."""

    keyid: str
    pem: str


class Version(_Shape):
    """Which gate this is: the version of the program, the name of the log, the public keys."""

    version: str
    origin: str
    log: LogKey
    gate: GateKey


class JobProgress(_Shape):
    """Entries of the log that are finished, of how many."""

    done: int
    of: int


class JobStatus(_Shape):
    """A job: `asked` are the choices it was started with, `by` is whose token started it.

    `problem` says why it failed; `result` is there once it is done, and not in lists.
    """

    id: str
    kind: Literal["replay", "impact"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    by: str
    created_at: Instant
    asked: dict[str, JsonValue]
    progress: JobProgress
    problem: str | None
    result: dict[str, JsonValue] | None


class JobList(_Shape):
    """The jobs that are kept, newest first."""

    jobs: tuple[JobStatus, ...]
