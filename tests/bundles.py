"""Bundles for tests: written by the gate, taken apart, changed, and put together again."""

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

from gate.canon import canonical_bytes
from gate.log.archive import Archive
from gate.log.export import FORMAT, export
from gate.log.keys import public_pem
from gate.log.note import Verifier
from gate.log.paths import pin_in
from gate.log.readers import open_reader
from gate.log.stamps import Stamp, StampFolder, stamps_beside
from gate_verify.archive import BLOCK, MANIFEST, header
from gate_verify.bundle import verify_bundle
from gate_verify.report import Report
from tests.logs import GATE_KEY, LOG_KEY, ORIGIN, draft, open_log
from tests.stores import STORES
from tests.tsa import Tsa

VKEY = Verifier(ORIGIN, LOG_KEY.public_key()).vkey
GATE_PEM = public_pem(GATE_KEY.public_key()).encode()


def log_of(var: Path, size: int) -> Path:
    """A folder with that many decisions."""
    log = open_log(var)
    for number in range(size):
        log.append(draft(number))
    log.close()
    return var


def as_it_might_be(folder: Path, index: int) -> None:
    """Beside the log `same` of a folder, that log as it might be today.

    `cut` ends before the entry at `index`; `forked` has another entry there and one more at the
    end; `grown` has one more at the end.
    """
    log_of(folder / "cut", index)
    log = open_log(folder / "same")
    size = log.seen().size
    log.close()
    forked = open_log(folder / "forked")
    for number in range(size + 1):
        forked.append(draft(number, environment="prod" if number == index else "dev"))
    forked.close()
    shutil.copytree(folder / "same", folder / "grown")
    grown = open_log(folder / "grown")
    grown.append(draft(size))
    grown.close()


def exported(var: Path, **options: object) -> bytes:
    """The bundle of a log, or of a part of it."""
    target = var / "bundle.gatelog.tar"
    reader = open_reader(var, STORES.url(var))
    try:
        note = str(options.pop("note", None) or reader.checkpoint()[1])
        export(reader, note, target, **options)  # type: ignore[arg-type]
    finally:
        reader.close()
    return target.read_bytes()


def checkpoint_at(var: Path, size: int) -> bytes:
    """What the log signed when it had that size."""
    reader = open_reader(var, STORES.url(var))
    try:
        return (reader.checkpoint_at(size) or "").encode()
    finally:
        reader.close()


def unpacked(bundle: bytes) -> dict[str, bytes]:
    """The files of a bundle, by path."""
    with tarfile.open(fileobj=io.BytesIO(bundle), mode="r:") as opened:
        return {item.name: opened.extractfile(item).read() for item in opened}  # type: ignore[union-attr]


def packed(files: dict[str, bytes]) -> bytes:
    """These files as they are, whatever the list among them says."""
    return b"".join(
        header(path, len(content)) + content + bytes(-len(content) % BLOCK)
        for path, content in files.items()
    ) + bytes(2 * BLOCK)


def sealed(files: dict[str, bytes], folder: Path, first: int, end: int) -> bytes:
    """These files with a list that fits them, as whoever forges a bundle would write it."""
    target = folder / "sealed.tar"
    with Archive(target) as archive:
        for path, content in files.items():
            if path != MANIFEST:
                archive.add(path, content)
        about = {"format": FORMAT, "origin": ORIGIN, "range": {"first": first, "end": end}}
        archive.finish(about)
    return target.read_bytes()


def fitted(files: dict[str, bytes], first: int, end: int) -> bytes:
    """The same as `sealed`, in memory: for whoever forges thousands of bundles."""
    listed = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for path, content in sorted(files.items())
        if path != MANIFEST
    ]
    about = {"format": FORMAT, "origin": ORIGIN, "range": {"first": first, "end": end}}
    without = {path: content for path, content in files.items() if path != MANIFEST}
    return packed({**without, MANIFEST: canonical_bytes({**about, "files": listed})})


def checked(bundle: bytes, **options: object) -> Report:
    """The verdict on a bundle, with the keys of the tests."""
    options = {"gate_keys": [GATE_PEM], **options}
    return verify_bundle(io.BytesIO(bundle), VKEY, **options)  # type: ignore[arg-type]


def found(report: Report) -> list[tuple[str, str]]:
    """Place and code of each finding."""
    return [(finding.place, finding.code) for finding in report.findings]


def stamped(var: Path, tsa: Tsa, *sizes: int) -> StampFolder:
    """The folder of stamps of a log, once these checkpoints have one."""
    folder = StampFolder(stamps_beside(pin_in(var)))
    for size in sizes:
        note = checkpoint_at(var, size)
        folder.keep(Stamp(size, note, tsa.stamp(note)), tsa.chain.read_bytes())
    return folder
