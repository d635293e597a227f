"""`gate policy impact` on a log of real decisions, with candidates that the policies make."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gate.impact.measuring import NO_VERDICT, Impact
from gate.log.paths import keys_in
from gate.policy.build import SHIPPED
from gate.policy.release import load_release, write_release
from gate.replay.selection import Selection
from gate.replay.source import Place
from tests.candidates import A_DAY, SLOW, candidate_in
from tests.histories import change, history_in
from tests.policy_folder import RULE, control, policy_folder
from tests.releases import parts_of
from tests.releasing import people_in, shipped_in, sign_in_place
from tests.shared import ROOT
from tests.signing import ANNA
from tests.unit.cli.commands import Said, gate

CASES = (
    "1_loan_guide_staging_allow",
    "slow_stop_review",
    "loan_guide_prod_allow",
    "search_without_approval_deny",
)
"""The loan guide can be stopped in 90 seconds, the one of the second case in 5 400."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of four decisions: two allowed, one reviewed, one denied."""
    var = tmp_path_factory.mktemp("history") / "var"
    history_in(var, CASES)
    return var


@pytest.fixture
def var(written: Path, tmp_path: Path) -> Path:
    """A log of its own for a test that changes it."""
    return Path(shutil.copytree(written, tmp_path / "var"))


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A candidate that lets systems take a day to stop."""
    return candidate_in(tmp_path_factory.mktemp("loose"), A_DAY)


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A candidate that wants them to stop in ten seconds."""
    return candidate_in(tmp_path_factory.mktemp("tight"), [10] * 4)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of policies without any of the rules of the history but the gate's own."""
    folder = tmp_path_factory.mktemp("other") / "policies"
    return policy_folder(folder, control(RULE), machinery=True)


def impact(release: Path, *arguments: object) -> Said:
    return gate("policy", "impact", "--candidate", release, "--workers", 1, *arguments)


def told(release: Path, *arguments: object, code: int) -> dict[str, Any]:
    said = impact(release, "--output", "json", *arguments)
    assert said.code == code, said.out + said.err
    return dict(json.loads(said.out))


def approvals(folder: Path, *rules: str) -> Path:
    file = folder / "approvals.yaml"
    rows = "".join(f"  - {{rule: {rule}, reason: Tested., approver: petra}}\n" for rule in rules)
    file.write_text(f"loosened:\n{rows}")
    return file


def test_where_candidates_have_to_be_signed_an_unsigned_one_is_not_weighed(
    written: Path, tmp_path: Path
) -> None:
    """Neither a release nor policies that would have to be built first; a signed one is."""
    candidate = shipped_in(tmp_path)
    organisation = people_in(tmp_path / "org")
    asked = {"GATE_RELEASE_SIGNATURES": "1"}
    given = ("--var", written, "--organisation", organisation, "--workers", "1")

    def weigh(named: Path) -> Said:
        return gate("policy", "impact", "--candidate", named, *given, **asked)

    unsigned, unbuilt = weigh(candidate), weigh(ROOT / "policies")
    for said in (unsigned, unbuilt):
        assert (said.code, said.out) == (2, "")
        assert "nothing was weighed" in said.err
    assert "by nobody" in unsigned.err
    assert "gate policy sign FILE.tar" in unbuilt.err

    sign_in_place(candidate, ANNA)
    assert weigh(candidate).code == 0


def test_the_release_of_then_changes_nothing(written: Path) -> None:
    """Every decision comes out as it did, by the folder of the release too."""
    report = told(SHIPPED, "--var", written, code=0)

    assert (report["judgement"], report["decisions"]) == ("passes", 4)
    assert set(report["turns"].values()) == {0}
    assert (
        report["systems"] | {"running": 1, "running_weighed": 1, "blocked": 0} == report["systems"]
    )
    assert report["flips"] == report["outcomes"] == report["tiers"] == []


def test_loosening_fails(written: Path, loose: Path) -> None:
    """What was reviewed would be allowed: by its rule, its control and its team. What runs since does."""
    report = told(loose, "--var", written, code=1)

    assert report["approvals"]["missing"] == [SLOW]
    assert report["outcomes"] == [{"was": "needs_review", "now": "allow", "decisions": 1}]
    assert [(each["index"], each["turn"], each["rules"]) for each in report["flips"]] == [
        (1, "loosened", [SLOW])
    ]
    first = {group: rows[0]["name"] for group, rows in report["by"].items()}
    assert first == {
        "rule": SLOW,
        "control": "A.9.2",
        "team": "consumer-lending",
        "tier": "limited",
        "environment": "prod",
    }
    assert report["by"]["rule"][0]["removed"] == 1
    assert (report["systems"]["blocked"], report["systems"]["allowed"]) == (0, 0)


def test_loosening_that_is_approved_passes(written: Path, loose: Path, tmp_path: Path) -> None:
    """And an approval of what is not loosened is said."""
    file = approvals(tmp_path, SLOW, "A.9.2-5")
    report = told(loose, "--var", written, "--approvals", file, code=0)

    assert report["judgement"] == "passes"
    assert report["approvals"]["stale"] == ["A.9.2-5"]
    assert report["approvals"]["approved"][0]["approver"] == "petra"


def test_tightening_passes_and_names_the_systems_that_run(written: Path, tight: Path) -> None:
    """The newest that was allowed in production would be stopped."""
    report = told(tight, "--var", written, code=0)

    assert report["turns"] == {"loosened": 0, "eased": 0, "hardened": 0, "tightened": 1}
    [blocked] = report["systems"]["newly_blocked"]
    assert (blocked["system"], blocked["index"], blocked["now"]) == (
        "loan-guide",
        2,
        "needs_review",
    )
    assert blocked["rules"] == [SLOW]


def test_a_bundle_is_all_that_it_takes(written: Path, loose: Path, tmp_path: Path) -> None:
    """And two processes say the same as one."""
    bundle = tmp_path / "history.gatelog.tar"
    assert gate("log", "export", "--var", written, "--out", bundle).code == 0

    report = told(loose, "--bundle", bundle, code=1)

    assert report == told(loose, "--var", written, "--workers", 2, code=1)


@pytest.mark.parametrize(
    ("chosen", "code", "decisions"),
    [
        (("--environment", "staging"), 0, 1),
        (("--environment", "prod"), 1, 3),
        (("--system", "drawing-search"), 0, 1),
        (("--since", "2020-01-01"), 1, 4),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else str(value),
)
def test_some_decisions_can_be_chosen(
    written: Path, loose: Path, chosen: tuple[str, ...], code: int, decisions: int
) -> None:
    """The systems that run are those of the whole history."""
    report = told(loose, "--var", written, *chosen, code=code)

    assert report["decisions"] == decisions
    assert report["systems"]["running"] == 1


@pytest.mark.parametrize(
    "chosen",
    [
        ("--until", "2020-01-01"),
        ("--system", "unheard-of"),
        ("--accept", "no_verdict"),
        ("--save", "report.pdf"),
        ("--save", "nowhere/report.md"),
        ("--since", "yesterday"),
        ("--approvals", "nowhere.yaml"),
        ("--output", "junit"),
    ],
    ids="".join,
)
def test_what_cannot_be_done_is_said(written: Path, chosen: tuple[str, ...]) -> None:
    """Nothing to weigh is no success."""
    assert impact(SHIPPED, "--var", written, *chosen).code == 2


def test_a_candidate_that_is_none_is_refused(written: Path, tmp_path: Path) -> None:
    """One that does not build, and one that cannot be read, before any work."""
    bad = policy_folder(tmp_path / "bad", control(RULE.replace("K", "Z")), machinery=True)
    (tmp_path / "release.tar").write_bytes(b"no release")

    unbuilt = impact(bad, "--var", written)
    unread = impact(tmp_path / "release.tar", "--var", written)

    assert (unbuilt.code, unread.code) == (2, 2)
    assert "iso42001/t_1.rego:15" in unbuilt.err
    assert "release" in unread.err


def test_a_candidate_that_has_expired_is_refused(written: Path, tmp_path: Path) -> None:
    """Its report would be about a gate that decides nothing."""
    old = write_release(tmp_path / "old.tar", parts_of("mini", tmp_path, expires=date(2026, 1, 1)))
    assert old.manifest.expires

    said = impact(tmp_path / "old.tar", "--var", written)

    assert said.code == 2
    assert "last day" in said.err


def test_a_candidate_that_lacks_rules_is_refused(
    written: Path, other: Path, tmp_path: Path
) -> None:
    """Each is named; approved as loosened it may be gone, and the rest is weighed."""
    refused = impact(other, "--var", written)
    assert refused.code == 2
    assert "lacks" in refused.err
    assert SLOW in refused.err

    lacking = [
        rule for rule in load_release(SHIPPED).catalogue.by_rule if not rule.startswith("GATE-")
    ]
    assert (
        impact(other, "--var", written, "--approvals", approvals(tmp_path, *lacking[1:])).code == 2
    )
    report = told(other, "--var", written, "--approvals", approvals(tmp_path, *lacking), code=0)
    assert report["approvals"]["removed"] == sorted(lacking)
    assert report["decisions"] == 4


def test_a_corrupt_entry_is_reported_and_the_rest_is_weighed(var: Path) -> None:
    """Exit code 2 at the end, unless it is accepted."""
    change(var, "UPDATE leaf SET leaf = ? WHERE idx = 0", b"{}")

    report = told(SHIPPED, "--var", var, code=2)

    assert (report["judgement"], report["decisions"]) == ("incomplete", 3)
    assert report["unreplayed"] == [{"index": 0, "reason": "entry_corrupt"}]
    assert told(SHIPPED, "--var", var, "--accept", "entry_corrupt", code=0)["decisions"] == 3


def test_a_release_that_the_history_lacks_leaves_the_question_open(var: Path) -> None:
    """Its rules may be gone; those with findings are looked for all the same."""
    change(var, "DELETE FROM blob WHERE length(content) > 1000000")

    report = told(SHIPPED, "--var", var, code=2)

    assert report["unread_releases"] == [load_release(SHIPPED).digest]
    assert report["decisions"] == 4
    assert told(SHIPPED, "--var", var, "--accept", "release_missing", code=0)


def test_a_candidate_without_a_verdict_is_no_pass(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted apart."""
    monkeypatch.setattr("gate.policy.wasm.WasmEngine.evaluate", lambda *_, **__: b"{}")
    work = Impact(
        Place(written, keys=keys_in(written)), Selection(), load_release(SHIPPED).digest, SHIPPED
    )

    with work.open() as over:
        part: Any = over(0, 4)

    assert part["not_replayable"] == {NO_VERDICT: 4}


def test_a_candidate_that_changes_meanwhile_is_refused(written: Path, tight: Path) -> None:
    """A process that starts later must not weigh another one."""
    work = Impact(
        Place(written, keys=keys_in(written)), Selection(), load_release(SHIPPED).digest, tight
    )

    with pytest.raises(Exception, match="was changed"), work.open():
        pass


def test_reports_are_saved_in_the_form_of_their_names(
    written: Path, loose: Path, tmp_path: Path
) -> None:
    """All from one run; the run goes on from what it finished."""
    files = [tmp_path / name for name in ("r.json", "r.md", "r.html", "r.txt")]
    saved = [part for file in files for part in ("--save", file)]
    journal = tmp_path / "run"

    said = impact(loose, "--var", written, "--resume", journal, *saved)

    assert said.code == 1
    assert said.out == files[3].read_text()
    assert said.out.startswith("LOOSENS  ")
    assert files[1].read_text().startswith("# Impact: loosens\n")
    assert files[2].read_text().startswith("<!DOCTYPE html>\n")
    report = json.loads(files[0].read_text())
    assert told(loose, "--var", written, "--resume", journal, code=1) == report
    assert impact(SHIPPED, "--var", written, "--resume", journal).code == 2
