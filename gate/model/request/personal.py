"""Which fields of a request hold personal data: declared here, and nowhere else.

What stands at these places never enters the log in clear (`gate.model.concealed`), so it can be
erased later. Everything else stays for ever: `system.id`, names of models, free texts. Whoever
writes a person's name into a free text has it hidden too if the same name stands at one of these
places, and only then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

PERSONS: Final = (
    "request.requested_by",
    "system.owner",
    "system.accountable_executive",
    "design.design_reviews[].approved_by",
    "impact_assessment.performed_by[]",
    "impact_assessment.approved_by.person",
    "impact_assessment.individuals[].owner",
    "impact_assessment.groups[].owner",
    "impact_assessment.society[].owner",
    "impact_assessment.environment[].owner",
    "impact_assessment.benefits[].owner",
    "risk.risks[].owner",
    "risk.risks[].accepted_by.person",
    "evaluation.runs[].evaluator",
    "oversight.roles[].persons[]",
    "operations.monitoring.owner",
    "resources.people[].person",
    "organisation.aims.objectives[].owner",
    "organisation.aims.improvements[].owner",
    "evidence[].approved_by.person",
    "approvals[].person",
    "waivers[].granted_by.person",
)
"""People, teams and service accounts (`Person`), each as a whole."""

SIGNATURES: Final = (
    "impact_assessment.approved_by.signature",
    "risk.risks[].accepted_by.signature",
    "evidence[].approved_by.signature",
    "approvals[].signature",
    "waivers[].granted_by.signature",
)
"""Signatures, which name whoever signed: the `person` beside them."""

CONTACTS: Final = (
    "oversight.escalation.contact",
    "operations.incident.contacts[]",
    "operations.support.contact",
    "operations.monitoring.metrics[].alert_to[]",
    "models[].card.authors[]",
    "data[].provenance.chain[].actor",
)
"""Texts that name somebody: an address, a name. Each is a person of its own."""


class Sort(StrEnum):
    """How a place says whose data stands there."""

    PERSON = "person"
    SIGNATURE = "signature"
    CONTACT = "contact"


@dataclass(slots=True)
class Step:
    """Where one step into the request leads: to more steps, or to personal data."""

    sort: Sort | None = None
    inner: dict[str, "Step"] = field(default_factory=dict)
    element: "Step | None" = None


def _steps(places: Mapping[Sort, tuple[str, ...]]) -> Step:
    root = Step()
    for sort, paths in places.items():
        for path in paths:
            step = root
            for part in path.split("."):
                step = step.inner.setdefault(part.removesuffix("[]"), Step())
                if part.endswith("[]"):
                    step.element = step.element or Step()
                    step = step.element
            step.sort = sort
    return root


STEPS: Final = _steps({Sort.PERSON: PERSONS, Sort.SIGNATURE: SIGNATURES, Sort.CONTACT: CONTACTS})
"""The same places as a tree, so that they are found without looking anywhere else."""
