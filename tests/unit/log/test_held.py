"""The check of the log against what was kept elsewhere: a receipt, and what witnesses cosigned."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.log.checkpoint import sign_checkpoint
from gate.log.fsck import Report, verify
from gate.log.held import Quorum
from gate.log.note import Signer
from gate.log.paths import database_in
from gate.log.proof import LogProof
from tests.bundles import VKEY, checkpoint_at, log_of
from tests.logs import LOG_KEY, ORIGIN, draft, open_log
from tests.witnesses import cosigned, policy

SIZE, INDEX = 5, 3
STRANGER = Signer.of("other.example/log", LOG_KEY)
TWO = ("group g 2 w1 w2 w3", "quorum g")


@dataclass(frozen=True)
class Kept:
    """A receipt of entry 3, what the log signed, and the folder of that log as it might be today.

    `cut` ends before the entry, `short` after it; `forked` has another entry there, and `grown`
    one more at the end.
    """

    receipt: LogProof
    note: str
    folder: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    log = open_log(log_of(folder / "same", SIZE))
    note = log.checkpoint()
    receipt = LogProof(INDEX, log.inclusion(INDEX, SIZE), note, log.receipt_parts(INDEX).leaf)
    log.close()
    log_of(folder / "cut", INDEX)
    log_of(folder / "short", INDEX + 1)
    log_of(folder / "grown", SIZE + 1)
    forked = open_log(folder / "forked")
    for number in range(SIZE + 1):
        forked.append(draft(number, environment="prod" if number == INDEX else "dev"))
    forked.close()
    return Kept(receipt, note, folder)


def found(report: Report) -> list[tuple[int | None, str]]:
    """Where and what the findings are."""
    return [(finding.index, finding.code) for finding in report.findings]


LOGS = ("same", "grown", "cut", "short", "forked")


@pytest.mark.parametrize("log", LOGS)
def test_each_of_these_logs_is_clean_for_whoever_kept_nothing(kept: Kept, log: str) -> None:
    """Whoever has both keys can write any of them."""
    assert verify(kept.folder / log, vkey=VKEY).clean


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("same", []),
        ("grown", []),
        ("cut", [(3, "rolled_back"), (3, "cut")]),
        ("short", [(4, "rolled_back")]),
        ("forked", [(3, "receipt"), (4, "root")]),
    ],
)
def test_the_log_has_the_entry_of_a_receipt_or_does_not(
    kept: Kept, log: str, expected: list[tuple[int, str]]
) -> None:
    """At its place, and under the checkpoint that the receipt leads to."""
    report = verify(kept.folder / log, vkey=VKEY, receipt=kept.receipt)

    assert found(report) == expected


def test_a_log_that_was_cut_right_before_the_entry_lacks_it(kept: Kept) -> None:
    """Index 3 is not within 3 entries, and is within 4."""
    cut = verify(kept.folder / "cut", vkey=VKEY, receipt=kept.receipt)
    short = verify(kept.folder / "short", vkey=VKEY, receipt=kept.receipt)

    assert [each.detail for each in cut.findings] == [
        "3 entries were found; the receipt's checkpoint of size 5 stands.",
        "The log was cut: the receipt proves entry 3, and the log has 3 entries.",
    ]
    assert "cut" not in {each.code for each in short.findings}


def test_the_checkpoint_of_a_receipt_is_one_of_this_log(kept: Kept) -> None:
    """Else it says nothing of it; and the entry is compared all the same."""
    other = sign_checkpoint(SIZE, bytes(32), STRANGER)
    receipt = LogProof(INDEX, kept.receipt.hashes, other, kept.receipt.extra)
    report = verify(kept.folder / "same", vkey=VKEY, receipt=receipt)

    assert found(report) == [(None, "receipt")]
    assert report.findings[0].detail.startswith("The receipt's checkpoint does not hold: ")


def test_an_entry_that_is_missing_is_named_once(kept: Kept, tmp_path: Path) -> None:
    """By the walk over all of them, whoever has a receipt of it."""
    var = Path(shutil.copytree(kept.folder / "same", tmp_path / "var"))
    with closing(sqlite3.connect(database_in(var))) as database, database:
        database.execute("DROP TRIGGER leaf_never_delete")
        database.execute("DELETE FROM leaf WHERE idx = 3")
    codes = [
        code for index, code in found(verify(var, vkey=VKEY, receipt=kept.receipt)) if index == 3
    ]

    assert "missing" in codes
    assert "receipt" not in codes


# --- the quorum of a trust policy -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "cosigners", "lines", "witnessed", "codes"),
    [
        (SIZE, (1, 2), TWO, SIZE, []),
        (2, (1, 2), TWO, 2, []),
        (SIZE, (1,), ("quorum none",), None, []),
        (None, (), ("quorum none",), None, []),
        (SIZE, (1,), TWO, None, ["witnesses"]),
        (SIZE, (9,), ("quorum w1",), None, ["witnesses"]),
        (None, (), ("quorum w1",), None, ["witnesses"]),
    ],
)
def test_the_quorum_must_have_cosigned_the_log(
    kept: Kept,
    size: int | None,
    cosigners: tuple[int, ...],
    lines: tuple[str, ...],
    witnessed: int | None,
    codes: list[str],
) -> None:
    """The newest checkpoint that it did is kept; where there is none, nobody has."""
    var, note = kept.folder / "same", None
    if size is not None:
        note = cosigned(checkpoint_at(var, size).decode(), *cosigners).encode()
    report = verify(var, vkey=VKEY, quorum=Quorum(policy(*lines), note))

    assert [each.code for each in report.findings] == codes
    assert report.witnessed == witnessed
    assert all(
        f"{len(set(cosigners) & {1, 2, 3})} of the 3" in each.detail for each in report.findings
    )


@pytest.mark.parametrize(
    ("log", "code", "said"),
    [
        ("cut", "rolled_back", "3 entries were found; the cosigned checkpoint of size 5 stands."),
        ("forked", "root", "does not have the root of the cosigned checkpoint of size 5."),
    ],
)
def test_a_log_that_does_not_continue_what_was_cosigned_is_found(
    kept: Kept, log: str, code: str, said: str
) -> None:
    """Though it is clean by itself, and the quorum is met: another log was put in its place."""
    quorum = Quorum(policy(*TWO), cosigned(kept.note, 1, 2).encode())
    report = verify(kept.folder / log, vkey=VKEY, quorum=quorum)

    assert [each.code for each in report.findings] == [code]
    assert report.findings[0].detail.endswith(said)


@pytest.mark.parametrize(
    "note", ["", "rubbish\n", cosigned(sign_checkpoint(SIZE, bytes(32), STRANGER), 1)]
)
def test_a_kept_note_that_is_none_of_this_log_is_one_finding(kept: Kept, note: str) -> None:
    """Even where nobody has to have cosigned; the newest checkpoint does not stand in for it."""
    quorum = Quorum(policy("quorum none"), note.encode())

    assert found(verify(kept.folder / "same", vkey=VKEY, quorum=quorum)) == [(None, "witnesses")]


def test_a_false_cosignature_is_a_finding(kept: Kept) -> None:
    """Though the quorum is met."""
    false = cosigned(sign_checkpoint(SIZE, bytes(32), Signer.of(ORIGIN, LOG_KEY)), 2)
    quorum = Quorum(
        policy("quorum w1"), (cosigned(kept.note, 1) + false.splitlines(True)[-1]).encode()
    )
    report = verify(kept.folder / "same", vkey=VKEY, quorum=quorum)

    assert found(report) == [(None, "witnesses")]
    assert "does not hold" in report.findings[0].detail
