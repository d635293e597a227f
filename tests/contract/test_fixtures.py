"""Every sample case is decided as its name says, and for the reason that it states."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from fixtures.derive import derived_request, origin_of
from fixtures.render import (
    FIXTURES,
    INSTANT,
    case_names,
    earlier_cases,
    render_case,
    render_organisation,
)
from fixtures.signing import sign_approvals, signer_of
from gate.cli.local import local_policy
from gate.errors import GateError
from gate.intake.facts import establish_facts
from gate.intake.signatures import Signatures
from gate.intake.submission import read_submission
from gate.people.source import OrganisationSource
from tests.cases import asked_case
from tests.shared import ROOT

_OUTCOMES = {"allow": "allow", "deny": "deny", "review": "needs_review"}
_DECIDING = {"allow": None, "deny": "deny", "needs_review": "review"}
_DECIDED = [name for name in case_names() if not name.endswith("_invalid")]
_INVALID = [name for name in case_names() if name.endswith("_invalid")]
_SIGNED = [name for name in _DECIDED if '"approvals"' in render_case(name).request_text]
_INSTANTS = [INSTANT, INSTANT + timedelta(days=401, hours=14, minutes=3)]


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    """The shipped release on the Wasm engine."""
    with local_policy(None, tmp_path_factory.mktemp("cache")) as active:
        yield active


@pytest.mark.parametrize("now", _INSTANTS, ids=["as written", "a year later"])
@pytest.mark.parametrize("name", _DECIDED)
def test_a_case_is_decided_for_its_one_reason(policy, tmp_path, name, now):
    """The outcome is that of the name; the rules that decide it are exactly those it states."""
    with asked_case(policy, tmp_path, name, now) as asked:
        answer = asked.answer()

    deciding = _DECIDING[answer["would_be"]]
    decided_by = {each["rule"] for each in answer["findings"] if each["severity"] == deciding}
    expected = asked.case.expected
    assert answer["would_be"] == expected["outcome"] == _OUTCOMES[name.rsplit("_", 1)[1]]
    assert decided_by == set(expected["rules"])


@pytest.mark.parametrize("name", _INVALID)
def test_an_invalid_case_is_refused_before_any_rule(policy, tmp_path, name):
    """Status, code and every place are those that the case states."""
    with asked_case(policy, tmp_path, name, INSTANT) as asked, pytest.raises(GateError) as refused:
        asked.answer()

    case = asked.case
    assert (refused.value.status, refused.value.code) == (
        case.expected["status"],
        case.expected["code"],
    )
    assert sorted({each.pointer for each in refused.value.problems}) == case.expected["pointers"]


@pytest.mark.parametrize("name", case_names())
def test_every_case_says_why(name):
    """The first line after the title explains the case to a reader."""
    folder = FIXTURES / "requests" / name
    title, _, why = (folder / "README.md").read_text(encoding="utf-8").partition("\n\n")

    assert title == f"# {name}"
    assert len(why.split()) >= 8


def test_derived_requests_are_current():
    """`make check` compares the same way."""
    checked = subprocess.run(
        [sys.executable, "fixtures/derive.py", "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", [name for name in case_names() if origin_of(name)])
def test_a_derived_case_is_one_change_away_from_an_allowed_one(name):
    """Undoing the change is the fix."""
    origin = origin_of(name)

    assert origin.endswith("_allow")
    assert origin_of(origin) is None or origin_of(origin_of(origin)) is None
    assert derived_request(origin) != derived_request(name)


@pytest.mark.parametrize("name", [name for name in case_names() if earlier_cases(name)])
def test_cases_that_come_first_sort_first(name):
    """So that all cases can be sent in the order of their names."""
    for earlier in earlier_cases(name):
        assert earlier < name
        assert earlier.endswith("_allow")


def test_there_are_enough_cases():
    """The set keeps its breadth: allowed, denied, sent to review and refused."""
    endings = [name.rsplit("_", 1)[1] for name in case_names()]

    assert endings.count("allow") >= 3
    assert len(endings) - endings.count("allow") >= 15
    assert {"allow", "deny", "review", "invalid"} == set(endings)


@pytest.mark.parametrize("now", _INSTANTS, ids=["as written", "a year later"])
def test_rendering_makes_every_signature_again(tmp_path, now):
    """Approvals, artefacts and evidence hold at every instant, and so do those of the profile."""
    render_organisation(tmp_path, now)
    known = OrganisationSource(tmp_path).current()
    for name in _SIGNED:
        case = render_case(name, now)
        submission = read_submission(case.body())
        facts = establish_facts(
            submission.document,
            decision_id="d",
            now=now,
            request_digest=submission.request_digest,
            organisation=known,
        )
        assert {tuple(each.values()) for each in facts["approvals"]} == {(True, True)}
        signed = {each["signature_ok"] for each in facts["evidence"].values()}
        assert signed <= {True, None}
        if name == "credit_scoring_prod_allow":
            assert True in signed
            assert facts["artifacts"] == {"pd-gbm": {"digest_ok": True, "signature_ok": True}}
    signatures = Signatures(known.keys, "s", "")
    assert {signatures.of_evidence(item) for item in known.profile.items} == {True}


def test_every_registered_key_has_its_test_key_and_says_what_it_is_for():
    """So that cases can be signed; nobody takes one of these files for a real key."""
    known = OrganisationSource(FIXTURES / "organisation").current()
    holders = [person for person in known.people.people if person.keys]
    files = sorted(path.name for path in (FIXTURES / "organisation" / "keys").iterdir())

    assert files == sorted(f"{person.id}-for-tests-only.pem" for person in holders)
    for person in holders:
        (key,) = known.keys.of(person.id)
        assert key.public.id == signer_of(person.id).keyid


def test_words_for_signatures_become_what_they_say():
    """A forged one is by a registered key of somebody else; none is none."""
    stated = {"person": {"id": "jonas.ek@halvarbank.example"}, "at": "2026-11-20T10:00:00Z"}
    words = ("sign", "by aisha.noor@halvarbank.example", "unsigned")
    approvals = [{**stated, "signature": {"type": "dsse", "value": word}} for word in words]
    approvals.append(dict(stated))
    digest = "sha256:" + "a" * 64
    sign_approvals(approvals, digest)
    keys = OrganisationSource(FIXTURES / "organisation").current().keys
    signatures = Signatures(keys, "s", digest)

    assert [signatures.of_approval(each) for each in approvals] == [True, False, None, True]


def test_rendering_keeps_every_distance_in_time():
    """A date that was ten days ago is ten days ago afterwards."""
    later = datetime(2028, 3, 1, 12, 30, tzinfo=UTC)
    text = render_case("credit_scoring_prod_allow", later).request_text

    assert "2026-11-18T11:00:00Z" in render_case("credit_scoring_prod_allow").request_text
    assert (datetime(2026, 11, 18, 11, tzinfo=UTC) + (later - INSTANT)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    ) in text
