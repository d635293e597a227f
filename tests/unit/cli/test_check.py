"""`gate check`, as a delivery team uses it on a laptop."""

import json
import os
import pty
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.service import GATE
from tests.shared import ROOT
from tests.unit.cli.commands import SECONDS, Said, case, gate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cases with one organisation."""
    made = tmp_path_factory.mktemp("cases")
    for name in (
        "manual_search_dev_allow",
        "declared_tier_too_low_deny",
        "declared_tier_one_step_low_review",
    ):
        case(made, name)
    return made


def check(folder: Path, name: str, *arguments: str | Path, stdin: bytes | None = None) -> Said:
    request = "-" if stdin is not None else folder / name / "request.json"
    around = ["--organisation", folder / "organisation", "--evidence", folder / name / "evidence"]
    return gate("check", request, *around, "--var", folder / "var", *arguments, stdin=stdin)


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("manual_search_dev_allow", 0, "ALLOW"),
        ("declared_tier_too_low_deny", 1, "DENY"),
        ("declared_tier_one_step_low_review", 4, "NEEDS REVIEW"),
    ],
)
def test_the_exit_code_and_the_first_word_are_the_outcome(
    folder: Path, name: str, code: int, word: str
) -> None:
    """And the page says at once that nothing was logged."""
    said = check(folder, name)

    assert said.code == code, said.err
    assert said.out.startswith(f"{word} (not logged: this is no decision)")


def test_a_denial_says_what_blocks_what_was_found_and_how_to_fix_it(folder: Path) -> None:
    """In this order, for somebody who has never seen a policy."""
    out = check(folder, "declared_tier_too_low_deny").out

    places = [
        out.index(word)
        for word in ("1 finding blocks", "GATE-1", "is  ", "found", "where", "fix", "read more")
    ]
    assert places == sorted(places)
    assert "/classification/declared_tier" in out


def test_a_request_can_be_piped(folder: Path) -> None:
    """`-` is standard input, and gives the same answer."""
    content = (folder / "declared_tier_too_low_deny" / "request.json").read_bytes()

    piped = json.loads(
        check(folder, "declared_tier_too_low_deny", "--output", "json", stdin=content).out
    )

    assert piped["would_be"] == "deny"
    assert "outcome" not in piped
    assert "log" not in piped


def test_forms_for_pipelines(folder: Path) -> None:
    """Each carries the outcome and the rule."""
    github = check(folder, "declared_tier_too_low_deny", "--output", "github")
    junit = check(folder, "declared_tier_too_low_deny", "--output", "junit")
    env = check(folder, "declared_tier_too_low_deny", "--output", "env")

    assert github.code == junit.code == env.code == 1
    assert any(line.startswith("::error title=GATE-1") for line in github.out.splitlines())
    suite = ET.fromstring(junit.out)
    told = dict(line.split("=", 1) for line in env.out.splitlines())
    assert int(suite.get("failures", "0")) == int(told["GATE_DENY"]) + int(told["GATE_REVIEW"])
    assert len(suite.findall("testcase")) == int(suite.get("tests", "0"))
    assert {"GATE_DECISION=deny", "GATE_LOGGED=false", "GATE_DENY=1"} <= set(env.out.splitlines())


def test_warnings_fail_only_when_asked(folder: Path) -> None:
    """In dev, a system that recommends without stating how far it reaches is warned about."""
    request = json.loads((folder / "manual_search_dev_allow" / "request.json").read_bytes())
    request["system"]["decision"]["role"] = "recommends"
    content = json.dumps(request).encode()

    quiet = check(folder, "manual_search_dev_allow", stdin=content)
    strict = check(folder, "manual_search_dev_allow", "--fail-on-warn", stdin=content)

    assert (quiet.code, strict.code) == (0, 3)
    assert "Does not block:" in quiet.out


def test_another_instant_can_be_asked_about(folder: Path) -> None:
    """What holds today may be stale later."""
    name = "declared_tier_too_low_deny"
    now = json.loads(check(folder, name, "--output", "json").out)
    later = json.loads(check(folder, name, "--at", "2040-01-01T00:00:00Z", "--output", "json").out)

    assert later["evaluated_at"].startswith("2040-01-01")
    assert later["summary"]["passed"] < now["summary"]["passed"]


def test_a_document_is_attached(folder: Path, tmp_path: Path) -> None:
    """Its name, format and warnings are in the answer."""
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: mit\n---\n# Search\n\nFinds pages of the manual.\n")

    said = check(
        folder, "manual_search_dev_allow", "--attach", f"hf_card={card}", "--output", "json"
    )

    attached = json.loads(said.out)["input"]["attachments"]
    assert [(each["id"], each["format"]) for each in attached] == [("README", "hf_card")]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--at", "yesterday"], "--at takes an instant"),
        (["--at", "2027-01-31T09:00:00"], "--at needs an offset from UTC"),
        (["--attach", "README.md"], "--attach takes FORMAT=FILE"),
        (["--attach", "hf_card=nowhere.md"], "nowhere.md cannot be read"),
        (["--release", "nowhere.tar"], "nowhere.tar"),
        (["--organisation", "nowhere"], "organisation folder cannot be read"),
        (["--evidence", "nowhere"], "evidence folder cannot be read"),
        (["--output", "yaml"], "yaml"),
    ],
)
def test_a_wrong_command_is_no_denial(folder: Path, arguments: list[str], what: str) -> None:
    """Exit code 2, nothing on stdout, and a sentence that names what is wrong."""
    said = check(folder, "manual_search_dev_allow", *arguments)

    assert said.code == 2
    assert said.out == ""
    assert what in said.err


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "malformed"), (b'{"a": 1}', "invalid"), (b"[]", "invalid")]
)
def test_what_is_no_request_is_no_denial(folder: Path, content: bytes, code: str) -> None:
    """A program gets a problem document, a person a sentence."""
    for_people = check(folder, "manual_search_dev_allow", stdin=content)
    for_programs = check(folder, "manual_search_dev_allow", "--output", "json", stdin=content)

    assert for_people.code == for_programs.code == 2
    assert for_people.err.startswith("ERROR")
    assert "No decision was made." in for_people.err
    assert json.loads(for_programs.out)["code"] == code


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> bytes:
    """What the command writes to a terminal."""
    request = folder / "declared_tier_too_low_deny" / "request.json"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*GATE, "check", str(request), *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 1 << 16):
            written += part
    except OSError:  # a terminal whose other side is closed
        pass
    finally:
        os.close(ours)
        process.wait(SECONDS)
    return written


def test_colour_is_for_terminals_only(folder: Path) -> None:
    """And not for readers who do not want it, whatever they write into NO_COLOR."""
    escape = b"\033["

    assert escape in on_a_terminal(folder)
    assert escape in on_a_terminal(folder, NO_COLOR="")
    assert escape not in on_a_terminal(folder, NO_COLOR="yes, please")
    assert escape not in on_a_terminal(folder, "--no-color")
    assert "\033" not in check(folder, "declared_tier_too_low_deny").out
