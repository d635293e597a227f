"""What the gate itself needs from the bundle that an OPA server loads."""

import zlib
from dataclasses import dataclass
from typing import Final

from gate.canon import JsonObject
from gate.errors import Misconfigured
from gate.limits import BUNDLE_BYTES_MAX, BUNDLE_FILES_MAX
from gate.policy.tar import read_tar
from gate.policy.unique_json import parse_unique

_GZIP: Final = 31


@dataclass(frozen=True, slots=True)
class Bundle:
    """`data` is what policies see as `data`, `data_bytes` the file; `revision` may be empty."""

    data: JsonObject
    data_bytes: bytes
    revision: str


def read_bundle(archive: bytes) -> Bundle:
    """Reads the bundle in memory.

    Raises:
        Misconfigured: not a gzipped tar of regular files; too large when unpacked; it has compiled
            policies, which an OPA server refuses; its `data.json` is absent or not an object.
    """
    try:
        files = read_tar(_unpacked(archive), files_max=BUNDLE_FILES_MAX)
        data = parse_unique(files.get("data.json", b""))
        head = parse_unique(files.get(".manifest", b"{}"))
    except ValueError as error:
        raise Misconfigured(f"the bundle of the release cannot be read: {error}") from error
    if any(name.endswith(".wasm") for name in files):
        raise Misconfigured("the bundle of the release holds a Wasm module; OPA servers refuse it")
    if not isinstance(data, dict) or not isinstance(head, dict):
        raise Misconfigured("data.json or .manifest of the bundle is not an object")
    revision = head.get("revision", "")
    return Bundle(data, files["data.json"], revision if isinstance(revision, str) else "")


def rego_sources(archive: bytes) -> dict[str, str]:
    """The policies in a bundle that `read_bundle` has accepted: their text, by file."""
    files = read_tar(_unpacked(archive), files_max=BUNDLE_FILES_MAX)
    return {
        name: content.decode() for name, content in sorted(files.items()) if name.endswith(".rego")
    }


def _unpacked(archive: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=_GZIP)
    try:
        data = stream.decompress(archive, BUNDLE_BYTES_MAX + 1)
    except zlib.error as error:
        raise ValueError("not a gzip file") from error
    if len(data) > BUNDLE_BYTES_MAX:
        raise ValueError(f"more than {BUNDLE_BYTES_MAX} bytes when unpacked")
    if not stream.eof or stream.unused_data:
        raise ValueError("the gzip file ends early or late")
    return data
