"""What the routes share, made by `app.py` and handed to them; nothing here is global."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from gate.api.metrics import Metrics
from gate.api.pool import DecisionPool
from gate.api.readiness import Readiness
from gate.api.shapes import Version
from gate.auth.bearer import Bearers
from gate.decide import Gate
from gate.intake.evidence import EvidenceStore
from gate.jobs.jobs import Jobs
from gate.log.log import Log
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.signed_release import Signing
from gate.witness.cosigning import Cosigning


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts of one running gate; they live as long as the application does.

    `signing` says who has to have signed a release as of now.
    """

    gate: Gate
    log: Log
    cosigning: Cosigning | None
    policy: ActivePolicy
    evidence: EvidenceStore
    organisation: OrganisationSource | None
    signing: Callable[[], Signing]
    bearers: Bearers
    pool: DecisionPool
    jobs: Jobs
    metrics: Metrics
    readiness: Readiness
    version: Version


def services_of(request: Request) -> Services:
    """The services of the application that received `request`."""
    services: Services = request.app.state.services
    return services
