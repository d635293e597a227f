"""The forms for programs and pipelines."""

import json
from xml.etree import ElementTree as ET

import pytest

from gate.cli.exits import exit_code
from gate.cli.output import Output, render_decision
from tests.unit.cli.decisions import decision, finding


@pytest.mark.parametrize(
    ("outcome", "code"), [("allow", 0), ("deny", 1), ("needs_review", 4), ("maybe", 2)]
)
def test_each_outcome_has_its_exit_code(outcome, code):
    """A pipeline tells denial, review and failure apart; an unknown word is a failure."""
    assert exit_code(decision(outcome)) == code


def test_warnings_fail_only_on_request():
    """--fail-on-warn turns an allow with warnings into 3, and a denial stays 1."""
    warned = decision("allow", finding(severity="warn"))

    assert exit_code(warned) == 0
    assert exit_code(warned, fail_on_warn=True) == 3
    assert exit_code(decision("deny", finding(), finding(severity="warn")), fail_on_warn=True) == 1


def test_an_error_document_is_no_outcome():
    """What has neither outcome nor would_be could not be decided."""
    assert exit_code({"status": 503, "code": "log_unavailable"}) == 2


def test_json_is_the_answer_unchanged():
    """What the API said, nothing added."""
    answer = decision("deny", finding())

    assert json.loads(render_decision(answer, Output.JSON, colour=False)) == answer


def test_github_marks_what_blocks_as_errors_and_the_rest_as_warnings():
    """One annotation a finding, and one line with the outcome."""
    lines = render_decision(
        decision("deny", finding(), finding(rule="A.8.2-1", severity="warn")),
        Output.GITHUB,
        colour=False,
    ).splitlines()

    assert lines[0].startswith("::error title=A.9.2-3 ")
    assert lines[1].startswith("::warning title=A.8.2-1 ")
    assert lines[2].startswith("::notice title=Gate::deny")


def test_a_title_cannot_begin_an_annotation_of_its_own():
    """Line ends, colons and commas of a text do not break out of the command."""
    hostile = finding(title="x\n::error title=fake::y", remediation="a\r\n::set-output name=b::c")

    lines = render_decision(decision("deny", hostile), Output.GITHUB, colour=False).splitlines()

    assert len(lines) == 2
    assert lines[0].count("::") == 2 + lines[0].split("::", 2)[2].count("::")
    assert "title=fake" not in lines[0].split("::")[1].replace("%3A", ":").split(",")[1:]


def test_junit_counts_what_blocks_as_failures():
    """Other tools can read the report, and the counts add up."""
    suite = ET.fromstring(
        render_decision(
            decision("deny", finding(title='<&">'), finding(severity="warn")),
            Output.JUNIT,
            colour=False,
        )
    )

    assert suite.get("failures") == "1"
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    assert suite.find("testcase").get("name") == 'A.9.2-3 <&">'


def test_env_gives_one_assignment_a_line():
    """A shell can read the outcome and the counts."""
    text = render_decision(
        decision("needs_review", finding(severity="review")), Output.ENV, colour=False
    )
    values = dict(line.split("=", 1) for line in text.splitlines())

    assert values["GATE_DECISION"] == "needs_review"
    assert values["GATE_LOGGED"] == "true"
    assert values["GATE_REVIEW"] == "1"


def test_markdown_lists_each_finding_in_a_row():
    """Outcome first, then the counts, then what is missing and the fix."""
    page = render_decision(
        decision("needs_review", finding(severity="review")), Output.MARKDOWN, colour=False
    )

    assert page.startswith("# Needs review\n")
    assert "1 review, 50 passed" in page
    assert "| A.9.2-3 | review | Trained people oversee the system | fail |" in page


def test_markdown_says_of_a_dry_run_that_it_is_no_decision():
    """As the text does."""
    dry_run = {**decision("allow"), "would_be": "allow"}
    del dry_run["outcome"], dry_run["log"]

    page = render_decision(dry_run, Output.MARKDOWN, colour=False)

    assert page.startswith("# Allow (not logged: this is no decision)\n")
    assert "| rule |" not in page


def test_markdown_keeps_a_hostile_text_in_its_cell():
    """It starts no column, line, link or element."""
    hostile = finding(title="a | b\n| c <b> [d](e)")

    page = render_decision(decision("deny", hostile), Output.MARKDOWN, colour=False)

    assert r"| a \| b \| c \<b\> \[d\](e) |" in page
