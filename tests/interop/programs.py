"""Programs of other people that verify what the log says; a test skips where one is absent."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_GO = "/usr/local/go/bin/go"


def program(name: str) -> str:
    """The path of a program, or a skip that says it is absent."""
    found = shutil.which(name) or (_GO if name == "go" and Path(_GO).exists() else None)
    if found is None:
        pytest.skip(f"{name} is not installed, so its verifier was not run")
    return found


def built_verifier(target: Path) -> Path:
    """The Go program of `tests/interop/verifier`, compiled; its modules come by their hash."""
    source = Path(__file__).parent / "verifier"
    subprocess.run(
        [program("go"), "build", "-mod=readonly", "-o", str(target), "."],
        cwd=source,
        env={**os.environ, "GOFLAGS": "", "GOWORK": "off", "GOTOOLCHAIN": "local"},
        check=True,
        capture_output=True,
        text=True,
    )
    return target
