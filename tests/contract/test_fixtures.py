"""Every sample case is decided as its name says, and for the reason that it states."""

import re
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
from gate.policy.release import shipped_release
from gate.strict_yaml import read_yaml
from tests.cases import asked_case
from tests.shared import ROOT

_OUTCOMES = {"allow": "allow", "deny": "deny", "review": "needs_review"}
_DECIDING = {"allow": None, "deny": "deny", "needs_review": "review"}
_DECIDED = [name for name in case_names() if not name.endswith("_invalid")]
_INVALID = [name for name in case_names() if name.endswith("_invalid")]
_SIGNED = [
    name
    for name in _DECIDED
    if name.endswith("_allow") and '"approvals"' in render_case(name).request_text
]
_TOPICS = read_yaml((FIXTURES / "topics.yaml").read_text(encoding="utf-8")).value["topics"]
_WARNS_ONLY = {"CL-6.2", "CL-7.3/7.4"}
"""Controls whose findings are warnings wherever they are asked; their cases state `warned`."""
_IN_PRODUCTION = {
    "consumer-credit-score": "high",
    "cv-ranking": "high",
    "nurse-line-triage": "high",
    "catalogue-recommendation": "limited",
    "card-support-chat": "limited",
    "loan-guide": "limited",
    "drawing-search": "minimal",
}
_SHORT = {
    "minimal": "manual_search_dev_allow",
    "limited": "recommendation_dev_allow",
    "high": "hiring_trial_dev_allow",
    "prohibited": "hiring_trial_reads_faces_deny",
}
_INSTANTS = [INSTANT, INSTANT + timedelta(days=401, hours=14, minutes=3)]
_STATES_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _may_turn_on_the_day(name):
    """Allowed cases, whose every date has to hold, and changes that state a date."""
    change = FIXTURES / "requests" / name / "change.json"
    stated = not change.is_file() or _STATES_A_DAY.search(change.read_text(encoding="utf-8"))
    return name.endswith("_allow") or bool(stated)


_ASKED = [(name, INSTANT) for name in _DECIDED]
_ASKED += [(name, _INSTANTS[1]) for name in _DECIDED if _may_turn_on_the_day(name)]


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    """The shipped release on the Wasm engine."""
    with local_policy(None, tmp_path_factory.mktemp("cache")) as active:
        yield active


@pytest.mark.parametrize(
    ("name", "now"),
    _ASKED,
    ids=[f"{name}-{'as written' if now == INSTANT else 'a year later'}" for name, now in _ASKED],
)
def test_a_case_is_decided_for_its_one_reason(policy, tmp_path, name, now):
    """The outcome is that of the name; the rules that decide it are exactly those it states."""
    with asked_case(policy, tmp_path, name, now) as asked:
        answer = asked.answer()

    deciding = _DECIDING[answer["would_be"]]
    decided_by = {each["rule"] for each in answer["findings"] if each["severity"] == deciding}
    expected = asked.case.expected
    assert answer["would_be"] == expected["outcome"] == _OUTCOMES[name.rsplit("_", 1)[1]]
    assert decided_by == set(expected["rules"])
    warned = {each["rule"] for each in answer["findings"] if each["severity"] == "warn"}
    assert warned >= set(expected.get("warned", []))


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
    """Undoing the change is the fix; nobody has to follow more than three changes to the start."""
    origins = []
    while (origin := origin_of(origins[-1] if origins else name)) is not None:
        origins.append(origin)

    assert all(each.endswith("_allow") for each in origins)
    assert len(origins) <= 3
    assert derived_request(origins[0]) != derived_request(name)


@pytest.mark.parametrize("name", [name for name in case_names() if earlier_cases(name)])
def test_cases_that_come_first_sort_first(name):
    """So that all cases can be sent in the order of their names."""
    for earlier in earlier_cases(name):
        assert earlier < name
        assert not earlier.endswith("_invalid")


def test_there_are_enough_cases():
    """The set keeps its breadth: allowed, denied, sent to review and refused."""
    endings = [name.rsplit("_", 1)[1] for name in case_names()]

    assert endings.count("allow") >= 25
    assert endings.count("deny") >= 150
    assert endings.count("review") >= 30
    assert {"allow", "deny", "review", "invalid"} == set(endings)


def test_the_cases_reach_every_tier_environment_and_action():
    """So that no column of a rule's severities goes without a case."""
    requests = [derived_request(name) for name in _DECIDED]

    assert {each["request"]["environment"] for each in requests} == {"dev", "staging", "prod"}
    actions = {each["request"]["action"] for each in requests}
    assert actions == {"deploy", "update", "rollback", "retire"}
    tiers = {each["classification"]["declared_tier"] for each in requests}
    assert tiers == {"minimal", "limited", "high", "critical"}


def test_every_kind_of_system_is_allowed_in_production():
    """Credit, hiring, triage, recommendation, a chat on a vendor's model, payments and search."""
    allowed = [derived_request(name) for name in _DECIDED if name.endswith("_allow")]
    systems = {
        each["system"]["id"]: each["classification"]["declared_tier"]
        for each in allowed
        if each["request"]["environment"] == "prod" and each["request"]["action"] == "deploy"
    }

    assert systems.items() >= _IN_PRODUCTION.items()


@pytest.mark.parametrize(("tier", "name"), _SHORT.items())
def test_one_example_per_tier_is_short_enough_to_read(tier, name):
    """Four screens at most, and what a prohibited use gives is one of them."""
    text = (FIXTURES / "requests" / name / "request.json").read_text(encoding="utf-8")
    request = derived_request(name)
    is_prohibited = tier == "prohibited"

    assert len(text.splitlines()) <= 160
    assert (request["classification"].get("eu", {}).get("class") == "prohibited") is is_prohibited
    assert is_prohibited or request["classification"]["declared_tier"] == tier
    assert ("GATE-2" in _deciding(name)) is is_prohibited


def test_every_control_decides_a_case():
    """A control that never decides one could be broken without a case that notices."""
    catalogue = shipped_release().catalogue
    expected = [render_case(name).expected for name in _DECIDED]
    deciding = {catalogue.by_rule[rule].control for each in expected for rule in each["rules"]}
    warning = {
        catalogue.by_rule[rule].control for each in expected for rule in each.get("warned", [])
    }

    assert {each.control for each in catalogue.controls} == deciding | _WARNS_ONLY
    assert deciding.isdisjoint(_WARNS_ONLY)
    assert warning >= _WARNS_ONLY


@pytest.mark.parametrize("topic", _TOPICS, ids=[each["topic"] for each in _TOPICS])
def test_a_topic_has_rules_and_a_case_that_turns_on_it_alone(topic):
    """The rules stand in the catalogue; without the change the case is allowed."""
    rules = set(topic["rules"])
    own = [name for name in topic["cases"] if _deciding(name) and _deciding(name) <= rules]

    assert rules
    assert rules <= shipped_release().catalogue.by_rule.keys()
    assert len(rules) == len(topic["rules"])
    assert set(topic["cases"]) <= set(_DECIDED)
    assert own
    for name in own:
        assert render_case(origin_of(name)).expected["outcome"] == "allow"


def test_every_topic_is_there_once():
    """A topic that is dropped would be a promise that is dropped."""
    assert len(_TOPICS) == 34
    assert len({each["topic"] for each in _TOPICS}) == 34


def _deciding(name):
    return set(render_case(name).expected["rules"])


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
    """A forged one is by somebody else's key; none is none; one of another request is no use."""
    stated = {"person": {"id": "jonas.ek@halvarbank.example"}, "at": "2026-11-20T10:00:00Z"}
    words = ("sign", "by aisha.noor@halvarbank.example", "unsigned", "of another request")
    approvals = [{**stated, "signature": {"type": "dsse", "value": word}} for word in words]
    approvals.append(dict(stated))
    digest = "sha256:" + "a" * 64
    sign_approvals(approvals, digest)
    keys = OrganisationSource(FIXTURES / "organisation").current().keys
    signatures = Signatures(keys, "s", digest)

    assert [signatures.of_approval(each) for each in approvals] == [True, False, None, False, True]
    assert [each["subject_digest"]["value"] == "a" * 64 for each in approvals] == [
        word != "of another request" for word in (*words, "")
    ]


def test_rendering_keeps_every_distance_in_time():
    """A date that was ten days ago is ten days ago afterwards."""
    later = datetime(2028, 3, 1, 12, 30, tzinfo=UTC)
    text = render_case("credit_scoring_prod_allow", later).request_text

    assert "2026-11-18T11:00:00Z" in render_case("credit_scoring_prod_allow").request_text
    assert (datetime(2026, 11, 18, 11, tzinfo=UTC) + (later - INSTANT)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    ) in text
