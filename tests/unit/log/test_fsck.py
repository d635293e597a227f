"""The check of a whole log: what it says, how it reads, and what it is content with.

That it finds every change is shown in `tests/security/test_tamper.py`.
"""

import hashlib
import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.errors import NotFound, VerificationFailed
from gate.limits import VERIFY_CHUNK_ENTRIES, VERIFY_FINDINGS_MAX
from gate.log import walk
from gate.log.checkpoint import open_checkpoint
from gate.log.fsck import verify
from gate.log.leaf import PAYLOAD_TYPE
from gate.log.merkle import leaf_hash
from gate.log.note import Signer
from gate.log.paths import database_in, pin_in
from gate.log.projection import project
from gate.log.store import Blob, Candidate
from gate.log.walk import Findings
from tests.logs import (
    GATE_KEY,
    GATE_KEYID,
    LOG_KEY,
    ORIGIN,
    RELEASE,
    contents,
    draft,
    entry,
    open_log,
)

VERIFIER = Signer.of(ORIGIN, LOG_KEY).verifier


def _fill(folder: Path, count: int) -> str:
    """A log of so many entries; its newest checkpoint."""
    log = open_log(folder)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: log.append(draft(number), seconds=60), range(count)))
    note = log.checkpoint()
    log.close()
    return note


def test_a_whole_log_is_clean(tmp_path: Path) -> None:
    """And the report says what it was checked against."""
    note = _fill(tmp_path, 9)
    report = verify(tmp_path, vkey=VERIFIER.vkey, checkpoint=note)

    assert report.clean
    assert report.first_bad_index is None
    assert (report.origin, report.size) == (ORIGIN, 9)
    assert report.root == open_checkpoint(note, VERIFIER).root
    assert (report.vkey, report.vkey_given) == (VERIFIER.vkey, True)


def test_without_a_key_the_report_says_so(tmp_path: Path) -> None:
    """Then the log is checked against the key that it names itself."""
    _fill(tmp_path, 1)

    assert not verify(tmp_path).vkey_given


def test_an_empty_log_is_clean(tmp_path: Path) -> None:
    """Its first checkpoint is the only thing in it."""
    _fill(tmp_path, 0)
    report = verify(tmp_path)

    assert (report.clean, report.size) == (True, 0)


def test_a_log_is_checked_beside_its_writer(tmp_path: Path) -> None:
    """Entries that are added meanwhile are neither missed nor mistaken for damage."""
    log = open_log(tmp_path)
    for number in range(40):
        log.append(draft(number))
    sizes = []

    def grow(done: int, _of: int) -> None:
        sizes.append(done)
        log.append(draft(100 + len(sizes)))

    for _ in range(3):
        report = verify(tmp_path, progress=grow)
        assert report.clean
        assert report.size == sizes[-1]
    log.close()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 8, 9])
def test_the_log_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Wherever a part ends, nothing is skipped and nothing looked at twice."""
    monkeypatch.setattr(walk, "VERIFY_CHUNK_ENTRIES", chunk)
    _fill(tmp_path, 8)
    seen: list[int] = []
    assert verify(tmp_path, progress=lambda done, _of: seen.append(done)).clean
    assert seen == [*range(chunk, 8, chunk), 8]
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER decision_never_update")
        for index in range(8):
            connection.execute(f"UPDATE decision SET action = 'retire' WHERE idx = {index}")
    found = [finding.index for finding in verify(tmp_path).findings]

    assert found == list(range(8))


def test_a_part_of_the_log_is_at_most_so_large(tmp_path: Path) -> None:
    """512 entries are one part, the 513th begins the next."""
    _fill(tmp_path, VERIFY_CHUNK_ENTRIES + 1)
    seen: list[int] = []

    assert verify(tmp_path, progress=lambda done, _of: seen.append(done)).clean
    assert seen == [VERIFY_CHUNK_ENTRIES, VERIFY_CHUNK_ENTRIES + 1]


def test_findings_are_bounded() -> None:
    """1 000 are kept, one more is not."""
    findings = Findings()
    for number in range(VERIFY_FINDINGS_MAX):
        assert not findings.full
        findings.add(number, "leaf", "changed")
    assert findings.full
    findings.add(-1, "leaf", "changed")

    assert len(findings.found) == VERIFY_FINDINGS_MAX
    assert findings.found[-1].index == VERIFY_FINDINGS_MAX - 1


def test_as_many_findings_as_asked_for(tmp_path: Path) -> None:
    """The first ones, and then it stops."""
    _fill(tmp_path, 6)
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER decision_never_delete")
        connection.execute("DELETE FROM decision")
    for most in (1, 2, 3):
        report = verify(tmp_path, findings_max=most)
        assert [finding.index for finding in report.findings] == list(range(most))


def test_where_there_is_no_log_nothing_can_be_checked(tmp_path: Path) -> None:
    """That is not the same as a clean log."""
    with pytest.raises(NotFound, match="There is no log"):
        verify(tmp_path)
    database_in(tmp_path).write_bytes(b"not a database")
    with pytest.raises(Exception, match="cannot be used"):
        verify(tmp_path)


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    """A mistyped key must not look like a bad log."""
    _fill(tmp_path, 1)
    with pytest.raises(VerificationFailed, match="verifier key"):
        verify(tmp_path, vkey="rubbish")


def test_a_copy_with_a_held_checkpoint_needs_no_pin(tmp_path: Path) -> None:
    """An auditor takes the database away and checks it against what was taken away before."""
    note = _fill(tmp_path / "var", 3)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(database_in(tmp_path / "var"), database_in(copy))

    assert verify(copy, vkey=VERIFIER.vkey, checkpoint=note).clean
    assert [finding.code for finding in verify(copy).findings] == ["pin"]


def test_the_pin_may_lie_elsewhere(tmp_path: Path) -> None:
    """And is then looked for there."""
    _fill(tmp_path, 3)
    elsewhere = tmp_path / "elsewhere"
    pin_in(tmp_path).rename(elsewhere)

    assert verify(tmp_path, pin=elsewhere).clean
    elsewhere.write_text("rubbish", encoding="utf-8")
    assert [finding.code for finding in verify(tmp_path, pin=elsewhere).findings] == ["pin"]


@pytest.mark.parametrize("what", ["another name", "a second signature"])
def test_an_entry_is_signed_by_the_key_that_it_names_alone(tmp_path: Path, what: str) -> None:
    """A true signature under an entry that names another key, or beside a stranger's."""
    named = GATE_KEYID if what == "a second signature" else "0" * 64
    logged = entry(0, gate_keyid=named)
    leaf = sign(
        canonical_bytes(logged.statement()), PAYLOAD_TYPE, EnvelopeSigner(GATE_KEYID, GATE_KEY)
    )
    if what == "a second signature":
        envelope = json.loads(leaf)
        envelope["signatures"].append({"keyid": "stranger", "sig": "AAAA"})
        leaf = canonical_bytes(envelope)
    blobs = tuple(Blob(hashlib.sha256(item).digest(), item) for item in (*contents(0), RELEASE))
    log = open_log(tmp_path)
    log._sequencer._batches.write([Candidate(leaf, leaf_hash(leaf), project(logged), blobs)])
    log.close()

    assert [finding.code for finding in verify(tmp_path).findings] == ["entry"]


def test_a_finding_quotes_nothing(tmp_path: Path) -> None:
    """Neither names nor bytes of an entry stand in a report."""
    log = open_log(tmp_path)
    log.append(draft(0, system_id="secret-system"))
    log.close()
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER decision_never_update")
        connection.execute("UPDATE decision SET principal = 'secret-principal'")

    assert "secret" not in str(verify(tmp_path))
