"""From a folder of policies to a release."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gate.errors import Misconfigured
from gate.policy.authoring.checked import CheckedPolicies, check_policies
from gate.policy.authoring.compiled import compile_policies
from gate.policy.authoring.sources import read_sources
from gate.policy.manifest import FILES
from gate.policy.release import Release, ReleaseParts, write_release
from gate.policy.toolchain import Opa, find_opa

SHIPPED: Final = Path(__file__).parent / "shipped"
"""Where the release that is part of this package lies."""


def build_release(policies: Path, into: Path, *, overrides: Path | None = None) -> Release:
    """Builds the policies in the folder `policies` and writes the release to `into`.

    Args:
        policies: the folder with the sources.
        into: a folder, or one file when it ends in `.tar`.
        overrides: a file with an organisation's own values for tables and release file.

    Raises:
        Misconfigured: the policies are refused, with file, line and fix of every problem; or OPA
            of the pinned version is not there.
    """
    sources = read_sources(policies, overrides)
    opa = find_opa(policies)
    return build_checked(check_policies(sources, opa), into, opa)


def build_checked(checked: CheckedPolicies, into: Path, opa: Opa) -> Release:
    """Builds policies that were checked, and writes the release to `into` as `build_release` does.

    Raises:
        Misconfigured: OPA does not compile them.
    """
    compiled = compile_policies(checked, opa)
    return write_release(
        into,
        ReleaseParts(
            name=checked.release.name,
            version=checked.release.version,
            sources=checked.sources.digest,
            opa_version=opa.version,
            expires=checked.release.expires,
            catalogue=checked.catalogue,
            bundle=compiled.bundle,
            wasm=compiled.wasm,
        ),
    )


def check_shipped(policies: Path) -> Release:
    """Builds the policies again and compares every byte with the release in this package.

    Raises:
        Misconfigured: as `build_release`; or a file of the package differs or is absent.
    """
    with TemporaryDirectory() as folder:
        release = build_release(policies, Path(folder) / "release")
        for name in sorted(FILES):
            shipped = SHIPPED / name
            built = (Path(folder) / "release" / name).read_bytes()
            if not shipped.is_file() or shipped.read_bytes() != built:
                raise Misconfigured(
                    f"the committed release is not the one these policies make: {name} differs. "
                    'Run "make policy" and commit gate/policy/shipped'
                )
    return release
