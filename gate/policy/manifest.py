"""The manifest of a release: what it is called and what its files must hash to."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

MANIFEST: Final = "manifest.json"
CATALOGUE: Final = "catalogue.json"
BUNDLE: Final = "bundle.tar.gz"
WASM: Final = "policy.wasm"
FILES: Final = frozenset({MANIFEST, CATALOGUE, BUNDLE, WASM})
"""The files of a release; it has all of them and no other."""

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Digests(_Shape):
    """`sources` is over all files the release was built from, the rest over what it holds.

    `data` is the digest of `data.json` in the bundle.
    """

    sources: Digest
    bundle: Digest
    wasm: Digest
    data: Digest
    catalogue: Digest


class Manifest(_Shape):
    """What `manifest.json` holds; `version` counts up, `expires` is the last day of use."""

    format: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    version: Annotated[int, Field(ge=1)]
    id: str
    opa_version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    expires: date | None
    digests: Digests


def release_id(name: str, version: int, sources: str) -> str:
    """The id of a release: `<name>/<version>/<digest of the sources>`; also `data.release.id`."""
    return f"{name}/{version}/{sources}"
