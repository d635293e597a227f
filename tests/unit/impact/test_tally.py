"""Counting decisions: the same in one pass and in parts, bounded, by every name."""

import json

import pytest

from gate.impact import systems, tally
from gate.impact.tally import OTHERS, Tally, control_of
from gate.impact.weighing import Weighed
from gate.limits import IMPACT_GROUPS_MAX, IMPACT_LISTED_MAX, IMPACT_SYSTEMS_MAX
from tests.releases import catalogue_of
from tests.unit.impact.weighed import weighed

CATALOGUE = catalogue_of(("M.1-1", "M.1-2", "M.2-1"))
DECISIONS = (
    weighed({"M.1-1": "deny"}, {}, index=0, environment="prod", system_id="a"),
    weighed({"M.1-1": "deny", "M.1-2": "review"}, {"M.1-2": "warn"}, index=1, team="ads"),
    weighed({}, {"M.2-1": "review"}, index=2, environment="prod", system_id="b"),
    weighed({"M.2-1": "warn"}, {"M.2-1": "warn"}, index=3, tier_now="high"),
)


def counted(*decisions: Weighed) -> Tally:
    found = Tally()
    for each in decisions:
        found.add(each, CATALOGUE)
        found.systems.note(each.index, each.entry, each)
    return found


def test_every_group_has_its_counts() -> None:
    """A decision counts once for a control, however many of its rules are concerned."""
    groups = counted(*DECISIONS).document()["groups"]

    assert groups["rule"] == {
        "M.1-1": {"decisions": 2, "loosened": 2, "removed": 2},
        "M.1-2": {"decisions": 1, "loosened": 1, "softer": 1},
        "M.2-1": {"decisions": 2, "tightened": 1, "added": 1},
    }
    assert groups["control"] == {
        "M.1": {"decisions": 2, "loosened": 2, "removed": 2, "softer": 1},
        "M.2": {"decisions": 2, "tightened": 1, "added": 1},
    }
    assert groups["team"] == {
        "lending": {"decisions": 3, "loosened": 1, "removed": 1, "tightened": 1, "added": 1},
        "ads": {"decisions": 1, "loosened": 1, "removed": 1, "softer": 1},
    }
    assert groups["environment"]["prod"]["decisions"] == 2
    assert groups["tier"]["limited"]["decisions"] == 4


def test_outcomes_tiers_and_flips_are_kept() -> None:
    """Flips in the order of the log, with their rules."""
    document = counted(*DECISIONS).document()

    assert document["outcomes"] == [
        ["allow", "allow", 1],
        ["allow", "needs_review", 1],
        ["deny", "allow", 2],
    ]
    assert document["tiers"] == [["limited", "high", 1], ["limited", "limited", 3]]
    assert [(each["index"], each["turn"], each["rules"]) for each in document["flips"]] == [
        (0, "loosened", ["M.1-1"]),
        (1, "loosened", ["M.1-1", "M.1-2"]),
        (2, "tightened", ["M.2-1"]),
    ]


def test_parts_put_together_are_the_whole() -> None:
    """Wherever the history is cut; an empty part changes nothing."""
    whole = counted(*DECISIONS)
    whole.lose(4, "entry_corrupt")
    for cut in range(len(DECISIONS) + 1):
        rest = counted(*DECISIONS[cut:])
        rest.lose(4, "entry_corrupt")
        merged = Tally()
        for part in (counted(*DECISIONS[:cut]), Tally(), rest):
            merged.merge(json.loads(json.dumps(part.document())))

        assert merged.document() == whole.document()
        assert merged.decisions == len(DECISIONS)


def test_a_rule_that_is_gone_keeps_its_control() -> None:
    """Its id begins with it."""
    assert control_of("M.1-2", CATALOGUE) == "M.1"
    assert control_of("CL-6.1.3/8.3-3", CATALOGUE) == "CL-6.1.3/8.3"


def test_names_past_the_bound_are_counted_together() -> None:
    """So that no history makes the report grow without end."""
    found = Tally()
    for team in range(IMPACT_GROUPS_MAX):
        found._row("team", str(team))["decisions"] += 1

    assert OTHERS not in found.groups["team"]
    for team in ("one", "two", "0"):
        found._row("team", team)["decisions"] += 1
    assert found.groups["team"][OTHERS]["decisions"] == 2
    assert found.groups["team"]["0"]["decisions"] == 2


def test_lists_end_at_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts do not."""
    assert tally.IMPACT_LISTED_MAX == systems.IMPACT_LISTED_MAX == IMPACT_LISTED_MAX
    monkeypatch.setattr(tally, "IMPACT_LISTED_MAX", 3)
    merged = Tally()
    for part in (DECISIONS[:2], DECISIONS[:2], DECISIONS[:2]):
        merged.merge(counted(*part).document())

    assert [each["index"] for each in merged.flips] == [0, 1, 0]
    assert merged.decisions == 6


def noted(*decisions: tuple[Weighed, bool]) -> dict[str, object]:
    found = Tally().systems
    for number, (each, is_weighed) in enumerate(decisions):
        found.note(number, each.entry, each if is_weighed else None)
    return found.told()


def test_what_runs_is_the_newest_that_was_allowed_in_production() -> None:
    """Not what was denied since, and not what is elsewhere; the newest request is another matter."""
    runs = weighed({}, {"A": "deny"}, environment="prod", system_version="1.0.0")
    denied = weighed({"A": "deny"}, {}, index=1, environment="prod", system_version="2.0.0")
    staged = weighed({}, {"A": "deny"}, index=2, environment="staging", system_id="other")

    told = noted((runs, True), (denied, True), (staged, True))

    assert (told["running"], told["running_weighed"], told["blocked"], told["allowed"]) == (
        1,
        1,
        1,
        1,
    )
    [blocked], [allowed] = told["newly_blocked"], told["newly_allowed"]
    assert (blocked["version"], blocked["now"], blocked["rules"]) == ("1.0.0", "deny", ["A"])
    assert (allowed["version"], allowed["was"], allowed["rules"]) == ("2.0.0", "deny", ["A"])


def test_a_newer_version_that_stays_allowed_is_what_runs() -> None:
    """An older one that would be stopped runs no more."""
    old = weighed({}, {"A": "deny"}, environment="prod", action="rollback")
    new = weighed({}, {}, index=1, environment="prod", action="update")

    assert noted((old, True), (new, True))["blocked"] == 0


def test_a_retired_system_does_not_run() -> None:
    """Until it is deployed again; a retirement that was denied changes nothing."""
    runs = weighed({}, {"A": "deny"}, environment="prod")
    retired = weighed({}, {}, index=1, environment="prod", action="retire")
    refused = weighed({"B": "deny"}, {"B": "deny"}, index=1, environment="prod", action="retire")

    assert noted((runs, True), (retired, True))["running"] == 0
    assert noted((runs, True), (retired, True), (runs, True))["blocked"] == 1
    assert noted((runs, True), (refused, True))["blocked"] == 1


def test_what_was_not_weighed_is_not_said_to_come_out_otherwise() -> None:
    """It runs all the same."""
    told = noted((weighed({}, {"A": "deny"}, environment="prod"), False))

    assert (told["running"], told["running_weighed"], told["blocked"]) == (1, 0, 0)


def test_systems_past_the_bound_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that nobody asked about for the longest time."""
    assert systems.IMPACT_SYSTEMS_MAX == IMPACT_SYSTEMS_MAX
    monkeypatch.setattr(systems, "IMPACT_SYSTEMS_MAX", 2)
    prod = [
        (weighed({}, {"A": "deny"}, environment="prod", system_id=name), True)
        for name in ("old", "kept", "old", "new")
    ]

    told = noted(*prod)

    assert [each["system"] for each in told["newly_blocked"]] == ["new", "old"]
    assert told["left_out"] == 1
    assert noted(*prod[:3])["left_out"] == 0
