"""Kinds of systems that an organisation has: variants of the systems of the sample cases."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from fixtures.render import FIXTURES

CASES: Final = FIXTURES / "requests"


@dataclass(frozen=True)
class Kind:
    """Systems that differ from one sample system in name, team, version and artefacts.

    Attributes:
        name: how the story of a system names it.
        staged: the sample case for staging, that every request of this kind comes from.
        released: the same for production.
        subjects: names of such systems.
        teams: who builds them; the pipeline of a team asks as `ci-<team>`.
        tried: an allowed case for development, where there is one.
        waived: an allowed case with a waiver, where there is one.
        retired: the case that takes the system out of use, where there is one.
    """

    name: str
    staged: str
    released: str
    subjects: tuple[str, ...]
    teams: tuple[str, ...]
    tried: str | None = None
    waived: str | None = None
    retired: str | None = None


KINDS: Final = (
    Kind(
        "credit scoring",
        "1_credit_scoring_staging_allow",
        "credit_scoring_prod_allow",
        ("Car loan default score", "Card limit default score", "Home loan default score"),
        ("lending-scores", "risk-models"),
        tried="credit_scoring_dev_allow",
        waived="load_test_waived_allow",
        retired="retire_credit_scoring_allow",
    ),
    Kind(
        "payout agent",
        "1_payout_agent_staging_allow",
        "payout_agent_prod_allow",
        ("Loan payout agent", "Refund payout agent", "Deposit payout agent"),
        ("payments",),
    ),
    Kind(
        "CV ranking",
        "1_cv_ranking_staging_allow",
        "cv_ranking_prod_allow",
        ("Trainee application ranking", "Branch staff ranking", "Internal move ranking"),
        ("people-tools",),
    ),
    Kind(
        "nurse line triage",
        "1_nurse_line_triage_staging_allow",
        "nurse_line_triage_prod_allow",
        ("Night line triage", "Travel line triage", "Workplace injury triage"),
        ("care-line", "clinical-models"),
    ),
    Kind(
        "loan guide",
        "1_loan_guide_staging_allow",
        "loan_guide_prod_allow",
        ("Mortgage guide", "Savings guide", "Insurance guide", "Pension guide"),
        ("guides",),
        tried="loan_guide_dev_allow",
        waived="slow_stop_waived_allow",
        retired="retire_loan_guide_allow",
    ),
    Kind(
        "drawing search",
        "1_drawing_search_staging_allow",
        "drawing_search_prod_allow",
        ("Weld drawing search", "Standards search", "Spare part drawing search"),
        ("engineering-search",),
    ),
    Kind(
        "support chat",
        "1_card_support_chat_staging_allow",
        "card_support_chat_prod_allow",
        ("Branch support chat", "App support chat", "Travel card chat", "Mobile payment chat"),
        ("customer-care", "cards"),
    ),
    Kind(
        "recommendation",
        "1_catalogue_recommendation_staging_allow",
        "catalogue_recommendation_prod_allow",
        ("Fitting recommendation", "Tool recommendation", "Timber recommendation"),
        ("catalogue", "web-shop"),
    ),
)


@cache
def sample_of(kind: Kind) -> dict[str, Any]:
    """The block `system` of the sample system."""
    request = json.loads((CASES / kind.staged / "request.json").read_text(encoding="utf-8"))
    system: dict[str, Any] = request["system"]
    return system
