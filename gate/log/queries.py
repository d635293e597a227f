"""What is asked of the log's tables, once for both databases.

`decision` holds columns of each decision, and `event` those of each other entry. Four tables are
derived from the decisions by the SELECTs here, which write them and check them alike. SQLite and
PostgreSQL differ in two words: the mark of a parameter, and how the texts of a JSON list become
rows.
"""
# ruff: noqa: S608 - no value of a caller is in these texts, only names that stand in this package

from dataclasses import dataclass
from typing import Final

from gate.log.projection import COLUMNS, EVENT_COLUMNS

LEAVES: Final = f"""SELECT leaf.idx, leaf.sequenced_to, leaf.leaf, decision.idx, event.idx,
{", ".join(f"decision.{column}" for column in COLUMNS)},
{", ".join(f"event.{column}" for column in EVENT_COLUMNS)}
FROM leaf LEFT JOIN decision ON decision.idx = leaf.idx LEFT JOIN event ON event.idx = leaf.idx"""

EXTENT: Final = """SELECT (SELECT COALESCE(MAX(idx) + 1, 0) FROM leaf),
(SELECT COALESCE(MAX(idx) + 1, 0) FROM
    (SELECT MAX(idx) AS idx FROM decision UNION ALL SELECT MAX(idx) FROM event) AS ends),
(SELECT COALESCE(MAX(position) + 1, 0) FROM node),
(SELECT COALESCE(MAX(size), -1) FROM checkpoint)"""

REPEATED: Final = """SELECT idx FROM (SELECT idx, ROW_NUMBER() OVER (
    PARTITION BY decision_id ORDER BY idx) AS nth FROM decision) AS ids WHERE nth > 1
UNION SELECT idx FROM (SELECT idx, ROW_NUMBER() OVER (
    PARTITION BY principal, idempotency_key ORDER BY idx) AS nth FROM decision
    WHERE idempotency_key IS NOT NULL) AS claims WHERE nth > 1
ORDER BY idx LIMIT 100"""

EVENTS: Final = "SELECT idx FROM event WHERE kind = ? ORDER BY idx"

EVENTS_ABOUT: Final = "SELECT idx FROM event WHERE kind = ? AND about = ? ORDER BY idx"

EVENTS_OF: Final = "SELECT about, idx FROM event WHERE kind = ?"

SUBJECTS: Final = "SELECT ref, lookup, wrapped, key_id FROM subject_key"

SEALED: Final = "SELECT refs, content FROM disclosure WHERE document = ? ORDER BY refs"

REF_CHARS: Final = 22
"""Characters of one reference; `refs` has several with a space between where it is longer."""

DOCUMENTS_ABOUT: Final = f"""SELECT COUNT(DISTINCT document) FROM disclosure
WHERE refs = ? OR (length(refs) > {REF_CHARS} AND refs LIKE ?)"""

KEPT: Final = "SELECT COUNT(*) FROM subject_key WHERE ref IN "

ERASE: Final = (
    ("DELETE FROM disclosure WHERE refs = ?", "{}"),
    (f"DELETE FROM disclosure WHERE length(refs) > {REF_CHARS} AND refs LIKE ?", "%{}%"),
    ("DELETE FROM subject_key WHERE ref = ?", "{}"),
)
"""What erases a data subject, each with the form of its parameter."""

LIVE: Final = """SELECT system_version, digests, action, live.idx
FROM live JOIN decision ON decision.idx = live.idx WHERE live.system_id = ?"""

ALLOWED: Final = """SELECT idx FROM decision WHERE system_id = ? AND outcome = 'allow'
ORDER BY idx DESC LIMIT 1"""

STAGED: Final = "SELECT digest FROM staged WHERE system_id = ? ORDER BY idx DESC, digest LIMIT ?"

FILTERS: Final = {
    "system": "system_id = ?",
    "environment": "environment = ?",
    "outcome": "outcome = ?",
    "since": "decided_at >= ?",
    "until": "decided_at < ?",
}


@dataclass(frozen=True, slots=True)
class Derived:
    """A table that follows from the decisions.

    `given` are the rows that decisions from an index on give, `stored` those that are there, and
    `column` is the place of an index in a row (None: a row has none). `key` and `merged` say which
    rows are one, and what becomes of it when decisions are added.
    """

    table: str
    given: str
    stored: str
    column: int | None
    key: str
    merged: str | None

    @property
    def extend(self) -> str:
        """The statement that a transaction runs after its decisions; the parameter is the first."""
        what = f"DO UPDATE SET {self.merged}" if self.merged else "DO NOTHING"
        return f"INSERT INTO {self.table} {self.given} ON CONFLICT ({self.key}) {what}"

    @property
    def differences(self) -> str:
        """Rows that only one side has; both parameters are the first index, 0."""
        return (
            f"SELECT * FROM (SELECT * FROM ({self.given}) AS given EXCEPT {self.stored}) AS lacking"
            f" UNION SELECT * FROM ({self.stored} EXCEPT SELECT * FROM ({self.given}) AS given)"
            " AS extra LIMIT 100"
        )


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words of one database: the mark of a parameter, and the rows of a JSON list of texts."""

    parameter: str
    items: str

    def sql(self, question: str) -> str:
        """A question written with `?` for each parameter, as this database reads it."""
        return question.replace("?", self.parameter)

    @property
    def listed(self) -> str:
        """What follows `IN` where the parameter is a JSON list of texts."""
        return f"(SELECT item.value FROM {self.items.format(column='?')})"

    def denied(self) -> str:
        """How often each rule denied a system: parameters system, day, system, cutoff, day.

        Whole days come from their counts, and the day of the cutoff from its decisions; every
        instant of a day sorts before the day followed by U, because T stands there.
        """
        return f"""SELECT rule, SUM(decisions) FROM (
            SELECT rule, decisions FROM denial WHERE system_id = ? AND day > ?
            UNION ALL
            SELECT item.value, 1 FROM decision, {self._items("denied_by")}
            WHERE system_id = ? AND outcome = 'deny' AND decided_at >= ? AND decided_at < ? || 'U'
        ) AS denials GROUP BY rule"""

    def derived(self) -> tuple[Derived, ...]:
        """The tables that follow from `decision`.

        Columns are written `|| ''` so that no index on them is used: to find the few decisions of
        a transaction by anything but their index would read the whole log.
        """
        system, outcome, environment = (
            f"decision.{column} || ''" for column in ("system_id", "outcome", "environment")
        )
        return (
            Derived(
                "decision_control",
                f"SELECT item.value, decision.idx FROM decision, {self._items('controls')}"
                " WHERE decision.idx >= ?",
                "SELECT control, idx FROM decision_control",
                column=1,
                key="control, idx",
                merged=None,
            ),
            Derived(
                "live",
                f"SELECT {system}, MAX(decision.idx) FROM decision WHERE {outcome} = 'allow'"
                f" AND {environment} = 'prod' AND decision.idx >= ? GROUP BY 1",
                "SELECT system_id, idx FROM live",
                column=1,
                key="system_id",
                merged="idx = excluded.idx",
            ),
            Derived(
                "denial",
                f"SELECT {system}, substr(decision.decided_at, 1, 10), item.value,"
                f" COUNT(*) FROM decision, {self._items('denied_by')}"
                f" WHERE {outcome} = 'deny' AND decision.idx >= ? GROUP BY 1, 2, 3",
                "SELECT system_id, day, rule, decisions FROM denial",
                column=None,
                key="system_id, day, rule",
                merged="decisions = denial.decisions + excluded.decisions",
            ),
            Derived(
                "staged",
                f"SELECT {system}, item.value, MAX(decision.idx)"
                f" FROM decision, {self._items('digests')} WHERE {outcome} = 'allow'"
                f" AND {environment} = 'staging' AND decision.idx >= ? GROUP BY 1, 2",
                "SELECT system_id, digest, idx FROM staged",
                column=2,
                key="system_id, digest",
                merged="idx = excluded.idx",
            ),
        )

    def _items(self, column: str) -> str:
        return self.items.format(column=f"decision.{column}")


SQLITE: Final = Dialect("?", "json_each({column}) AS item")
POSTGRES: Final = Dialect(
    "%s", "jsonb_array_elements_text({column}::jsonb) WITH ORDINALITY AS item(value, place)"
)
