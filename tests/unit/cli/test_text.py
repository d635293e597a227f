"""The page that a person reads."""

from gate.cli.text import Page
from tests.unit.cli.decisions import decision, finding


def _page(*arguments, **options):
    return Page(colour=False, width=100).decision(decision(*arguments, **options))


def test_outcome_and_subject_come_first():
    """The first line says what was decided about what."""
    first = _page("deny", finding()).splitlines()[0]

    assert first == "DENY  deploy Credit score 4.2.0 to prod"


def test_a_finding_says_what_was_found_required_and_how_to_fix_it():
    """Each blocking finding has rule, fact, value, demand, place and fix."""
    page = _page("deny", finding())

    assert "A.9.2-3  Trained people oversee the system" in page
    assert 'found     oversight.mode = "human_in_the_loop"; oversight.roles = nothing' in page
    assert "required  Somebody who may override and somebody who may stop" in page
    assert "where     /oversight/roles" in page
    assert "fix       Name the people who oversee the system." in page
    assert "read more /v1/controls/a_9_2" in page


def test_what_blocks_stands_before_what_does_not():
    """Warnings come after everything that stops the deployment."""
    page = _page("deny", finding(rule="A.8.2-1", severity="warn"), finding())

    assert page.index("A.9.2-3") < page.index("Does not block:") < page.index("A.8.2-1")


def test_a_softened_finding_names_the_day_it_blocks_from():
    """A rollout that has not begun is visible."""
    page = _page("allow", finding(severity="warn", mode="warn", blocks_from="2027-01-01"))

    assert "rollout   warn, would deny; blocks from 2027-01-01" in page


def test_a_dry_run_says_that_it_is_no_decision():
    """`would_be` can never be mistaken for an outcome."""
    answer = decision("deny", finding())
    answer["would_be"] = answer.pop("outcome")
    del answer["log"]

    first = Page(colour=False, width=100).decision(answer).splitlines()[0]

    assert first.startswith("DENY (not logged: this is no decision)")


def test_escape_sequences_of_a_request_do_not_reach_the_terminal():
    """Control characters and marks that turn the direction of text are left out."""
    subject = {
        "system": {"id": "x", "name": "a\x1b[31mb\u202ec", "version": "1"},
        "environment": "prod",
        "action": "deploy",
    }

    page = _page("deny", finding(), subject=subject)

    assert "\x1b" not in page
    assert "\u202e" not in page


def test_colour_is_used_only_when_asked_for():
    """The same page with colour has escape sequences, without has none."""
    coloured = Page(colour=True, width=100).decision(decision("deny", finding()))

    assert "\033[31mDENY\033[0m" in coloured
    assert "\033" not in _page("deny", finding())


def test_a_raised_tier_names_its_sources():
    """Who declares too low a tier sees which fact raised it."""
    reasons = [
        {"code": "declared", "source": "classification.declared_tier", "tier": "minimal"},
        {"code": "health", "source": "system.decision.domain", "tier": "high"},
    ]

    page = _page(
        "deny", finding(), tier={"declared": "minimal", "effective": "high", "reasons": reasons}
    )

    assert "Tier high; declared minimal; raised by system.decision.domain." in page


def test_long_values_are_cut_and_say_where_the_rest_is():
    """A page stays readable whatever the request holds."""
    page = _page("deny", finding(found={"system.description": "x" * 5000}))

    assert "--output json" in page
    assert "x" * 1000 not in page


def test_a_waived_finding_says_until_when():
    """It does not block, and nobody is surprised when it does again."""
    waiver = {"index": 2, "state": "expiring", "codes": [], "ends_in_days": 3.5}

    page = _page("allow", finding(status="waived", severity="off", waiver=waiver))

    assert page.index("Does not block:") < page.index("A.9.2-3  Trained people oversee the system")
    assert "waiver    waivers/2 is expiring, ends in 3 days" in page


def test_a_waiver_that_does_not_hold_says_why():
    """Beside the finding that it was meant for."""
    waiver = {"index": 0, "state": "invalid", "codes": ["dates", "role"], "ends_in_days": None}

    page = _page("deny", finding(waiver=waiver))

    assert "waivers/0 is invalid: its dates are missing, or it lasts longer than" in page
    assert "or does not hold the role" in page


def test_a_reason_of_the_statement_of_applicability_is_given():
    """What passes and is not implemented would be a riddle otherwise."""
    page = _page("deny", finding(reason="soa_not_implemented"))

    assert (
        "because   the Statement of Applicability says that the control is not implemented" in page
    )


def test_a_finding_without_waiver_reason_and_rollout_has_no_such_lines():
    """Nothing is labelled that is not there."""
    page = _page("deny", finding())

    assert not any(word in page for word in ("waiver ", "because ", "rollout "))
