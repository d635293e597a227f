"""A folder of policies becomes a release; the committed one is what the policies make."""

import json
import shutil
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy import build
from gate.policy.build import SHIPPED, build_release, check_shipped
from gate.policy.manifest import FILES
from gate.policy.release import load_release
from tests.policy_folder import POLICIES, RULE, control, policy_folder


def test_the_same_policies_give_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    """Neither the folder nor the hour is in a release."""
    for name in ("one", "another/place"):
        folder = policy_folder(tmp_path / name / "policies", control(RULE), machinery=True)
        build_release(folder, tmp_path / f"{name}-release")

    for name in FILES:
        one = (tmp_path / "one-release" / name).read_bytes()
        assert one == (tmp_path / "another" / "place-release" / name).read_bytes(), name


def test_a_release_in_one_file_is_the_one_in_a_folder(tmp_path: Path) -> None:
    """`--out FILE.tar` for handing on, a folder for the package."""
    folder = policy_folder(tmp_path / "policies", control(RULE), machinery=True)

    written = build_release(folder, tmp_path / "release.tar")

    assert load_release(tmp_path / "release.tar").digest == written.digest
    assert [rule.rule for rule in written.catalogue.rules] == [
        "GATE-1",
        "GATE-2",
        "GATE-3",
        "GATE-4",
        "GATE-5",
        "GATE-6",
        "T.1-1",
    ]
    assert written.manifest.name == "iso42001"


def test_overrides_are_part_of_a_release(tmp_path: Path) -> None:
    """Other values have another id and another digest of the data; the same ones the same."""
    folder = policy_folder(tmp_path / "policies", control(RULE), machinery=True)
    overrides = tmp_path / "acme.yaml"
    overrides.write_text("tables: {AGE: {approval: [7, 7, 7, 7]}}\nrelease: {name: acme}\n")

    plain = build_release(folder, tmp_path / "plain.tar")
    own = build_release(folder, tmp_path / "own.tar", overrides=overrides)

    assert own.manifest.name == "acme"
    assert own.manifest.digests.sources != plain.manifest.digests.sources
    assert own.manifest.digests.data != plain.manifest.digests.data
    assert json.loads(own.data)["tables"]["AGE"]["approval"] == [7, 7, 7, 7]
    again = build_release(folder, tmp_path / "again.tar", overrides=overrides)
    assert again.digest == own.digest


def test_the_committed_release_is_what_the_policies_make() -> None:
    """It cannot go stale."""
    assert check_shipped(POLICIES).id == load_release(SHIPPED).id


def test_a_release_that_differs_from_its_policies_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that differs, or is not there, is named."""
    shipped = tmp_path / "shipped"
    shutil.copytree(SHIPPED, shipped)
    folder = policy_folder(tmp_path / "policies", control(RULE), machinery=True)
    monkeypatch.setattr(build, "SHIPPED", shipped)

    with pytest.raises(Misconfigured, match=r"bundle\.tar\.gz differs.*make policy"):
        check_shipped(folder)

    build_release(folder, shipped)
    check_shipped(folder)
    (shipped / "policy.wasm").unlink()
    with pytest.raises(Misconfigured, match=r"policy\.wasm differs"):
        check_shipped(folder)


def test_policies_without_the_entrypoint_do_not_compile(tmp_path: Path) -> None:
    """Rules alone decide nothing."""
    folder = policy_folder(tmp_path / "policies", control(RULE))

    with pytest.raises(Misconfigured, match="opa build"):
        build_release(folder, tmp_path / "release")

    assert not (tmp_path / "release").exists()
