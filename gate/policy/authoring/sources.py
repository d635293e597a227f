"""The files of a folder of policies: what is released, what only tests it, and the digest of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gate.canon import canonical_bytes, digest_of, sha256_hex
from gate.errors import Misconfigured
from gate.policy.toolchain import OPA_VERSION

CAPABILITIES: Final = "capabilities.json"
"""The built-ins that a policy may use."""

RELEASE: Final = "release.yaml"
"""Name, version, expiry and rollout of the release."""

SCHEMAS: Final = "schemas"
"""Where the shapes of `facts`, `clock` and the release's own file are described."""

_SHAPES: Final = ("clock.schema.json", "facts.schema.json", "release.schema.json")
_TEST_SUFFIX: Final = "_test.rego"
_DATA: Final = "data"
_OVERRIDES: Final = "overrides"


@dataclass(frozen=True, slots=True)
class Sources:
    """A folder of policies, read once; paths are relative to it, with `/`, and sorted.

    `rego` is released, `tests` only tests it; `tables` are the data with their `schemas` beside
    them; `shapes` are the schemas of what no one file of the folder holds; `overrides` are the name
    and the bytes of the file in which an organisation overrides tables, when it has one.
    """

    folder: Path
    rego: dict[str, bytes]
    tests: dict[str, bytes]
    tables: dict[str, bytes]
    schemas: dict[str, bytes]
    shapes: dict[str, bytes]
    capabilities: bytes
    release: bytes
    opa_version: str
    overrides: tuple[str, bytes] | None = None

    @property
    def digest(self) -> str:
        """The digest over everything a release is built from; tests are not part of it."""
        files = {
            **self.rego,
            **self.tables,
            **self.schemas,
            **self.shapes,
            CAPABILITIES: self.capabilities,
            RELEASE: self.release,
            OPA_VERSION: self.opa_version.encode(),
        }
        if self.overrides is not None:
            files[_OVERRIDES] = self.overrides[1]
        return digest_of(canonical_bytes({path: sha256_hex(data) for path, data in files.items()}))


def read_sources(folder: Path, overrides: Path | None = None) -> Sources:
    """Reads the folder, and the file with an organisation's own values when there is one.

    Raises:
        Misconfigured: the folder is not there, or lacks one of its files; there is no such file.
    """
    if not folder.is_dir():
        raise Misconfigured(
            f"there is no folder {folder}. Policy work needs the source checkout with its "
            "policies; an installed package has only the built release"
        )
    rego = _read(folder, "**/*.rego")
    data = _read(folder, f"{_DATA}/*")
    return Sources(
        folder=folder,
        rego={path: text for path, text in rego.items() if not path.endswith(_TEST_SUFFIX)},
        tests={path: text for path, text in rego.items() if path.endswith(_TEST_SUFFIX)},
        tables={path: text for path, text in data.items() if path.endswith(".yaml")},
        schemas={path: text for path, text in data.items() if path.endswith(".schema.json")},
        shapes={f"{SCHEMAS}/{name}": _one(folder, f"{SCHEMAS}/{name}") for name in _SHAPES},
        capabilities=_one(folder, CAPABILITIES),
        release=_one(folder, RELEASE),
        opa_version=_one(folder, OPA_VERSION).decode().strip(),
        overrides=_overrides(overrides) if overrides is not None else None,
    )


def _read(folder: Path, pattern: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.glob(pattern))
        if path.is_file()
    }


def _one(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise Misconfigured(f"{folder} has no {name}: it is not a folder of policies") from error


def _overrides(file: Path) -> tuple[str, bytes]:
    try:
        return str(file), file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"the overrides {file} cannot be read: {error.strerror}") from error
