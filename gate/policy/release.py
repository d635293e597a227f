"""A release: the policies as they are evaluated, in four files that cannot drift apart.

    manifest.json    name, version, id, expiry, and a digest of everything else
    catalogue.json   controls and rules in words
    bundle.tar.gz    what an OPA server loads; its data.json is the data of both engines
    policy.wasm      the same policies, compiled

Nothing of a release is used before its digest has been checked. Who made it is not checked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import orjson
from pydantic import ValidationError

from gate.canon import JsonObject, canonical_bytes, digest_of
from gate.errors import EngineUnavailable, Misconfigured
from gate.model.catalogue import Catalogue
from gate.policy.bundle import read_bundle
from gate.policy.manifest import BUNDLE, CATALOGUE, MANIFEST, WASM, Manifest, release_id
from gate.policy.release_data import check_data
from gate.policy.release_files import read_archive, read_folder, read_packed, write_files
from gate.policy.unique_json import parse_unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release whose files agree with its manifest.

    `data` is the document that policies see as `data`; `revision` is what an OPA server says of
    the bundle once it has loaded it (empty: nothing); `digest` stands for the whole release.
    `contents` are its four files by name, from which `read_contents` makes it again: the manifest
    is in its canonical form, so that the digest of its bytes is `digest`, and it names the digests
    of the others. Whoever keeps contents by their digests has the release by its own.
    """

    manifest: Manifest
    digest: str
    catalogue: Catalogue = field(repr=False)
    bundle: bytes = field(repr=False)
    wasm: bytes = field(repr=False)
    data: bytes = field(repr=False)
    revision: str
    contents: Mapping[str, bytes] = field(repr=False)

    @property
    def id(self) -> str:
        """The id that every verdict of this release echoes."""
        return self.manifest.id

    def check_current(self, now: datetime) -> None:
        """Refuses to decide with a release whose last day is over.

        Raises:
            EngineUnavailable: `now` (aware, UTC) is past the day in `expires`.
        """
        if self.manifest.expires is not None and now.date() > self.manifest.expires:
            raise EngineUnavailable("the policy release has expired; a newer one is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseParts:
    """What a build hands in; ids and digests are made from it.

    `sources` is the digest over all source files, `bundle` what an OPA server loads (with
    `data.json` at its top, whose `release.id` is `release_id(name, version, sources)`), `wasm` the
    module compiled from the same policies.
    """

    name: str
    version: int
    sources: str
    opa_version: str
    expires: date | None
    catalogue: Catalogue = field(repr=False)
    bundle: bytes = field(repr=False)
    wasm: bytes = field(repr=False)


def load_release(path: Path) -> Release:
    """Reads a release from a folder or from one tar file, and checks all of it.

    Raises:
        Misconfigured: it is not there; it has another file, or one too large; a digest, the id,
            the catalogue or the data does not fit.
    """
    try:
        return read_contents(read_folder(path) if path.is_dir() else read_archive(path))
    except OSError as error:
        raise Misconfigured(f"the release {path} cannot be read") from error


def release_of(archive: bytes) -> Release:
    """The release that is one tar file of these bytes, checked like any other.

    Raises:
        Misconfigured: see `load_release`.
    """
    return read_contents(read_packed(archive))


def shipped_release() -> Release:
    """The release that is part of this package, checked like any other.

    Raises:
        Misconfigured: there is none, or it does not fit.
    """
    folder = files("gate.policy").joinpath("shipped")
    if not folder.joinpath(MANIFEST).is_file():
        raise Misconfigured("this installation has no policy release; name one")
    return read_contents(read_folder(folder))


def write_release(path: Path, parts: ReleaseParts) -> Release:
    """Writes a release: a tar when `path` ends in `.tar`, otherwise a folder.

    The same parts give the same bytes. What is written has been checked as if it had been loaded.

    Raises:
        Misconfigured: the parts do not make a release; nothing was written.
    """
    catalogue = _readable(parts.catalogue.model_dump(mode="json"))
    manifest = _readable(
        {
            "format": 1,
            "name": parts.name,
            "version": parts.version,
            "id": release_id(parts.name, parts.version, parts.sources),
            "opa_version": parts.opa_version,
            "expires": parts.expires.isoformat() if parts.expires else None,
            "digests": {
                "sources": parts.sources,
                "bundle": digest_of(parts.bundle),
                "wasm": digest_of(parts.wasm),
                "data": digest_of(read_bundle(parts.bundle).data_bytes),
                "catalogue": digest_of(catalogue),
            },
        }
    )
    contents = {MANIFEST: manifest, CATALOGUE: catalogue, BUNDLE: parts.bundle, WASM: parts.wasm}
    release = read_contents(contents)
    write_files(path, contents)
    return release


def read_contents(contents: Mapping[str, bytes]) -> Release:
    """The release of these four files, by name.

    Raises:
        Misconfigured: a digest, the id, the catalogue or the data does not fit.
    """
    manifest = _manifest(contents[MANIFEST])
    bundle = read_bundle(contents[BUNDLE])
    for name, content, digest in (
        (BUNDLE, contents[BUNDLE], manifest.digests.bundle),
        (WASM, contents[WASM], manifest.digests.wasm),
        (CATALOGUE, contents[CATALOGUE], manifest.digests.catalogue),
        ("data.json", bundle.data_bytes, manifest.digests.data),
    ):
        if digest_of(content) != digest:
            raise Misconfigured(f"{name} of the release is not the one its manifest names")
    stated = bundle.data.get("release")
    if not isinstance(stated, dict) or stated.get("id") != manifest.id:
        raise Misconfigured("the policies of the release echo another id than its manifest's")
    catalogue = _catalogue(contents[CATALOGUE])
    check_data(bundle.data, catalogue)
    canonical = canonical_bytes(manifest.model_dump(mode="json"))
    return Release(
        manifest=manifest,
        digest=digest_of(canonical),
        catalogue=catalogue,
        bundle=contents[BUNDLE],
        wasm=contents[WASM],
        data=bundle.data_bytes,
        revision=bundle.revision,
        contents={**contents, MANIFEST: canonical},
    )


def _manifest(content: bytes) -> Manifest:
    try:
        parse_unique(content)
        manifest = Manifest.model_validate_json(content)
    except (ValueError, ValidationError) as error:
        raise Misconfigured(f"{MANIFEST} of the release does not have its shape") from error
    if manifest.id != release_id(manifest.name, manifest.version, manifest.digests.sources):
        raise Misconfigured("the release's id is not made of its name, version and sources")
    return manifest


def _catalogue(content: bytes) -> Catalogue:
    try:
        parse_unique(content)
        return Catalogue.model_validate_json(content)
    except (ValueError, ValidationError) as error:
        raise Misconfigured(f"{CATALOGUE} of the release does not have its shape") from error


def _readable(value: JsonObject) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
