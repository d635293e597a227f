"""Personal values beside the log, encrypted, and the keys of those whom they are about."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PERSONAL = """
CREATE TABLE subject_key (
    ref TEXT COLLATE "C" PRIMARY KEY CHECK (length(ref) = 22),
    lookup BYTEA NOT NULL, wrapped BYTEA NOT NULL, key_id TEXT NOT NULL
);
CREATE INDEX subject_key_lookup ON subject_key (lookup);
CREATE TABLE disclosure (
    document BYTEA NOT NULL CHECK (length(document) = 32), refs TEXT COLLATE "C" NOT NULL,
    content BYTEA NOT NULL, PRIMARY KEY (document, refs)
);
CREATE INDEX disclosure_refs ON disclosure (refs);
CREATE INDEX disclosure_several ON disclosure (refs) WHERE length(refs) > 22;
CREATE TRIGGER subject_key_never_changed BEFORE UPDATE ON subject_key
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disclosure_never_changed BEFORE UPDATE ON disclosure
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Make the tables; they are the one place from which anything is ever deleted."""
    for statement in _PERSONAL.split(";"):
        op.execute(statement)
