"""The keys of data subjects, and the installation's own that wraps them."""

from pathlib import Path

import pytest

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import SUBJECTS_REMEMBERED
from gate.log.subjects import KEY_FILE, Subjects, load_or_create_personal_key, read_personal_key
from tests.logs import open_log
from tests.personal import ANNA, BO, append, document, evaluated, personal_key


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """In a folder that is its owner's, too."""
    folder = tmp_path / "keys"
    made = load_or_create_personal_key(folder)

    assert load_or_create_personal_key(folder) == made == read_personal_key(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert made.lookup.hex() not in repr(made)
    assert load_or_create_personal_key(tmp_path / "other") != made


def test_a_key_that_others_may_use_is_refused(tmp_path: Path) -> None:
    """And so is one that is none."""
    load_or_create_personal_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o640)
    with pytest.raises(Misconfigured, match="Others may use"):
        read_personal_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o600)
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(Misconfigured, match="32 bytes"):
        read_personal_key(tmp_path)


def test_a_person_has_one_reference(tmp_path: Path) -> None:
    """Whatever the case, also for a log that is opened again; another person has another."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    ref = log.subjects.ref(ANNA["id"])
    assert log.subjects.ref(" ANNA.berg@bank.example ") == ref
    assert log.subjects.ref(BO["id"]) != ref
    log.close()
    log = open_log(tmp_path)

    assert log.subjects.ref(ANNA["id"]) == ref
    assert log.subjects.refs(ANNA["id"]) == (ref,)
    assert log.subjects.refs(BO["id"]) == ()
    log.close()


@pytest.mark.usefixtures("either_store")
def test_two_keys_of_one_person_are_both_found(tmp_path: Path) -> None:
    """Two gates that name somebody first at the same time make one each."""
    log = open_log(tmp_path)
    first = log.subjects
    first.ref(ANNA["id"])
    log.subjects = Subjects(log.reader, lambda: personal_key(tmp_path))
    append(log, 0, ANNA)
    log.subjects = first
    append(log, 1, ANNA)

    assert len(first.refs(ANNA["id"])) == 2
    assert [document(log, n).document for n in (0, 1)] == [evaluated(n, ANNA) for n in (0, 1)]
    log.close()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    """The log does not start with it, and whoever reads with it is told."""
    log = open_log(tmp_path)
    append(log, 0, ANNA)
    digest = log.entry(0).decision.policy_input
    log.close()
    other = load_or_create_personal_key(tmp_path / "other")

    with pytest.raises(Misconfigured, match=KEY_FILE):
        open_log(tmp_path, personal=other)
    log = open_log(tmp_path, personal=personal_key(tmp_path))
    log._subjects = Subjects(log.reader, lambda: other)
    with pytest.raises(LogUnavailable, match=KEY_FILE):
        log.document(digest, 0)
    log.close()


def test_no_more_persons_are_remembered_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound all stay, one past it the others are asked for again."""
    assert SUBJECTS_REMEMBERED > 1_000
    monkeypatch.setattr("gate.log.subjects.SUBJECTS_REMEMBERED", 2)
    log = open_log(tmp_path)
    for person, remembered in (("a", 1), ("b", 2), ("c", 1)):
        log.subjects.ref(person)
        assert len(log.subjects._persons) == remembered
    log.close()
