"""The policy compiler, OPA: found, of exactly the pinned version, and run.

Deciding needs no OPA; writing policies does. The bytes of a release depend on the version of OPA,
so no other version will do (`policies/OPA_VERSION`).
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from gate.errors import Misconfigured
from gate.limits import OPA_COMMAND_SECONDS_MAX

OPA_VERSION: Final = "OPA_VERSION"
"""The file of a policy folder that names the version."""

_INSTALLED: Final = Path(".tools/bin/opa")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of OPA gave."""

    code: int
    output: bytes
    errors: str


@dataclass(frozen=True, slots=True)
class Opa:
    """The compiler at `binary`, of version `version`."""

    binary: Path
    version: str

    def run(self, arguments: Sequence[str], *, folder: Path, stdin: bytes | None = None) -> Ran:
        """Runs OPA in `folder`, so that what it prints and builds names files relative to it.

        Raises:
            Misconfigured: it did not end within `OPA_COMMAND_SECONDS_MAX`.
        """
        try:
            ran = subprocess.run(  # noqa: S603 - the pinned compiler, arguments of our own
                [self.binary, *arguments],
                cwd=folder,
                input=stdin,
                capture_output=True,
                timeout=OPA_COMMAND_SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Misconfigured(
                f"opa {arguments[0]} did not end within {OPA_COMMAND_SECONDS_MAX} seconds"
            ) from error
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode(errors="replace").strip())

    def json(self, arguments: Sequence[str], *, folder: Path) -> Any:
        """The JSON that OPA prints.

        Raises:
            Misconfigured: OPA failed; the detail is what it said.
        """
        ran = self.run(arguments, folder=folder)
        if ran.code != 0:
            raise Misconfigured(f"opa {arguments[0]} failed: {ran.errors or ran.output.decode()}")
        return orjson.loads(ran.output)


def find_opa(policies: Path) -> Opa:
    """OPA of the version that `policies` pins: on PATH, else the one that `make setup` installs.

    Raises:
        Misconfigured: the folder names no version, or no OPA of that version is there; the detail
            says how to install it.
    """
    pin = policies / OPA_VERSION
    if not pin.is_file():
        raise Misconfigured(f"{policies} has no {OPA_VERSION}: it is not a folder of policies")
    version = pin.read_text().strip()
    on_path = shutil.which("opa")
    beside = policies.resolve().parent / _INSTALLED
    candidates = ([Path(on_path)] if on_path else []) + [beside, _INSTALLED.resolve()]
    for candidate in candidates:
        opa = Opa(candidate, version)
        if candidate.is_file() and _reports(opa):
            return opa
    raise Misconfigured(
        f"OPA {version} is needed for policy work, and no other version will do. "
        f'Run "make setup", or install OPA {version} as "opa" on PATH'
    )


def _reports(opa: Opa) -> bool:
    try:
        ran = opa.run(["version"], folder=Path.cwd())
    except OSError:
        return False
    return f"Version: {opa.version}" in ran.output.decode(errors="replace").splitlines()
