"""The list of files in a bundle: compared with what the files are, and never parsed.

It proves nothing about the log; it tells a file that was damaged or lost on its way.
"""

import re

from gate_verify.archive import MANIFEST, Archive, Stored
from gate_verify.findings import Findings

FORMAT = "gatelog-bundle/1"

_LISTED = re.compile(
    rb'\{"path":"([^"\\]{1,100})","sha256":"([0-9a-f]{64})","size":([0-9]{1,11})\}'
)


def check_manifest(archive: Archive, origin: str, first: int, end: int, findings: Findings) -> None:
    """Hold the list against the files, the log's name and the entries that were found."""
    content = archive.read(MANIFEST) or b""
    if content == _expected(archive.files, origin, first, end):
        return
    listed = {
        path.decode("utf-8", "replace"): (digest.decode(), int(size))
        for path, digest, size in _LISTED.findall(content)
    }
    named = False
    for path in sorted({*listed, *archive.files} - {MANIFEST}):
        stored = archive.files.get(path)
        if stored is None:
            findings.add(path, "file", "The file is listed, and not in the bundle.")
        elif path not in listed:
            findings.add(path, "file", "The file is in the bundle, and not listed.")
        elif listed[path] != (stored.digest, stored.size):
            findings.add(path, "file", "The file is not the one that is listed.")
        else:
            continue
        named = True
    if not named:
        detail = f"The list is not the one of the log {origin}, entries {first} to {end - 1}."
        findings.add(MANIFEST, "file", detail)


def _expected(files: dict[str, Stored], origin: str, first: int, end: int) -> bytes:
    """The list in canonical JSON (RFC 8785)."""
    listed = ",".join(
        f'{{"path":"{path}","sha256":"{stored.digest}","size":{stored.size}}}'
        for path, stored in sorted(files.items())
        if path != MANIFEST
    )
    name = origin.replace("\\", "\\\\").replace('"', '\\"')
    about = f'"format":"{FORMAT}","origin":"{name}","range":{{"end":{end},"first":{first}}}'
    return f'{{"files":[{listed}],{about}}}'.encode()
