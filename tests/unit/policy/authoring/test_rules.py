"""Rules that cannot be right are refused, with file, line and fix."""

from pathlib import Path

import pytest

from tests.policy_folder import HEAD, RULE, T_1, checked, control, policy_folder, refusals

_SECOND = RULE.replace("T.1-1", "T.1-2")
_UNANNOTATED = 'passes contains "T.1-2" if input.system.name\n'
_EACH = RULE.replace(
    "#   needs: [system.purpose]",
    "#   each: data[]\n#   reason: No data.\n#   needs: ['data[].id']",
)
_CONDITION = RULE.replace(
    "#   remediation", "#   severity: [{when: small, set: W}]\n#   remediation"
)

_REFUSED = {
    "an id that is not annotated": (control(RULE, _UNANNOTATED), f"{T_1}:17", "no annotation"),
    "a second body without an annotation": (
        control(RULE, _UNANNOTATED.replace("T.1-2", "T.1-1")),
        f"{T_1}:17",
        "a rule has one proof",
    ),
    "a second body with an annotation": (control(RULE, RULE), f"{T_1}:24", "a second proof"),
    "an annotation without a proof": (
        control(RULE, _SECOND.replace('passes contains "T.1-2"', "_passes")),
        f"{T_1}:24",
        "has no proof",
    ),
    "a proof of an id that varies": (
        control(RULE, "passes contains id if some id in input.system.tags\n"),
        f"{T_1}:17",
        "as a constant",
    ),
    "an unknown profile": (
        control(RULE.replace("profile: K", "profile: Z")),
        f"{T_1}:15",
        "custom.profile",
    ),
    "no remediation": (
        control(RULE.replace("#   remediation: State the purpose.\n", "")),
        f"{T_1}:14",
        "custom.remediation",
    ),
    "no title": (
        control(RULE.replace("# title: The system has a purpose\n", "")),
        f"{T_1}:14",
        "has no title",
    ),
    "a field that nobody reads": (
        control(RULE.replace("#   profile: K", "#   profile: K\n#   tier: [high]")),
        f"{T_1}:16",
        "custom.tier",
    ),
    "an unknown tier": (
        control(RULE.replace("#   profile: K", "#   profile: K\n#   tiers: [hihg]")),
        f"{T_1}:16",
        "custom.tiers",
    ),
    "two ids": (
        control(RULE.replace("rule: T.1-1", "rule: T.1-2")),
        f"{T_1}:15",
        "use one id in both",
    ),
    "an id of another control": (
        control(RULE.replace("T.1-1", "T.2-1")),
        f"{T_1}:15",
        "T.1-<number>",
    ),
    "an id without a number": (
        control(RULE.replace("T.1-1", "T.1-x")),
        f"{T_1}:15",
        "T.1-<number>",
    ),
    "a control without a rule": (control(), f"{T_1}:6", "has no rule"),
    "a control without an id": (
        {T_1: HEAD.replace("#   control: T.1", "#   other: x") + "\n" + RULE},
        f"{T_1}:6",
        "custom.control",
    ),
    "a package of another name": (
        {T_1: HEAD.replace("iso42001.t_1", "iso42001.t_2") + "\n" + RULE},
        f"{T_1}:6",
        "name the package iso42001.t_1",
    ),
    "a file of another name": (
        {"iso42001/t1.rego": control(RULE)[T_1]},
        "iso42001/t1.rego:6",
        "the file t_1.rego",
    ),
    "a rule outside a control": (
        {**control(RULE), "gate/lib/x.rego": "package gate.lib.x\n\n" + _SECOND},
        "gate/lib/x.rego:10",
        "outside the packages of controls",
    ),
    "a set that the gate does not read": (
        control(RULE, 'stales contains "T.1-1" if input.system.name\n'),
        f"{T_1}:17",
        'no set called "stales"',
    ),
    "a set that names no rule of the control": (
        control(RULE, 'invalid contains "T.1-2" if input.system.name\n'),
        f"{T_1}:17",
        "`invalid` does not name a rule",
    ),
    "an exempt element of a rule without a list": (
        control(RULE, 'exempt contains ["T.1-1", i] if some i, _ in input.data\n'),
        f"{T_1}:17",
        "has no `each`",
    ),
    "values shown for no rule": (
        control(RULE, 'found["T.1-2"] := {"x": 1}\n'),
        f"{T_1}:17",
        "`found` does not name a rule",
    ),
    "values shown twice": (
        control(RULE, 'found["T.1-1"] := {"x": 1}\n', 'found["T.1-1"] := {"y": 1}\n'),
        f"{T_1}:19",
        "a second `found`",
    ),
    "a condition that no severity has": (
        control(RULE, 'when contains ["T.1-1", "small"] if input.system.name\n'),
        f"{T_1}:17",
        'the condition "small"',
    ),
    "a condition that is nowhere said": (control(_CONDITION), f"{T_1}:16", "nowhere said"),
    "a severity that is none": (
        control(_CONDITION.replace("set: W", "set: X")),
        f"{T_1}:16",
        "custom.severity.0.set",
    ),
    "a lift that is nowhere said": (
        control(RULE.replace("#   profile: K", "#   profile: K\n#   lift: large")),
        f"{T_1}:16",
        "the lift large",
    ),
    "needs that the request does not have": (
        control(RULE.replace("[system.purpose]", "[system.purposes]")),
        f"{T_1}:15",
        'there is no "purposes"',
    ),
    "needs in a list that is none": (
        control(RULE.replace("[system.purpose]", "['system[].id']")),
        f"{T_1}:15",
        '"system" is no list',
    ),
    "needs through two lists": (
        control(RULE.replace("[system.purpose]", "['data[].provenance.chain[].step']")),
        f"{T_1}:15",
        "more than 1 lists",
    ),
    "needs that is not a path": (
        control(RULE.replace("[system.purpose]", "['system purpose']")),
        f"{T_1}:15",
        "is not a path",
    ),
    "needs of a fact": (
        control(RULE.replace("[system.purpose]", "[facts.live]")),
        f"{T_1}:15",
        "nobody can state",
    ),
    "values shown that the request does not have": (
        control(RULE.replace("#   profile: K", "#   profile: K\n#   found: [facts.lives]")),
        f"{T_1}:16",
        'there is no "lives"',
    ),
    "elements of something that is no list": (
        control(_EACH.replace("each: data[]", "each: system.purpose")),
        f"{T_1}:17",
        "no list of the request",
    ),
    "elements without a reason": (
        control(_EACH.replace("#   reason: No data.\n", "")),
        f"{T_1}:16",
        "add `reason`",
    ),
}


@pytest.mark.parametrize("case", _REFUSED)
def test_what_cannot_be_right_is_refused(case: str, tmp_path: Path) -> None:
    """Each refusal names the place, and says what to do."""
    files, place, words = _REFUSED[case]

    found = refusals(policy_folder(tmp_path / "policies", files))

    assert place in found, found
    assert words in found[place]
    assert "Fix: " in found[place]


def test_a_control_in_two_files_is_refused(tmp_path: Path) -> None:
    """The second of two files with one control is named."""
    other = control(RULE)[T_1].replace("iso42001.t_1", "gate.rules.t_1")
    folder = policy_folder(tmp_path / "policies", {**control(RULE), "gate/rules/t_1.rego": other})

    found = refusals(folder)

    assert "is there twice" in " ".join(found.values())


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """An author fixes all places before the next try."""
    bad = control(RULE.replace("K", "Z"), _UNANNOTATED, "public := 1\n")

    found = refusals(policy_folder(tmp_path / "policies", bad))

    assert len(found) == 3


def test_what_an_author_may_write_is_accepted(tmp_path: Path) -> None:
    """A control with every kind of set passes, and every field reaches the catalogue."""
    rule = _EACH.replace(
        "#   profile: K",
        "#   profile: K\n#   tiers: [high, critical]\n#   envs: [prod]\n#   actions: [retire]\n"
        "#   severity: [{when: small, set: W}, {when: always, set: '-'}]\n#   waivable: false\n"
        "#   found: ['data[].provenance.chain[].step', facts.live]\n#   required: A name.\n"
        "#   maps: {iso: 'x 1'}\n#   open: A note.",
    )
    sets = [
        'exempt contains ["T.1-1", i] if some i, _ in input.data\n',
        'exempt contains "T.1-1" if input.system.name == "x"\n',
        'stale contains "T.1-1" if input.system.name == "x"\n',
        'unverified contains "T.1-1" if input.system.name == "x"\n',
        'invalid contains "T.1-1" if input.system.name == "x"\n',
        'when contains ["T.1-1", "small"] if input.system.name == "x"\n',
        'found["T.1-1"] := {"limit": 3}\n',
        "_own := 1\n",
    ]

    policies = checked(policy_folder(tmp_path / "policies", control(rule, *sets)))

    [found] = policies.catalogue.rules
    assert found.rule == "T.1-1"
    assert found.scope.tiers == ("high", "critical")
    assert found.scope.envs == ("prod",)
    assert found.scope.actions == ("retire",)
    assert found.scope.each == "data[]"
    assert [(row.when, row.set) for row in found.severity] == [("small", "W"), ("always", "-")]
    assert not found.waivable
    assert found.required == "A name."
    assert found.reason == "No data."
    assert found.maps == {"iso": "x 1"}
    assert found.docs == "/v1/controls/t_1"
