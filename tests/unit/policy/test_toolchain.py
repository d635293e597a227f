"""OPA is found when it is exactly the pinned version, and otherwise the way to it is said."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy import toolchain
from gate.policy.toolchain import find_opa
from tests.shared import ROOT


def _pretend(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    binary = folder / "opa"
    binary.write_text(f"#!/bin/sh\necho 'Version: {version}'\n")
    binary.chmod(0o755)
    return binary


def _policies(folder: Path, version: str = "9.8.7") -> Path:
    policies = folder / "policies"
    policies.mkdir()
    (policies / "OPA_VERSION").write_text(f"{version}\n")
    return policies


def test_the_opa_on_path_is_used_when_its_version_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PATH comes first."""
    binary = _pretend(tmp_path / "bin", "9.8.7")
    monkeypatch.setenv("PATH", f"{binary.parent}:/bin")

    opa = find_opa(_policies(tmp_path))

    assert opa.binary == binary
    assert opa.version == "9.8.7"


def test_the_installed_opa_is_used_when_the_one_on_path_has_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly the right version makes other bytes."""
    other = _pretend(tmp_path / "bin", "9.8.70")
    installed = _pretend(tmp_path / ".tools" / "bin", "9.8.7")
    monkeypatch.setenv("PATH", f"{other.parent}:/bin")

    assert find_opa(_policies(tmp_path)).binary == installed


def test_without_opa_the_way_to_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the version and the command."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Misconfigured, match=r"OPA 9\.8\.7 is needed.*make setup"):
        find_opa(_policies(tmp_path))


def test_a_file_that_cannot_run_is_not_opa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation is as good as none."""
    broken = tmp_path / ".tools" / "bin" / "opa"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"\x00")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Misconfigured, match="is needed"):
        find_opa(_policies(tmp_path))


def test_a_folder_without_a_version_is_no_folder_of_policies(tmp_path: Path) -> None:
    """Which OPA to take is written down, or nothing is built."""
    with pytest.raises(Misconfigured, match="no OPA_VERSION"):
        find_opa(tmp_path)


def test_a_command_that_fails_says_what_opa_said() -> None:
    """The reason is not lost."""
    opa = find_opa(ROOT / "policies")

    with pytest.raises(Misconfigured, match="opa parse failed"):
        opa.json(["parse", "--format", "json", "no-such-file.rego"], folder=ROOT)


def test_a_command_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing hangs for ever."""
    monkeypatch.setattr(toolchain, "OPA_COMMAND_SECONDS_MAX", 0.2)
    opa = find_opa(ROOT / "policies")

    with pytest.raises(Misconfigured, match="did not end"):
        opa.run(["run", "--server", "--addr", "127.0.0.1:0"], folder=ROOT)
