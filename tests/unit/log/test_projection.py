"""What is kept beside a leaf."""

from gate.log.projection import COLUMNS, project
from gate.model.entry import Artifact
from tests.logs import entry


def test_a_row_says_what_the_entry_says() -> None:
    """Each column has its field, in the order of the table."""
    logged = entry(
        4,
        deny=("A.7.4-1", "A.7.4-1", "A.9.2-3"),
        review=("A.8.2-1",),
        controls=("A.7.4", "A.9.2", "A.7.4"),
        artifacts=(Artifact("m", "sha256:b"), Artifact("é", "sha256:é"), Artifact("n", None)),
        idempotency_key="key",
    )
    row = project(logged)

    assert dict(zip(COLUMNS, row.columns(), strict=True)) == {
        "decision_id": logged.decision_id,
        "outcome": "deny",
        "decided_at": logged.decided_at,
        "system_id": "search",
        "system_version": "1.0.0",
        "environment": "dev",
        "action": "deploy",
        "principal": "pipeline",
        "idempotency_key": "key",
        "body_hash": logged.body_hash,
        "digests": '["sha256:b","sha256:é"]',
        "denied_by": '["A.7.4-1","A.9.2-3"]',
        "controls": '["A.7.4","A.9.2"]',
    }
