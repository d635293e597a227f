"""Erasing a person: the values go, everything that was proved stays proved, and the log says so."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gate.errors import Invalid, LogUnavailable, NotFound
from gate.limits import ACTOR_CHARS_MAX, REDACTION_REASON_CHARS_MAX
from gate.log.batches import Step
from gate.log.erasure import HOLDS_FILE, check_hold, erase, found_of, is_gone
from gate.log.log import Log
from gate.log.paths import database_in
from gate.log.receipt import verify_receipt
from gate.log.sqlite import scrub
from gate.log.store import DecisionFilter
from tests.bundles import VKEY, checked, exported
from tests.logs import GATE_KEYS, check_log, open_log
from tests.personal import ANNA, BO, NAMES, append, document, evaluated, kept_document, personal_key

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
ORDER: dict[str, Any] = {"reason": "Art. 17, case 81", "actor": "dpo", "now": NOW}


def checked_log(folder: Path) -> Any:
    """The check of the whole log, with the key that opens personal values."""
    return check_log(folder, personal=personal_key(folder))


@pytest.mark.usefixtures("either_store")
def test_what_is_logged_is_read_again_as_it_was(tmp_path: Path) -> None:
    """Although neither leaf nor side store names anybody; also by a log that is opened later."""
    log = open_log(tmp_path)
    append(log, 0, ANNA, BO, note="Ask Anna Berg or bo.lund@bank.example.")
    log.close()
    log = open_log(tmp_path)

    found = document(log, 0)
    assert found.document == evaluated(0, ANNA, BO, note="Ask Anna Berg or bo.lund@bank.example.")
    assert (found.whole, found.redactions) == (True, ())
    for name in NAMES:
        assert name not in log.blob(log.entry(0).decision.policy_input)
        assert name not in log.entry(0).leaf
    assert kept_document(log, 0)["facts"]["decision_id"] == "0"
    log.close()
    report = checked_log(tmp_path)
    assert report.clean
    assert report.personal == {"disclosed": 11, "redacted": 0, "withheld": 0, "missing": 0}


@pytest.mark.usefixtures("either_store")
def test_an_erased_person_is_gone_and_everybody_else_is_there(tmp_path: Path) -> None:
    """From every decision; where something stood, it says which entry erased it."""
    log = open_log(tmp_path)
    before = [
        append(log, number, *people) for number, people in enumerate([[ANNA, BO], [BO], [ANNA]])
    ]
    done = erase(log, " Anna.Berg@bank.example", **ORDER)

    assert [(item.documents, item.index) for item in done] == [(2, 3)]
    assert is_gone(log.reader, done)
    first = document(log, 0)
    assert first.redactions == (3,)
    assert not first.whole
    assert first.document["system"] == {
        "id": "search",
        "description": "nobody",
        "redacted": [{"redacted": 3}],
    }
    assert first.document["oversight"]["roles"][0]["persons"] == [{"redacted": 3}, BO]
    assert first.document["facts"]["identity"][BO["id"]] == {"active": True}
    assert document(log, 1).document == evaluated(1, BO)
    for receipt in before:
        verified = verify_receipt(receipt.text, vkey=VKEY, gate_keys=GATE_KEYS)
        assert log.receipt_parts(receipt.index).text == receipt.text
        assert verified.index == receipt.index
    redaction = log.entry(3)
    assert (redaction.entry.kind, redaction.entry.reason) == ("redaction", "Art. 17, case 81")
    assert b"anna" not in redaction.leaf.lower()
    assert len(log.decisions(DecisionFilter()).entries) == 3
    log.close()
    report = checked_log(tmp_path)
    assert report.findings == ()
    assert report.personal["redacted"] == 11
    assert report.personal["missing"] == 0


@pytest.mark.usefixtures("either_store")
def test_somebody_who_was_erased_can_be_named_again(tmp_path: Path) -> None:
    """Under another key, and without a link to what was."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    erase(log, ANNA["id"], **ORDER)
    append(log, 2, ANNA)

    assert document(log, 2).document == evaluated(2, ANNA)
    assert set(kept_document(log, 0)["_sd_subjects"]) != set(kept_document(log, 2)["_sd_subjects"])
    log.close()
    assert checked_log(tmp_path).clean


def test_a_text_about_two_goes_with_either(tmp_path: Path) -> None:
    """It says something of both."""
    log = open_log(tmp_path)
    append(log, 0, ANNA, BO, note="Anna Berg and Bo Lund decide.")
    erase(log, BO["id"], **ORDER)

    found = document(log, 0).document
    assert "description" not in found["system"]
    assert found["system"]["owner"] == ANNA
    log.close()


def test_nothing_of_the_person_is_in_any_byte(tmp_path: Path) -> None:
    """Database, write-ahead log, bundle: neither before, in clear, nor the key afterwards."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    [row] = log.reader.subjects(log.subjects._lookup(ANNA["id"]))
    sealed = log.reader.sealed(bytes.fromhex(log.entry(0).decision.policy_input[7:]))
    hidden = [row.wrapped, row.lookup, *(each.content for each in sealed)]
    assert any(part in _bytes(tmp_path) for part in hidden)
    erase(log, ANNA["id"], **ORDER)
    log.close()
    assert scrub(database_in(tmp_path))

    everything = _bytes(tmp_path) + exported(tmp_path)
    for part in (*NAMES, *hidden):
        assert part not in everything


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("step", [Step.OPENED, Step.INSERTED, Step.SIGNED, Step.COMMITTING])
def test_an_erasure_that_is_not_committed_erases_nothing(tmp_path: Path, step: Step) -> None:
    """Key and entry are one transaction."""

    def fail(reached: Step) -> None:
        if reached is step and armed:
            raise RuntimeError

    armed: list[bool] = []
    log = open_log(tmp_path, step=fail)
    append(log, 0, ANNA)
    armed.append(True)
    with pytest.raises(LogUnavailable):
        erase(log, ANNA["id"], **ORDER)
    armed.clear()

    assert document(log, 0).document == evaluated(0, ANNA)
    assert erase(log, ANNA["id"], **ORDER)[0].index == 1
    log.close()
    assert checked_log(tmp_path).clean


@pytest.mark.usefixtures("either_store")
def test_a_decision_that_lost_the_race_is_refused_and_tried_again(tmp_path: Path) -> None:
    """Its values would be under a key that is gone."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    ref = log.subjects.ref(ANNA["id"])
    cipher = log.subjects._refs[ref]
    erase(log, ANNA["id"], **ORDER)
    remembered = log.subjects.ref
    log.subjects._refs[ref] = cipher
    log.subjects.ref = lambda person: ref  # type: ignore[method-assign]
    with pytest.raises(LogUnavailable, match="erased meanwhile"):
        append(log, 2, ANNA)
    log.subjects.ref = remembered  # type: ignore[method-assign]

    assert append(log, 2, ANNA).index == 2
    log.close()
    assert checked_log(tmp_path).clean


def test_who_is_not_there_cannot_be_erased(tmp_path: Path) -> None:
    """Neither a stranger, nor the same person twice."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    erase(log, ANNA["id"], **ORDER)
    for person in (ANNA["id"], BO["id"], ""):
        with pytest.raises(NotFound, match="no personal values"):
            found_of(log.reader, log.subjects, person)
    log.close()


def test_a_reason_and_an_actor_are_needed(tmp_path: Path) -> None:
    """At their bounds, and one past them; nothing is erased where one is refused."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    for wrong in (
        {"reason": ""},
        {"reason": " "},
        {"reason": "two\nlines"},
        {"actor": ""},
        {"reason": "r" * (REDACTION_REASON_CHARS_MAX + 1)},
        {"actor": "a" * (ACTOR_CHARS_MAX + 1)},
    ):
        with pytest.raises(Invalid, match="one line"):
            erase(log, ANNA["id"], **{**ORDER, **wrong})
    assert document(log, 0).whole
    most = {"reason": "r" * REDACTION_REASON_CHARS_MAX, "actor": "a" * ACTOR_CHARS_MAX}
    assert erase(log, ANNA["id"], **{**ORDER, **most})[0].index == 1
    log.close()


def test_what_is_under_legal_hold_stays(tmp_path: Path) -> None:
    """As long as the file names the person; a file that cannot be read holds everybody."""
    check_hold(tmp_path, ANNA["id"])
    (tmp_path / HOLDS_FILE).write_text("# case 7\nAnna.Berg@bank.example  # until 2027\n")

    with pytest.raises(Invalid, match="legal hold"):
        check_hold(tmp_path, ANNA["id"])
    check_hold(tmp_path, BO["id"])
    (tmp_path / HOLDS_FILE).write_bytes(b"\xff")
    with pytest.raises(Invalid, match="cannot be read"):
        check_hold(tmp_path, BO["id"])


def _changed(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(database_in(folder), isolation_level=None)) as connection:
        for [name] in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)


def _two(folder: Path) -> Log:
    log = open_log(folder)
    append(log, 0, ANNA, BO)
    append(log, 1, ANNA)
    return log


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM disclosure WHERE rowid = 1", "disclosure_missing"),
        ("DELETE FROM subject_key WHERE rowid = 1", "disclosure_missing"),
        ("UPDATE disclosure SET content = randomblob(80) WHERE rowid = 1", "unreadable"),
        ("UPDATE subject_key SET wrapped = randomblob(60) WHERE rowid = 1", "unreadable"),
        (
            "UPDATE disclosure SET content = (SELECT content FROM disclosure WHERE rowid = 1)"
            " WHERE rowid = 2",
            "unreadable",
        ),
        (
            "INSERT INTO disclosure SELECT document, 'AAAAAAAAAAAAAAAAAAAAAA', content"
            " FROM disclosure WHERE rowid = 1",
            "disclosure",
        ),
    ],
)
def test_a_value_that_was_changed_or_taken_away_is_found(
    tmp_path: Path, statement: str, code: str
) -> None:
    """Without an entry that says so, of whatever entry it is."""
    _two(tmp_path).close()
    _changed(tmp_path, statement)

    assert {found.code for found in checked_log(tmp_path).findings} == {code}


def test_values_that_are_swapped_between_entries_open_nowhere(tmp_path: Path) -> None:
    """A ciphertext is bound to its document."""
    _two(tmp_path).close()
    with closing(sqlite3.connect(database_in(tmp_path))) as connection:
        [ref] = connection.execute(
            "SELECT refs FROM disclosure GROUP BY refs HAVING COUNT(*) = 2"
        ).fetchone()
        rows = connection.execute(
            "SELECT rowid, content FROM disclosure WHERE refs = ? ORDER BY rowid", (ref,)
        ).fetchall()
    for (rowid, _), (_, other) in zip(rows, reversed(rows), strict=True):
        _changed(tmp_path, "UPDATE disclosure SET content = ? WHERE rowid = ?", other, rowid)

    assert [found.code for found in checked_log(tmp_path).findings] == ["unreadable", "unreadable"]


def test_a_value_that_a_redaction_speaks_of_has_to_be_gone(tmp_path: Path) -> None:
    """Put back from a backup, it is found."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    [key] = log.reader.subjects(log.subjects._lookup(ANNA["id"]))
    sealed = log.reader.sealed(bytes.fromhex(log.entry(0).decision.policy_input[7:]))
    erase(log, ANNA["id"], **ORDER)
    log.close()
    row = (key.ref, key.lookup, key.wrapped, key.key_id)
    _changed(tmp_path, "INSERT INTO subject_key VALUES (?, ?, ?, ?)", *row)
    for item in sealed:
        values = (item.document, " ".join(item.refs), item.content)
        _changed(tmp_path, "INSERT INTO disclosure VALUES (?, ?, ?)", *values)

    [finding] = checked_log(tmp_path).findings
    assert (finding.index, finding.code) == (0, "disclosure")


def test_without_the_key_values_are_withheld(tmp_path: Path) -> None:
    """An auditor with the database alone sees that they are there, and no more."""
    _two(tmp_path).close()
    report = check_log(tmp_path)

    assert report.clean
    assert report.personal["withheld"] == 16
    assert json.dumps(dict(report.personal))
    assert checked(exported(tmp_path)).clean
