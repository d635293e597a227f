"""Personal values in a bundle: disclosed, redacted, withheld, or missing, which is a finding."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gate.log.erasure import erase
from gate.log.export import Part
from gate.log.readers import open_reader
from gate.log.subjects import Subjects
from gate.model.concealed import conceal
from gate.model.disclosure import Disclosure
from gate.model.people import people_in
from gate_verify.disclosed import digest_of, read_disclosures
from gate_verify.findings import DoesNotHold
from gate_verify.report import Report, as_json, as_text
from tests.bundles import checked, exported, found, sealed, unpacked
from tests.logs import open_log
from tests.personal import ANNA, BO, append, evaluated, personal_key
from tests.stores import STORES

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
RECORDS = "disclosures/"


def log_of(folder: Path) -> Path:
    """Anna and Bo in decision 0, Bo in 1, Anna in 2."""
    log = open_log(folder)
    for number, people in enumerate([[ANNA, BO], [BO], [ANNA]]):
        append(log, number, *people)
    log.close()
    return folder


def erased(folder: Path, person: str) -> Path:
    log = open_log(folder)
    erase(log, person, reason="Art. 17", actor="dpo", now=NOW)
    log.close()
    return folder


def opened(folder: Path, **options: Any) -> bytes:
    """A bundle with the values in it."""
    reader = open_reader(folder, STORES.url(folder))
    try:
        subjects = Subjects(reader, lambda: personal_key(folder))
        return exported(folder, subjects=subjects, **options)
    finally:
        reader.close()


def counted(report: Report) -> dict[str, int]:
    return {state: count for state, count in report.personal.items() if count}


@pytest.mark.usefixtures("either_store")
def test_every_value_is_there_or_was_erased(tmp_path: Path) -> None:
    """And the report says by which entry."""
    log_of(tmp_path)
    whole = checked(opened(tmp_path))
    assert (found(whole), counted(whole)) == ([], {"disclosed": 22})

    after = checked(opened(erased(tmp_path, ANNA["id"])))
    assert (found(after), counted(after)) == ([], {"disclosed": 11, "redacted": 11})
    assert {value.redaction for value in after.closed} == {3}
    assert "personal values: 11 disclosed, 11 redacted (by #3)" in as_text(after)
    told = json.loads(as_json(after))["personal"]
    assert (told["redacted"], len(told["closed"])) == (11, 11)


def test_values_may_be_withheld(tmp_path: Path) -> None:
    """The bundle says of each that it is there; one that is not is missing all the same."""
    log_of(tmp_path)
    report = checked(exported(tmp_path))
    assert (found(report), counted(report)) == ([], {"withheld": 22})
    for name in (b"anna", b"Anna", b"bo.lund"):
        assert name not in exported(tmp_path)

    report = checked(exported(erased(tmp_path, ANNA["id"])))
    assert (found(report), counted(report)) == ([], {"withheld": 11, "redacted": 11})


@pytest.mark.usefixtures("either_store")
def test_a_part_carries_the_redactions_that_it_needs(tmp_path: Path) -> None:
    """Each with its proof, because the entry lies after the part."""
    erased(log_of(tmp_path), ANNA["id"])

    bundle = opened(tmp_path, part=Part(0, 2))
    assert [path for path in unpacked(bundle) if "redaction" in path] == ["redactions/3.tlog-proof"]
    report = checked(bundle)
    assert (found(report), counted(report)) == ([], {"disclosed": 11, "redacted": 5})

    files = unpacked(bundle)
    del files["redactions/3.tlog-proof"]
    places = found(checked(sealed(files, tmp_path, 0, 2)))
    assert {code for _, code in places} == {"disclosure_missing"}
    assert len(places) == 5


def _changed_redaction(files: dict[str, bytes], change: Any) -> None:
    path = "redactions/3.tlog-proof"
    files[path] = change(files[path])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"index 3", b"index 2"),
        lambda text: text.replace(b"extra ", b"extra AAAA", 1),
        lambda text: text.replace(b"extra ", b"other ", 1),
        lambda text: text[:-1],
        lambda _text: b"",
        lambda _text: b"\xff",
    ],
)
def test_a_redaction_beside_a_part_has_to_be_proved(tmp_path: Path, change: Any) -> None:
    """Otherwise its values are missing."""
    erased(log_of(tmp_path), ANNA["id"])
    files = unpacked(opened(tmp_path, part=Part(0, 2)))
    _changed_redaction(files, change)

    codes = {code for _, code in found(checked(sealed(files, tmp_path, 0, 2)))}
    assert codes == {"redaction", "disclosure_missing"}


def test_a_decision_is_no_redaction(tmp_path: Path) -> None:
    """However well it is proved."""
    log = open_log(log_of(tmp_path))
    receipt = log.receipt_parts(2)
    log.close()
    files = unpacked(opened(tmp_path, part=Part(0, 2)))
    files["redactions/2.tlog-proof"] = receipt.text.encode()

    assert found(checked(sealed(files, tmp_path, 0, 2))) == [
        ("redactions/2.tlog-proof", "redaction")
    ]


def _first(files: dict[str, bytes]) -> str:
    return min(path for path in files if path.startswith(RECORDS))


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: lines[1:], "disclosure_missing"),
        (lambda _lines: [], "disclosure_missing"),
        (lambda lines: [*lines, lines[0]], "disclosure"),
        (lambda lines: [b"WyJzYWx0IiwgIm5hbWUiLCAxXQ\n", *lines], "disclosure"),
        (lambda lines: [b"withheld " + b"A" * 43 + b"\n", *lines], "disclosure"),
        (lambda lines: [b"withheld no-digest\n", *lines], "disclosure"),
        (lambda lines: [b"e30\n", *lines], "disclosure"),
        (lambda lines: [b"\xff\n", *lines], "disclosure"),
        (lambda lines: [b"".join(lines)[:-1]], "disclosure"),
    ],
)
def test_a_value_that_was_taken_away_changed_or_added_is_found(
    tmp_path: Path, change: Any, code: str
) -> None:
    """In a bundle whose list of files fits what was done to it."""
    files = unpacked(opened(log_of(tmp_path)))
    path = _first(files)
    files[path] = b"".join(change(_lines(files[path])))

    codes = found(checked(sealed(files, tmp_path, 0, 3)))
    assert {place for place, _ in codes} == {path}
    assert {found_code for _, found_code in codes} == {code}


def test_values_of_another_document_are_found(tmp_path: Path) -> None:
    """Swapped between two entries, and beside no document at all."""
    files = unpacked(opened(log_of(tmp_path)))
    one, two, *_ = sorted(path for path in files if path.startswith(RECORDS))
    swapped = {**files, one: files[two], two: files[one]}
    assert {place for place, _ in found(checked(sealed(swapped, tmp_path, 0, 3)))} == {one, two}

    stray = f"{RECORDS}{'0' * 64}.txt"
    report = checked(sealed({**files, stray: files[one]}, tmp_path, 0, 3))
    assert found(report) == [(stray, "disclosure")]


def test_another_salt_is_another_value(tmp_path: Path) -> None:
    """Whoever knows the value and not its salt cannot show it."""
    files = unpacked(opened(log_of(tmp_path)))
    path = _first(files)
    first, *rest = _lines(files[path])
    read = Disclosure.read(first.decode().strip())
    guess = Disclosure.of(read.name, read.value)
    files[path] = b"".join([guess.text.encode() + b"\n", *rest])

    assert found(checked(sealed(files, tmp_path, 0, 3))) == [(path, "disclosure")]


def test_a_value_that_a_redaction_speaks_of_is_found(tmp_path: Path) -> None:
    """It should not be in anybody's hands any more."""
    before = unpacked(opened(log_of(tmp_path)))
    files = unpacked(opened(erased(tmp_path, ANNA["id"])))
    files |= {path: content for path, content in before.items() if path.startswith(RECORDS)}

    codes = [code for _, code in found(checked(sealed(files, tmp_path, 0, 4)))]
    assert codes == ["not_erased"] * 11


def test_both_read_the_published_form() -> None:
    """What the gate writes, the verifier reads, and the digests are the same."""
    document = evaluated(0, ANNA, BO)
    kept = conceal(document, people_in(document), lambda person: person[:2] * 11)
    texts = [text for group in kept.disclosures.values() for text in group]
    read = read_disclosures("".join(f"{text}\n" for text in texts).encode())

    assert set(read.named) == {Disclosure.read(text).digest for text in texts}
    assert all(digest_of(text) == Disclosure.read(text).digest for text in texts)
    assert hashlib.sha256(kept.content).digest()


@pytest.mark.parametrize("line", ["", "!", "e30", "WzFd", "WzEsMl0", "WyJzIiwxLDJd", "W1tb"])
def test_other_lines_are_refused(line: str) -> None:
    """Not base64url, not a list, without salt, with a name that is no text."""
    with pytest.raises(DoesNotHold):
        read_disclosures(f"{line}\n".encode())
