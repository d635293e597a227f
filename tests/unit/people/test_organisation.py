"""The organisation at one moment."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.people.directory import PeopleFile
from gate.people.organisation import Organisation
from gate.people.records import ConcernsFile, IncidentsFile, SystemsFile
from tests.signing import ANNA, key_id, organisation, person, registered

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NONE = Organisation(digest="sha256:0")
_NOTHING_ALLOWED = {"allowed_regions": None, "allowed_tools": None, "allowed_licences": None}


def _text(moment):
    return moment.isoformat().replace("+00:00", "Z")


def _people(**fields):
    person = {"id": "p", "human": True, "active": True, **fields}
    return Organisation(digest="d", people=PeopleFile.model_validate({"people": [person]}))


def _incidents(*incidents):
    stated = [
        {"id": str(number), "system": "s", "severity": "sev3", "opened": "2026-11-20", **incident}
        for number, incident in enumerate(incidents)
    ]
    file = IncidentsFile.model_validate({"incidents": stated})
    return Organisation(digest="d", incidents_file=file).incidents("s", NOW)


def _concerns(*concerns):
    stated = [
        {"id": str(number), "system": "s", "severity": "high", "opened": "2026-11-20", **concern}
        for number, concern in enumerate(concerns)
    ]
    file = ConcernsFile.model_validate({"concerns": stated})
    return Organisation(digest="d", concerns_file=file).registries("s", NOW)["concerns_open_high"]


def test_without_files_nothing_is_known():
    """No register is not an empty register."""
    assert NONE.identity(["p"], NOW) is None
    assert set(NONE.incidents("s", NOW).values()) == {None}
    assert set(NONE.registries("s", NOW).values()) == {None}


def test_an_empty_register_says_that_there_is_nothing():
    """It is the whole list."""
    organisation = Organisation(
        digest="d",
        people=PeopleFile(people=()),
        incidents_file=IncidentsFile(incidents=()),
        concerns_file=ConcernsFile(concerns=()),
        systems_file=SystemsFile(systems=()),
    )

    assert organisation.identity(["p"], NOW) == {}
    assert set(organisation.incidents("s", NOW).values()) == {0}
    assert organisation.registries("s", NOW) == {
        "concerns_open_high": 0,
        "critical_vulnerabilities": None,
        "image_digest": None,
        "monitor_probe_ok": None,
        "code_signed": None,
        **_NOTHING_ALLOWED,
    }


@pytest.mark.parametrize(
    ("fields", "active"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"valid_from": _text(NOW)}, True),
        ({"valid_from": _text(NOW + timedelta(seconds=1))}, False),
        ({"valid_until": _text(NOW + timedelta(seconds=1))}, True),
        ({"valid_until": _text(NOW)}, False),
        ({"active": False, "valid_from": "2026-01-01"}, False),
    ],
)
def test_a_person_is_active_when_marked_so_and_within_the_dates(fields, active):
    """From the first instant of valid_from to the last before valid_until."""
    assert _people(**fields).identity(["p"], NOW)["p"]["active"] is active


def test_only_those_named_are_answered():
    """Found trimmed and in lower case, answered as the organisation writes the id."""
    organisation = _people(id="Anna@X.example", roles=["peer", "dpo"], authority="high")

    assert organisation.identity([" anna@x.EXAMPLE", "other"], NOW) == {
        "Anna@X.example": {
            "active": True,
            "human": True,
            "roles": ["dpo", "peer"],
            "authority": "high",
        }
    }
    assert organisation.identity(["anna"], NOW) == {}


@pytest.mark.parametrize(
    ("age", "breaches", "incidents"),
    [
        (30 * DAY, 1, 1),
        (30 * DAY + timedelta(seconds=1), 0, 1),
        (90 * DAY, 0, 1),
        (90 * DAY + timedelta(seconds=1), 0, 0),
        (-DAY, 1, 1),
    ],
)
def test_windows_reach_back_thirty_and_ninety_days(age, breaches, incidents):
    """To the second; what is dated in the future counts too."""
    counted = _incidents({"opened": _text(NOW - age), "breach": True})

    assert counted["breaches_30d"] == breaches
    assert counted["incidents_90d"] == incidents


def test_only_breaches_are_breaches():
    """An incident without the mark counts as an incident alone."""
    assert _incidents({}, {"breach": True})["breaches_30d"] == 1
    assert _incidents({}, {"breach": True})["incidents_90d"] == 2


@pytest.mark.parametrize(
    ("incident", "open_sev1"),
    [
        ({"severity": "sev1"}, 1),
        ({"severity": "sev2"}, 0),
        ({"severity": "sev1", "opened": "2020-01-01"}, 1),
        ({"severity": "sev1", "closed": "2026-11-23"}, 0),
        ({"severity": "sev1", "closed": _text(NOW)}, 0),
        ({"severity": "sev1", "closed": _text(NOW + DAY)}, 1),
        ({"severity": "sev1", "system": "t"}, 0),
        ({"severity": "sev1", "system": "S"}, 1),
    ],
)
def test_a_severe_incident_is_open_until_it_is_closed(incident, open_sev1):
    """However old it is; one that will be closed tomorrow is open."""
    assert _incidents(incident)["open_sev1"] == open_sev1


@pytest.mark.parametrize(
    ("concern", "count"),
    [
        ({}, 1),
        ({"severity": "critical"}, 1),
        ({"severity": "medium"}, 0),
        ({"closed": "2026-11-22"}, 0),
        ({"closed": "2026-11-24"}, 1),
        ({"system": "other"}, 0),
    ],
)
def test_serious_concerns_count_while_they_are_open(concern, count):
    """High and critical ones of this system."""
    assert _concerns(concern) == count


def test_what_tools_found_is_answered_as_stated():
    """What is not stated stays unknown; the system is found without regard to case."""
    systems = [{"id": "S", "critical_vulnerabilities": 2, "code_signed": False}]
    organisation = Organisation(
        digest="d", systems_file=SystemsFile.model_validate({"systems": systems})
    )

    assert organisation.registries("s", NOW) == {
        "concerns_open_high": None,
        "critical_vulnerabilities": 2,
        "image_digest": None,
        "monitor_probe_ok": None,
        "code_signed": False,
        **_NOTHING_ALLOWED,
    }


RELEASES = {"uses": ["approve", "release"]}


@pytest.mark.parametrize(
    ("key", "holder", "counts"),
    [
        (RELEASES, {}, True),
        ({"uses": ["approve"]}, {}, False),
        ({**RELEASES, "systems": ["s"]}, {}, False),
        ({**RELEASES, "valid_from": _text(NOW)}, {}, True),
        ({**RELEASES, "valid_from": _text(NOW + DAY)}, {}, False),
        ({**RELEASES, "withdrawn": _text(NOW)}, {}, False),
        ({**RELEASES, "withdrawn": _text(NOW + DAY)}, {}, True),
        (RELEASES, {"active": False}, False),
        (RELEASES, {"valid_until": _text(NOW)}, False),
        (RELEASES, {"valid_from": _text(NOW + DAY)}, False),
    ],
)
def test_a_key_may_sign_releases_or_not(key, holder, counts):
    """Registered for it and for every system, valid now, and of somebody who is active now."""
    known = organisation(person("Petra@x.example", registered(ANNA, **key), **holder))

    found = known.release_key(key_id(ANNA), NOW)

    assert (found is not None) == counts
    assert found is None or found.holder == "Petra@x.example"


def test_a_key_that_nobody_registered_signs_no_release():
    """With people and without."""
    assert organisation().release_key("0" * 64, NOW) is None
    assert NONE.release_key(key_id(ANNA), NOW) is None
