"""What the release says of one rule, for people and for programs."""

import pytest

from gate.cli.rule_text import rule_text
from gate.errors import NotFound
from gate.policy.explained import ENVIRONMENTS, TIERS, explain
from gate.policy.release import Release, shipped_release


@pytest.fixture(scope="module")
def release() -> Release:
    """The shipped release."""
    return shipped_release()


def test_every_rule_can_be_explained_and_has_its_proof(release: Release) -> None:
    """Nothing of the catalogue is left out, and each proof is the rule's own."""
    for rule in release.catalogue.by_rule:
        explained = explain(release, rule)

        assert f'passes contains "{rule}"' in explained.proof.text
        assert explained.proof.text.count("passes contains") == 1
        assert "METADATA" not in explained.proof.text


def test_the_severity_is_that_of_the_profile(release: Release) -> None:
    """Profile S as rules/tier.yaml has it."""
    explained = explain(release, "A.9.2-4")

    assert explained.rule.profile == "S"
    assert tuple(explained.severities) == ENVIRONMENTS
    assert dict(zip(TIERS, explained.severities["prod"], strict=True)) == {
        "minimal": "warn",
        "limited": "review",
        "high": "deny",
        "critical": "deny",
    }


def test_statements_are_whole(release: Release) -> None:
    """A statement ends where the next begins, not at an empty line or a bracket in it."""
    proof = explain(release, "A.9.2-3").proof

    assert proof.file == "iso42001/a_9_2.rego"
    heads = [line for line in proof.text.splitlines() if line[:1].isalpha()]
    assert [head.split()[0] for head in heads] == ["passes", "stale", "unverified", "when"]
    assert proof.text.count("{") == proof.text.count("}")


def test_a_page_answers_what_people_ask(release: Release) -> None:
    """What it needs, how to fix it, how grave it is, and what lifts it."""
    text = rule_text(explain(release, "A.7.4-3"))

    for words in (
        "A.7.4-3  Human labels",
        "data[].labelling.iaa_value",
        "fix         Measure agreement",
        "prod      warn      review    deny      deny",
        "next tier with personal data",
        'passes contains "A.7.4-3" if {',
    ):
        assert words in text


def test_what_cannot_be_waived_says_so(release: Release) -> None:
    """By its own annotation."""
    assert explain(release, "GATE-2").never_waived
    assert not explain(release, "A.9.2-4").never_waived
    assert "waiver      never" in rule_text(explain(release, "GATE-2"))


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("A.9.3", "did you mean A.9.3-1 or A.9.3-2?"),
        ("a.9.3-1", "did you mean A.9.3-1"),
        ("", "gate policy catalogue lists all"),
    ],
)
def test_an_unknown_rule_gets_a_hint(release: Release, asked: str, hint: str) -> None:
    """A control names its rules, a slip the rules that look like it."""
    with pytest.raises(NotFound) as refused:
        explain(release, asked)

    assert hint in refused.value.detail


def test_programs_get_the_same(release: Release) -> None:
    """Every severity by environment and tier."""
    told = explain(release, "A.9.2-4").as_json()

    assert told["rule"] == "A.9.2-4"
    assert told["severities"]["dev"]["critical"] == "review"
    assert told["proof"]["file"] == "iso42001/a_9_2.rego"
