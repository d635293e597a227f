"""The organisation's folder as files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.limits import ORGANISATION_FILE_BYTES_MAX
from gate.people.files import read_organisation

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
PEOPLE = "people:\n- {id: a@x.example, human: true, active: true}\n"


def _folder(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / name.replace("_yaml", ".yaml")
        path.write_text(text, encoding="utf-8")
    return tmp_path


def _refusal(tmp_path, **files):
    with pytest.raises(Misconfigured) as refused:
        read_organisation(_folder(tmp_path, **files))
    return refused.value.detail


def test_a_folder_may_have_some_of_the_files(tmp_path):
    """What the others would say is not known; other kinds of files are not looked at."""
    (tmp_path / "README.md").write_text("# Ours")
    (tmp_path / ".draft.yaml").write_text("{")
    organisation = read_organisation(_folder(tmp_path, people_yaml=PEOPLE))

    assert organisation.people is not None
    assert organisation.incidents_file is None


def test_the_digest_is_over_what_is_said(tmp_path):
    """Comments, order of keys and flow style make no difference; a changed value does."""
    first, second, third = (tmp_path / name for name in "abc")
    for folder in (first, second, third):
        folder.mkdir()
    digest = read_organisation(_folder(first, people_yaml=PEOPLE)).digest
    same = "# ours\npeople:\n  - active: true\n    human: true\n    id: a@x.example\n"
    other = PEOPLE.replace("active: true", "active: false")

    assert digest.startswith("sha256:")
    assert read_organisation(_folder(second, people_yaml=same)).digest == digest
    assert read_organisation(_folder(third, people_yaml=other)).digest != digest


def test_an_empty_register_is_another_statement_than_none(tmp_path):
    """So the digests differ."""
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()

    one = read_organisation(_folder(first, people_yaml=PEOPLE))
    two = read_organisation(_folder(second, people_yaml=PEOPLE, incidents_yaml="incidents: []"))

    assert one.digest != two.digest


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("people:\n- {id: a, human: true}\n", "people.yaml, line 2, /people/0/active: is required"),
        ("people:\n- {id: a, human: true, active: 'yes'}\n", "line 2, /people/0/active: "),
        ("people:\n- {id: a, human: yes, active: true}\n", "line 2, /people/0/human: "),
        (
            "people:\n- id: a\n  human: true\n  active: true\n  rolls: []\n",
            "line 5, /people/0/rolls: an unknown key",
        ),
        (
            "people:\n- {id: a, human: true, active: true, roles: [boss]}\n",
            "line 2, /people/0/roles/0: Input should be 'system_owner'",
        ),
        (
            "people:\n- {id: a, human: true, active: true, authority: huge}\n",
            "line 2, /people/0/authority: ",
        ),
        (
            "people:\n- {id: a, human: true, active: true, valid_until: soon}\n",
            "line 2, /people/0/valid_until: expected a date",
        ),
        ("people:\n- {id: ' a', human: true, active: true}\n", "line 2, /people/0/id: expected"),
        (
            "people:\n- {id: a, human: true, active: true}\n- {id: A, human: true, active: true}\n",
            "line 2, /people: the ids of elements 0 and 1 (from 0) are the same",
        ),
        ("people: {}\n", "line 1, /people: "),
        ("persons: []\n", "line 1, /persons: an unknown key"),
        ("[]\n", "line 1, /: "),
        ("", "line 1, /: "),
        ("people:\n- id: a\n  id: b\n", "people.yaml, line 3: a key stands twice"),
        ("people: [\n", "people.yaml, line 2: this is not YAML"),
    ],
)
def test_a_problem_names_file_line_field_and_what_is_expected(tmp_path, text, place):
    """So that whoever edits the file finds it."""
    assert place in _refusal(tmp_path, people_yaml=text)


def test_all_problems_come_at_once(tmp_path):
    """Of all files."""
    detail = _refusal(
        tmp_path,
        people_yaml="people:\n- {id: a}\n",
        incidents_yaml="incidents:\n- {id: b}\n",
        persons_yaml="",
    )

    assert "people.yaml, line 2, /people/0/human" in detail
    assert "incidents.yaml, line 2, /incidents/0/severity" in detail
    assert "persons.yaml: not a file of the organisation" in detail


def test_no_value_is_repeated(tmp_path):
    """A file may hold names that do not belong into a log."""
    people = "people:\n- {id: canary7, human: canary7, active: true, roles: [canary7]}\n"

    assert "canary7" not in _refusal(tmp_path, people_yaml=people)


@pytest.mark.parametrize("name", ["persons.yaml", "people.yml", "People.YAML", "incident.yaml"])
def test_an_unknown_yaml_file_is_refused(tmp_path, name):
    """It would be a register that silently does not exist."""
    _folder(tmp_path, people_yaml=PEOPLE)
    (tmp_path / name).write_text("people: []")

    with pytest.raises(Misconfigured, match="not a file of the organisation"):
        read_organisation(tmp_path)


def test_a_folder_without_files_is_refused(tmp_path):
    """And one that is not there, and one that is a file."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(Misconfigured, match="expected"):
            read_organisation(folder)


def test_a_closed_incident_was_open_before(tmp_path):
    """Dates in the wrong order are a typo that would hide an incident."""
    incidents = (
        "incidents:\n- {id: a, system: s, severity: sev1, opened: 2026-11-02, closed: 2026-11-01}\n"
    )

    assert "line 2, /incidents/0: expected" in _refusal(tmp_path, incidents_yaml=incidents)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    """By name, like every other problem."""
    (tmp_path / "people.yaml").write_bytes(b"people: []\xff")
    with pytest.raises(Misconfigured, match=r"people\.yaml: is not UTF-8"):
        read_organisation(tmp_path)


def test_the_size_of_a_file_is_bounded(tmp_path):
    """As many bytes as allowed are read, one more is refused."""
    text = "people: []\n#"
    path = tmp_path / "people.yaml"
    path.write_text(text.ljust(ORGANISATION_FILE_BYTES_MAX, "x"))
    read_organisation(tmp_path)

    path.write_text(text.ljust(ORGANISATION_FILE_BYTES_MAX + 1, "x"))
    with pytest.raises(Misconfigured, match="bytes"):
        read_organisation(tmp_path)


def test_the_sample_organisation_is_usable():
    """It knows the people of the sample cases, and the incident of one of them."""
    organisation = read_organisation(FIXTURES / "organisation")
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    identity = organisation.identity(
        ["petra.sandin@halvarbank.example", "release-bot@halvarbank.example"], now
    )

    assert identity is not None
    assert identity["petra.sandin@halvarbank.example"]["authority"] == "high"
    assert identity["release-bot@halvarbank.example"]["human"] is False
    assert organisation.incidents("parts-search", now)["open_sev1"] == 1
    assert organisation.incidents("consumer-credit-score", now)["open_sev1"] == 0
    assert organisation.registries("consumer-credit-score", now)["concerns_open_high"] == 0
