"""Live systems as of another moment: what would no longer pass, why, and when that begins."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.limits import RECHECK_DAYS_MAX
from gate.people.source import OrganisationSource
from gate.policy.release import shipped_release
from gate.replay.rechecking import Recheck
from gate.replay.source import Place
from tests.histories import history_in
from tests.unit.cli.commands import gate

CASES = (
    "1_drawing_search_staging_allow",
    "drawing_search_prod_allow",
    "search_without_approval_deny",
    "model_card_attached_dev_allow",
)
SYSTEM = "drawing-search"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in which one system came into production."""
    folder = tmp_path_factory.mktemp("live") / "var"
    history_in(folder, CASES)
    return folder


def rechecked(var: Path, *arguments: object, code: int) -> dict[str, object]:
    said = gate("log", "recheck", "--var", var, "--output", "json", *arguments)
    assert said.code == code, said.out + said.err
    return dict(json.loads(said.out))


def after(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def test_a_system_that_still_passes_says_until_when(var: Path) -> None:
    """Only what is in production counts, and a denial of it changes nothing."""
    told = rechecked(var, code=0)

    assert (told["pass"], told["no_longer_pass"], told["not_evaluated"]) == (1, 0, 0)
    (system,) = told["systems"]  # type: ignore[misc]
    assert (system["index"], system["outcome"], system["findings"]) == (1, "allow", [])
    assert 0 < system["next"]["in_days"] < RECHECK_DAYS_MAX
    assert told["next_in_days"] == system["next"]["in_days"]


def test_the_day_is_the_first_on_which_it_does_not_pass(var: Path) -> None:
    """The day before it does, and on the day it is refused for what was foretold."""
    told = rechecked(var, code=0)
    foretold = told["systems"][0]["next"]  # type: ignore[index]
    day = int(foretold["in_days"])

    assert rechecked(var, "--at", after(day - 1), code=0)["pass"] == 1
    refused = rechecked(var, "--at", after(day), code=1)
    assert refused["no_longer_pass"] == 1
    (system,) = refused["systems"]  # type: ignore[misc]
    assert system["outcome"] in ("deny", "needs_review")
    assert system["findings"] == foretold["findings"]
    assert system["next"] is None
    assert all(found["remediation"] for found in system["findings"])


def test_the_organisation_of_today_counts_where_it_is_given(var: Path, tmp_path: Path) -> None:
    """Whoever watched over the system has left."""
    folder = Path(shutil.copytree(var / "organisation", tmp_path / "organisation"))
    people = folder / "people.yaml"
    people.write_text(people.read_text().replace("active: true", "active: false"))

    assert rechecked(var, "--organisation", var / "organisation", code=0)["pass"] == 1
    assert rechecked(var, "--organisation", folder, code=1)["no_longer_pass"] == 1


def test_a_bundle_is_enough(var: Path, tmp_path: Path) -> None:
    """On another machine, with the release that is shipped there."""
    bundle = tmp_path / "all.tar"
    gate("log", "export", "--var", var, "--out", bundle)
    said = gate(
        "log", "recheck", "--bundle", bundle, "--var", tmp_path / "elsewhere", "--output", "json"
    )

    assert json.loads(said.out)["pass"] == 1


def test_people_read_what_to_do_first(var: Path) -> None:
    """How many are refused, then each with its reasons and fixes."""
    fine = gate("log", "recheck", "--var", var)
    refused = gate("log", "recheck", "--var", var, "--at", after(RECHECK_DAYS_MAX))

    assert fine.out.startswith("ALL STILL PASS  1 live systems as of ")
    assert "passes, until in" in fine.out
    assert (fine.code, refused.code) == (0, 1)
    assert refused.out.startswith("1 NO LONGER PASS")
    assert "fix: " in refused.out


@pytest.mark.parametrize("arguments", [("--at", "tomorrow"), ("--output", "junit")])
def test_what_cannot_be_asked_is_said(var: Path, arguments: tuple[str, str]) -> None:
    """In one sentence."""
    said = gate("log", "recheck", "--var", var, *arguments)

    assert said.code == 2
    assert "ERROR" in said.err or "Usage" in said.err


def test_a_run_that_was_cut_off_goes_on_as_of_the_same_moment(var: Path, tmp_path: Path) -> None:
    """What was finished is not evaluated again, and the answer is the same."""
    moment, kept = after(1), tmp_path / "run"
    whole = rechecked(var, "--at", moment, "--resume", kept, code=0)
    lines = kept.read_bytes().splitlines(keepends=True)
    finished = json.loads(lines[1])
    finished["result"]["systems"][0]["version"] = "as it was kept"
    kept.write_bytes(lines[0] + json.dumps(finished).encode() + b"\n")

    resumed = rechecked(var, "--at", moment, "--resume", kept, code=0)

    assert len(lines) == 2
    assert resumed["systems"][0]["version"] == "as it was kept"  # type: ignore[index]
    assert resumed["pass"] == whole["pass"] == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--at", "2027-01-02T00:00:00Z"), "another run"),
        (("--at", "2027-01-01T00:00:00Z", "--organisation", "organisation"), "another run"),
        ((), "say it with --at"),
    ],
)
def test_another_question_does_not_go_on_with_it(
    var: Path, tmp_path: Path, changed: tuple[str, ...], said: str
) -> None:
    """Another moment, people that did not count then, a moment that is never the same."""
    asked = ("log", "recheck", "--var", var, "--resume", tmp_path / "run")
    folder = str(var / "organisation")
    gate(*asked, "--at", "2027-01-01T00:00:00Z")

    refused = gate(*asked, *(folder if each == "organisation" else each for each in changed))

    assert refused.code == 2
    assert said in refused.err


@pytest.mark.parametrize("differs", ["release", "organisation"])
def test_a_process_refuses_what_is_another_one_there(var: Path, differs: str) -> None:
    """A worker on another machine may find another release, or other people, at the same place."""
    work = Recheck(
        place=Place(var),
        at=datetime.now(UTC),
        release=shipped_release().digest,
        organisation=OrganisationSource(var / "organisation").current().digest,
        folder=var / "organisation",
    )

    with (
        pytest.raises(Misconfigured, match=differs),
        replace(work, **{differs: "sha256:" + "0" * 64}).open(),
    ):
        pass
    with work.open() as over:
        assert over(0, 1)["corrupt"] == 0
