"""The publisher, and the file of the cosigned checkpoint, under faults at every call that writes.

What others can see is whole each time: what was there before, or what was to come; and the next run
completes it.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.tiled import verify_tiles
from gate.witness.kept import KeptNote
from tests.faults.strace import FLUSHES, NAMES, WRITES, Case, Fault, Row, Work, survived
from tests.logs import GATE_KEYS, draft, open_log
from tests.witnesses import LOG, cosigned, policy

EARLIER, SIZE = 250, 258
EVERY = (Fault.KILL, Fault.EIO, Fault.ENOSPC)
FAILS = (Fault.KILL, Fault.EIO)
ROWS = [Row(FLUSHES, FAILS), Row(WRITES, EVERY), Row(NAMES, EVERY)]
POLICY = policy("group g 1 w1", "quorum g")

Count = Callable[[int], None]


def _size(folder: Path) -> int:
    report = verify_tiles(folder, vkey=LOG.verifier.vkey, gate_keys=GATE_KEYS)
    assert report.findings == ()
    return report.size


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_call_of_the_publisher_may_fail(tmp_path: Path, fault_cases: Count) -> None:
    """From a log of 250 entries to one of 258, so that tiles become full and old ones go."""
    log = open_log(tmp_path / "var")
    for number in range(SIZE):
        log.append(draft(number))
    log.close()
    reader = open_reader(tmp_path / "var", None)
    newest = reader.checkpoint()[1]
    publish(reader, reader.checkpoint_at(EARLIER) or "", tmp_path / "out")

    def prepare(folder: Path) -> None:
        folder.mkdir()
        (folder / "var").symlink_to(tmp_path / "var")
        shutil.copytree(tmp_path / "out", folder / "out")

    def check(folder: Path, _case: Case) -> None:
        assert _size(folder / "out") in {EARLIER, SIZE}
        publish(reader, newest, folder / "out")
        assert _size(folder / "out") == SIZE

    cases = survived(Work("bring_up_to_date"), ROWS, prepare, check, tmp_path)
    reader.close()

    fault_cases(len(cases))


def test_every_call_that_keeps_a_cosigned_checkpoint_may_fail(
    tmp_path: Path, fault_cases: Count
) -> None:
    """The one before stands, or the new one does; never a torn one."""
    log = open_log(tmp_path / "var")
    notes = [cosigned(log.append(draft(number)).checkpoint, 1) for number in range(2)]
    log.close()

    def prepare(folder: Path) -> None:
        folder.mkdir()
        KeptNote(folder / "kept").write(notes[0])
        (folder / "next").write_text(notes[1], encoding="utf-8")

    def check(folder: Path, _case: Case) -> None:
        file = KeptNote(folder / "kept")
        found = file.read(LOG.verifier, POLICY)
        assert found is not None
        assert found.note in notes
        file.write(notes[1])
        found = file.read(LOG.verifier, POLICY)
        assert found is not None
        assert found.note == notes[1]

    fault_cases(len(survived(Work("keep"), ROWS, prepare, check, tmp_path)))
