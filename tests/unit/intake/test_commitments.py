"""What earlier decisions still bind."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from gate.intake.commitments import expired_waivers, open_conditions
from gate.limits import OPEN_CONDITIONS_MAX
from tests.signing import approval

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SIGNED = {"subject_ok": True, "signature_ok": True}
UNSIGNED = {"subject_ok": True, "signature_ok": None}


@dataclass(frozen=True)
class _Past:
    policy_input: dict | None
    results: dict | None = None


def _condition(identifier="C-1", due="2026-12-31", **fields):
    return {"id": identifier, "text": "Test it.", "due": due, **fields}


def _conditional(*conditions, **fields):
    fields = {"decision": "conditional", **fields}
    return approval(conditions=list(conditions), **fields)


def _past(*approvals, before=()):
    """A decision that was allowed with these approvals, each with its facts."""
    facts = {
        "approvals": [known for _, known in approvals],
        "history": {"open_conditions": list(before)},
    }
    return _Past({"approvals": [stated for stated, _ in approvals], "facts": facts})


def _open(past, *approvals):
    return open_conditions(past, approvals=list(approvals), now=NOW)


def _ids(past, *approvals):
    return [each["id"] for each in _open(past, *approvals)]


def test_a_system_that_was_never_allowed_owes_nothing():
    """An empty list is a statement."""
    assert _open(None) == []


def test_a_condition_of_the_last_allowed_decision_is_open():
    """With who demanded it, when it is due, and whether that was signed."""
    past = _past((_conditional(_condition()), SIGNED))

    assert _open(past) == [
        {
            "id": "C-1",
            "due": "2026-12-31",
            "role": "risk_owner",
            "person": "Anna@x.example",
            "signed": True,
        }
    ]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (_condition(met_at="2026-11-20"), []),
        (_condition(met_at="2026-11-23"), []),
        (_condition(met_at="2026-11-23T09:00:00Z"), []),
        (_condition(met_at="2026-11-23T09:00:01Z"), ["C-1"]),
        (_condition(met_at="2026-11-24"), ["C-1"]),
        (_condition(due="2026-11-01"), ["C-1"]),
    ],
)
def test_a_condition_is_open_until_it_is_met(condition, ids):
    """Overdue ones stay; one that will be met tomorrow is open today."""
    assert _ids(_past((_conditional(condition), SIGNED))) == ids


@pytest.mark.parametrize(
    ("stated", "facts"),
    [
        (_conditional(_condition()), {"subject_ok": False, "signature_ok": True}),
        (_conditional(_condition()), {"subject_ok": True, "signature_ok": False}),
        (_conditional(_condition()) | {"decision": "reject"}, SIGNED),
        (_conditional(), SIGNED),
    ],
)
def test_only_approvals_of_the_request_demand_something(stated, facts):
    """Not one of another request, a forged one, or a rejection."""
    assert _ids(_past((stated, facts))) == []


def test_conditions_of_earlier_decisions_are_carried_on():
    """The last allowed decision was told of them, and nobody has closed them since."""
    first = _open(_past((_conditional(_condition("C-1", "2027-01-31")), SIGNED)))
    second = _open(_past((_conditional(_condition("C-2")), SIGNED), before=first))

    assert [each["id"] for each in second] == ["C-2", "C-1"]
    assert _ids(_past(before=second)) == ["C-2", "C-1"]


@pytest.mark.parametrize(
    ("stated", "facts", "ids"),
    [
        (_conditional(_condition(met_at="2026-11-22")), SIGNED, []),
        (_conditional(_condition(met_at="2026-11-22"), decision="approve"), SIGNED, []),
        (_conditional(_condition(met_at="2026-11-24")), SIGNED, ["C-1"]),
        (_conditional(_condition(met_at="2026-11-22")), UNSIGNED, ["C-1"]),
        (
            _conditional(_condition(met_at="2026-11-22")),
            {"subject_ok": False, "signature_ok": True},
            ["C-1"],
        ),
        (
            _conditional(_condition(met_at="2026-11-22"), person_id="ben@x.example"),
            SIGNED,
            [],
        ),
        (
            _conditional(_condition(met_at="2026-11-22"), role="peer", person_id="b"),
            SIGNED,
            ["C-1"],
        ),
        (_conditional(_condition(met_at="2026-11-22"), role="peer"), SIGNED, []),
        (_conditional(_condition("C-2", met_at="2026-11-22")), SIGNED, ["C-1"]),
        (approval(), SIGNED, ["C-1"]),
    ],
)
def test_a_condition_is_closed_by_who_may_close_it(stated, facts, ids):
    """The same person or role, signed as the demand was; leaving it out closes nothing."""
    past = _past((_conditional(_condition()), SIGNED))

    assert _ids(past, (stated, facts)) == ids


def test_what_nobody_signed_needs_no_signature_to_be_closed():
    """At low tiers approvals are not signed."""
    past = _past((_conditional(_condition()), UNSIGNED))

    assert _ids(past, (_conditional(_condition(met_at="2026-11-22")), UNSIGNED)) == []


def test_a_new_date_takes_the_place_of_the_old_one():
    """At once, and for the decisions after it."""
    past = _past((_conditional(_condition()), SIGNED))
    moved = (_conditional(_condition(due="2027-06-30")), SIGNED)

    (now,) = _open(past, moved)
    (later,) = _open(_past(moved, before=[now]))
    assert now["due"] == later["due"] == "2027-06-30"


def test_a_signed_demand_is_not_replaced_by_an_unsigned_one():
    """Neither its date now, nor by way of another allowed decision."""
    (demanded,) = _open(_past((_conditional(_condition()), SIGNED)))
    unsigned = (_conditional(_condition(due="2099-01-01")), UNSIGNED)

    assert _open(_past(before=[demanded]), unsigned) == [demanded]
    assert _open(_past(unsigned, before=[demanded])) == [demanded]


def test_one_id_in_two_roles_is_two_conditions():
    """Closing one leaves the other."""
    past = _past(
        (_conditional(_condition()), SIGNED),
        (_conditional(_condition(), role="dpo", person_id="b"), SIGNED),
    )
    closing = (_conditional(_condition(met_at="2026-11-22"), role="dpo", person_id="c"), SIGNED)

    assert _ids(past) == ["C-1", "C-1"]
    assert [each["role"] for each in _open(past, closing)] == ["risk_owner"]


@pytest.mark.parametrize(
    "past",
    [
        _Past(None),
        _Past({}),
        _Past({"facts": {"history": {"open_conditions": None}}}),
        _Past({"facts": []}),
    ],
)
def test_what_was_erased_is_not_known(past):
    """Null, and not an empty list."""
    assert _open(past) is None


def test_open_conditions_are_bounded_and_those_due_first_are_told():
    """An overdue one is never crowded out."""
    many = [_condition(f"C-{n:03}", "2027-01-01") for n in range(OPEN_CONDITIONS_MAX)]
    past = _past((_conditional(*many, _condition("late", "2026-01-01")), SIGNED))

    found = _ids(past)
    assert len(found) == OPEN_CONDITIONS_MAX
    assert found[0] == "late"
    assert len(_ids(_past((_conditional(*many), SIGNED)))) == OPEN_CONDITIONS_MAX


# --- waivers --------------------------------------------------------------------------------------
def _waived(expires, **state):
    stated = {"rule_id": "A.9.2-3", "control_id": "A.9.2", "expires_at": expires}
    state = {"index": 0, "state": "active", "codes": [], "unused": False, **state}
    return _Past({"waivers": [stated]}, {"waivers": [state]})


@pytest.mark.parametrize(
    ("expires", "state", "expired"),
    [
        ("2026-11-23T09:00:00Z", {}, True),
        ("2026-11-23T09:00:01Z", {}, False),
        ("2026-11-01T00:00:00Z", {"state": "expiring"}, True),
        ("2026-11-01T00:00:00Z", {"state": "invalid"}, False),
        ("2026-11-01T00:00:00Z", {"state": "expired"}, False),
        ("2026-11-01T00:00:00Z", {"unused": True}, False),
        ("2026-11-01T00:00:00Z", {"index": 1}, False),
        ("2026-11-01T00:00:00Z", {"index": -1}, False),
        ("2026-11-01T00:00:00Z", {"index": "0"}, False),
    ],
)
def test_a_waiver_that_was_used_and_has_ended_is_told(expires, state, expired):
    """At the very instant of its end it has ended; what did nothing then is nothing now."""
    found = expired_waivers(_waived(expires, **state), NOW)

    assert found == ([{"rule": "A.9.2-3", "expires": expires}] if expired else [])


def test_without_a_live_version_no_waiver_has_ended():
    """And where its decision was erased it is not known."""
    assert expired_waivers(None, NOW) == []
    assert expired_waivers(_Past(None, {}), NOW) is None
    assert expired_waivers(_Past({}, None), NOW) is None
