"""The organisation's folder while it changes."""

import os

import pytest

from gate.errors import Misconfigured
from gate.people import source as module
from gate.people.source import OrganisationSource

GOOD = "people:\n- {id: a@x.example, human: true, active: true}\n"
BETTER = "people:\n- {id: b@x.example, human: true, active: true}\n"
BAD = "people:\n- {id: c@x.example}\n"


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.yaml"
    path.write_text(GOOD)
    return path


def _replace(path, text):
    """As an editor does it: a new file takes the place of the old one."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def _ids(source):
    return [person.id for person in source.current().people.people]


def test_a_change_is_read_at_the_next_use(people):
    """Without a restart, and with another digest."""
    source = OrganisationSource(people.parent)
    before = source.current().digest
    _replace(people, BETTER)

    assert _ids(source) == ["b@x.example"]
    assert source.current().digest != before
    assert source.problem is None


def test_a_change_in_place_is_seen_too(people):
    """Same file, same size."""
    source = OrganisationSource(people.parent)
    source.current()
    people.write_text(BETTER)
    os.utime(people, ns=(1, 1))

    assert _ids(source) == ["b@x.example"]


def test_a_bad_file_never_replaces_a_good_one(people):
    """The gate goes on with what it knew and says what is wrong, until it is mended."""
    source = OrganisationSource(people.parent)
    good = source.current()
    _replace(people, BAD)

    assert source.current() is good
    assert source.problem is not None
    assert "people.yaml, line 2, /people/0/human" in source.problem

    _replace(people, BETTER)
    assert _ids(source) == ["b@x.example"]
    assert source.problem is None


def test_an_unchanged_folder_is_not_read_again(people, monkeypatch):
    """Neither a good one nor a bad one: a decision costs a few stat calls."""
    source = OrganisationSource(people.parent)
    source.current()
    reads = []
    read = module.read_organisation
    monkeypatch.setattr(module, "read_organisation", lambda path: reads.append(1) or read(path))
    source.current()
    assert reads == []

    _replace(people, BAD)
    source.current()
    source.current()
    assert reads == [1]


def test_a_file_that_changes_while_it_is_read_is_read_again(people, monkeypatch):
    """What was read in between may be half of each."""
    source = OrganisationSource(people.parent)
    _replace(people, BAD.replace("c@", "d@"))
    read = module.read_organisation

    def read_and_change(path):
        monkeypatch.setattr(module, "read_organisation", read)
        try:
            return read(path)
        finally:
            _replace(people, BETTER)

    monkeypatch.setattr(module, "read_organisation", read_and_change)
    source.current()

    assert _ids(source) == ["b@x.example"]


def test_a_folder_that_vanishes_is_a_problem_and_not_an_empty_one(people):
    """The last good state is kept, and the folder is used again once it is back."""
    source = OrganisationSource(people.parent / ".." / people.parent.name)
    away = people.parent.with_name("away")
    people.parent.rename(away)
    assert _ids(source) == ["a@x.example"]
    assert source.problem is not None

    away.rename(people.parent)
    assert _ids(source) == ["a@x.example"]
    assert source.problem is None


def test_a_register_that_vanishes_is_a_problem(people):
    """Without it a rule would no longer be asked; a new file is welcome."""
    source = OrganisationSource(people.parent)
    register = people.parent / "concerns.yaml"
    register.write_text("concerns: []")
    assert source.current().concerns_file is not None

    register.unlink()
    assert source.current().concerns_file is not None
    assert "gone" in (source.problem or "")


@pytest.mark.parametrize("text", [BAD, "", "people: [", None])
def test_at_the_start_a_bad_folder_is_refused(people, text):
    """There is nothing good to go on with."""
    if text is None:
        people.unlink()
    else:
        people.write_text(text)

    with pytest.raises(Misconfigured):
        OrganisationSource(people.parent)


def test_a_problem_is_said_once(people, caplog):
    """Not at every decision."""
    source = OrganisationSource(people.parent)
    _replace(people, BAD)
    for _ in range(3):
        source.current()

    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "people.yaml, line 2, /people/0/human" in warnings[0]


def test_a_folder_that_stays_away_is_said_once(people, caplog):
    """It is looked for at every use all the same."""
    source = OrganisationSource(people.parent)
    people.parent.rename(people.parent.with_name("away"))
    for _ in range(3):
        source.current()

    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("profile.yaml", "organisation: {}\n", "organisation: {aim: {}}\n"),
        ("allowed.yaml", "tools: []\n", "tool: []\n"),
        ("people.yaml", GOOD, GOOD.replace("true}", "true, keys: [{public: x}]}")),
        (
            "people.yaml",
            GOOD,
            GOOD.replace(
                "true}",
                "true, delegated: [{by: b, authority: high, valid_from: 2026-01-01,"
                " valid_until: 2026-02-01}]}",
            ),
        ),
    ],
)
def test_every_file_and_every_key_of_it_keeps_the_last_good_one(people, name, good, bad):
    """A wrong profile, list of what is allowed, key or delegation changes nothing but the word."""
    path = people.parent / name
    path.write_text(good)
    source = OrganisationSource(people.parent)
    known = source.current()
    _replace(path, bad)

    assert source.current() is known
    assert f"{name}, line" in source.problem

    _replace(path, good)
    source.current()
    assert source.problem is None


@pytest.mark.parametrize(
    ("name", "text"), [("profile.yaml", "organisation: {}"), ("allowed.yaml", "tools: []")]
)
def test_a_profile_or_list_that_vanishes_is_a_problem(people, name, text):
    """What it says would become unknown without anybody having said so."""
    path = people.parent / name
    path.write_text(text)
    source = OrganisationSource(people.parent)
    path.unlink()

    source.current()
    assert "gone" in (source.problem or "")
