"""Entries that are not decisions: their kind, and what they are about."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EVENT = """
CREATE TABLE event (
    idx BIGINT PRIMARY KEY, kind TEXT COLLATE "C" NOT NULL, about TEXT COLLATE "C" NOT NULL
);
CREATE INDEX event_about ON event (kind, about);
CREATE TRIGGER event_never_changed BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_never_changed;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_never_emptied
"""


def upgrade() -> None:
    """Add the table to a log of decisions alone."""
    for statement in _EVENT.split(";"):
        op.execute(statement)
