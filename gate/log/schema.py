"""The tables of the log on SQLite.

`leaf`, `node`, `checkpoint` and `blob` are the log. Triggers keep them and `decision` from being
changed or deleted by accident; against somebody who wants to, the checkpoints are the protection.
`decision` holds columns of each decision, `event` those of each other entry; four more tables are
derived from the decisions (`gate.log.queries`). `subject_key` and `disclosure` have the personal
values that documents in `blob` only commit to: the one place from which anything is ever deleted.
"""
# ruff: noqa: S608 - no value of a caller is in these texts, only names that stand in this file

APPLICATION_ID = 0x41444C47
"""Marks the file as a log of this project (`file` and SQLite show it)."""

SCHEMA_VERSION = 3
"""Counts up with every change of a table; a program refuses a schema newer than its own."""

_TABLES = """
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    origin TEXT NOT NULL, log_vkey TEXT NOT NULL, gate_key TEXT NOT NULL
) STRICT;
CREATE TABLE leaf (
    idx INTEGER PRIMARY KEY, sequenced_to INTEGER NOT NULL CHECK (sequenced_to > idx),
    leaf BLOB NOT NULL CHECK (length(leaf) BETWEEN 1 AND 65535)
) STRICT;
CREATE TABLE node (
    position INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE blob (
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), content BLOB NOT NULL
) STRICT;
CREATE TABLE decision (
    idx INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL, outcome TEXT NOT NULL, decided_at TEXT NOT NULL,
    system_id TEXT NOT NULL, system_version TEXT NOT NULL,
    environment TEXT NOT NULL, action TEXT NOT NULL,
    principal TEXT NOT NULL, idempotency_key TEXT, body_hash TEXT NOT NULL,
    digests TEXT NOT NULL, denied_by TEXT NOT NULL, controls TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX decision_id ON decision (decision_id);
CREATE UNIQUE INDEX decision_claim ON decision (principal, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX decision_system ON decision (system_id);
CREATE INDEX decision_denied ON decision (system_id, decided_at) WHERE outcome = 'deny';
CREATE INDEX decision_allowed ON decision (system_id) WHERE outcome = 'allow';
CREATE TABLE decision_control (
    control TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (control, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE live (
    system_id TEXT PRIMARY KEY NOT NULL, idx INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE denial (
    system_id TEXT NOT NULL, day TEXT NOT NULL, rule TEXT NOT NULL, decisions INTEGER NOT NULL,
    PRIMARY KEY (system_id, day, rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE staged (
    system_id TEXT NOT NULL, digest TEXT NOT NULL, idx INTEGER NOT NULL,
    PRIMARY KEY (system_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX staged_newest ON staged (system_id, idx);
"""

_EVENTS = """
CREATE TABLE event (idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, about TEXT NOT NULL) STRICT;
CREATE INDEX event_about ON event (kind, about);
"""

_PERSONAL = """
CREATE TABLE subject_key (
    ref TEXT PRIMARY KEY NOT NULL CHECK (length(ref) = 22),
    lookup BLOB NOT NULL, wrapped BLOB NOT NULL, key_id TEXT NOT NULL
) STRICT;
CREATE INDEX subject_key_lookup ON subject_key (lookup);
CREATE TABLE disclosure (
    document BLOB NOT NULL CHECK (length(document) = 32), refs TEXT NOT NULL,
    content BLOB NOT NULL, UNIQUE (document, refs)
) STRICT;
CREATE INDEX disclosure_refs ON disclosure (refs);
CREATE INDEX disclosure_several ON disclosure (refs) WHERE length(refs) > 22;
"""

_APPEND_ONLY = ("identity", "leaf", "node", "checkpoint", "blob", "decision")

_NEXT_ONLY = (("leaf", "idx"), ("node", "position"))


def statements() -> list[str]:
    """Everything that makes an empty database a log, one statement each."""
    ends = [
        f"CREATE TRIGGER {table}_next_only BEFORE INSERT ON {table} "
        f"WHEN NEW.{key} <> (SELECT COALESCE(MAX({key}) + 1, 0) FROM {table}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} grows at its end'); END"
        for table, key in _NEXT_ONLY
    ]
    mark = f"PRAGMA application_id = {APPLICATION_ID}"
    return [*_each(_TABLES), *_guards(*_APPEND_ONLY), *ends, *upgrade(1), mark]


def upgrade(version: int) -> list[str]:
    """Everything that makes a log of an earlier version one of this version."""
    found = []
    if version < 2:
        found += [*_each(_EVENTS), *_guards("event")]
    if version < 3:
        found += [*_each(_PERSONAL), *_guards("disclosure", verbs=("UPDATE",))]
        found += _guards("subject_key", verbs=("UPDATE",))
    return [*found, f"PRAGMA user_version = {SCHEMA_VERSION}"]


def _each(text: str) -> list[str]:
    return [statement for statement in text.split(";") if statement.strip()]


def _guards(*tables: str, verbs: tuple[str, ...] = ("UPDATE", "DELETE")) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in tables
        for verb in verbs
    ]
