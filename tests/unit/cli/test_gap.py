"""`gate check --gap` and `--as-new`, as whoever introduces a management system uses them."""

import json
from pathlib import Path

import pytest

from gate.cli.gap_words import effect_words, soa_words
from gate.cli.markdown import inline
from gate.cli.output import Output, render_gaps
from gate.errors import Invalid
from gate.policy.release import shipped_release
from tests.unit.cli.commands import Said, case, gate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases with one organisation: one is denied, one deployed where little is asked."""
    made = tmp_path_factory.mktemp("cases")
    for name in ("no_appeal_deny", "manual_search_dev_allow"):
        case(made, name)
    return made


def check(folder: Path, name: str, *arguments: str, stdin: bytes | None = None) -> Said:
    request = "-" if stdin is not None else folder / name / "request.json"
    around = ["--organisation", folder / "organisation", "--evidence", folder / name / "evidence"]
    return gate("check", request, *around, "--var", folder / "var", *arguments, stdin=stdin)


@pytest.fixture(scope="module")
def report(folder: Path) -> dict:
    """The report on the denied case, for programs."""
    return json.loads(check(folder, "no_appeal_deny", "--gap", "--output", "json").out)


def control_of(report: dict, name: str) -> dict:
    controls = [each for family in report["families"] for each in family["controls"]]
    return next(each for each in controls if each["control"] == name)


def test_a_report_could_be_made_whatever_it_found(folder: Path) -> None:
    """Exit code 0 for a request that would be denied, and no outcome in any form."""
    for form in ("text", "markdown", "json"):
        said = check(folder, "no_appeal_deny", "--gap", "--output", form)

        assert said.code == 0, said.err
        assert "A.8.3-3" in said.out
        assert "DENY" not in said.out
        assert "outcome" not in said.out
        assert "NEEDS REVIEW" not in said.out


def test_every_rule_of_the_release_is_counted(report: dict) -> None:
    """The families add up to the catalogue."""
    rules = len(shipped_release().catalogue.rules)

    assert report["counts"]["rules"] == rules
    assert sum(family["counts"]["rules"] for family in report["families"]) == rules
    assert [family["family"] for family in report["families"]][:2] == ["GATE", "A.2"]


def test_the_statement_stands_beside_the_gap(report: dict) -> None:
    """The case says of A.8.3 that it is implemented, and there is no channel for an appeal."""
    control = control_of(report, "A.8.3")

    assert control["soa"] == [{"applicable": True, "implemented": "yes"}]
    assert control["contradicts"] is True
    assert "A.8.3-3" in [gap["rule"] for gap in control["gaps"]]


def test_rules_without_effect_where_it_is_deployed_are_in_it(folder: Path) -> None:
    """A request for dev is allowed, and still lacks much of a management system."""
    said = check(folder, "manual_search_dev_allow", "--gap", "--output", "json")

    report = json.loads(said.out)
    gaps = [
        gap
        for family in report["families"]
        for control in family["controls"]
        for gap in control["gaps"]
    ]
    assert report["counts"]["gaps"] > 0
    assert {gap["would_be"] for gap in gaps if gap["status"] != "waived"} >= {None}


def test_an_unreadable_request_has_no_report(folder: Path) -> None:
    """Exit code 2, as for every command that could not do its work."""
    said = check(folder, "no_appeal_deny", "--gap", stdin=b"{}")

    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize(
    ("form", "out"),
    [("github", ""), ("junit", ""), ("env", "GATE_DECISION=error\nGATE_ERROR=invalid\n")],
)
def test_forms_that_carry_an_outcome_are_refused(folder: Path, form: str, out: str) -> None:
    """A pipeline would take silence for consent."""
    said = check(folder, "no_appeal_deny", "--gap", "--output", form)

    assert (said.code, said.out) == (2, out)
    assert "choose text, json or markdown" in said.err


@pytest.mark.parametrize("form", list(Output))
def test_each_form_renders_or_says_which_would(report: dict, form: Output) -> None:
    """A new form of output has to be decided on here."""
    if form in (Output.GITHUB, Output.JUNIT, Output.ENV):
        with pytest.raises(Invalid):
            render_gaps(report, form, colour=False)
    else:
        assert render_gaps(report, form, colour=False).endswith("\n")


def test_text_shows_what_is_missing_and_the_fix(report: dict) -> None:
    """In this order, below its control; colours only when asked."""
    page = render_gaps(report, Output.TEXT, colour=False)

    places = [page.index(word) for word in ("A.8  ", "  A.8.3  ", "A.8.3-3  ", "A.8.4  ")]
    assert places == sorted(places)
    assert "implemented, but rules are" in page
    assert "\033[" not in page
    assert "\033[" in render_gaps(report, Output.TEXT, colour=True)


def test_markdown_keeps_hostile_texts_in_their_cells(report: dict) -> None:
    """A name from the request is text, on one line."""
    name = "a | b\n# c <img src=x> [d](e) `f`"
    hostile = json.loads(json.dumps(report))
    hostile["subject"]["system"]["name"] = name

    page = render_gaps(hostile, Output.MARKDOWN, colour=False)

    assert r"a \| b \# c \<img src=x\> \[d\](e) \`f\`" in page
    assert inline("a\\|b") == r"a\\\|b"


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([], "does not speak of it"),
        ([{"applicable": False, "implemented": "no"}], "that it does not apply"),
        ([{"applicable": True, "implemented": "planned"}], "says planned"),
        ([{"applicable": None, "implemented": None}], "nothing of how far"),
        ([{"applicable": True, "implemented": "maybe"}], "nothing of how far"),
    ],
)
def test_every_claim_has_its_words(claims: list[dict], words: str) -> None:
    """An exclusion is told as one, and what nobody knows is not called implemented."""
    assert words in soa_words({"control": "A.7.4", "soa": claims, "contradicts": False})


def test_the_statement_need_not_speak_of_clauses() -> None:
    """Nothing is said where it says nothing."""
    assert soa_words({"control": "CL-5.2", "soa": [], "contradicts": False}) == ""


def test_a_gap_without_effect_is_told_as_one() -> None:
    """Null is not a severity."""
    assert effect_words({"would_be": None}) == "has no effect"
    assert effect_words({"would_be": "deny"}) == "blocks"


def test_as_new_knows_that_nothing_was_decided_before(folder: Path) -> None:
    """Without it, rules about earlier decisions stay unverified on a laptop."""
    rule = "CL-10.2-3"
    plain = json.loads(check(folder, "no_appeal_deny", "--output", "json").out)
    said = check(folder, "no_appeal_deny", "--as-new", "--output", "json")

    as_new = json.loads(said.out)
    assert {"rule": rule, "status": "unverified"}.items() <= next(
        each for each in plain["findings"] if each["rule"] == rule
    ).items()
    assert rule not in {each["rule"] for each in as_new["findings"]}
    assert as_new["would_be"] == "deny"
    assert "Asked as new" in said.err


def test_text_says_that_it_was_asked_as_new(folder: Path) -> None:
    """On the page itself, because a page is what is passed on."""
    for more in ([], ["--gap"]):
        assert "Asked as new" in check(folder, "no_appeal_deny", "--as-new", *more).out
        assert "Asked as new" not in check(folder, "no_appeal_deny", *more).out
