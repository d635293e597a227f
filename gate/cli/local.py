"""The parts of a decision on this machine: policy, evidence files and organisation from folders."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from gate.decide import utc_now
from gate.errors import Invalid
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.release import load_release, shipped_release
from gate.policy.wasm import WasmEngine


class EvidenceFolder:
    """The evidence files of a folder, found by the SHA-256 of their bytes.

    Raises:
        Invalid: the folder cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._held = {_sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}
            folder.stat()
        except OSError as error:
            raise Invalid(f"the evidence folder cannot be read: {error.strerror}") from error

    def verified(self, sha256: str) -> bool | None:
        """True for a file that is here; unknown for every other."""
        return True if sha256 in self._held else None


@contextmanager
def local_policy(release_file: Path | None, cache: Path | None) -> Iterator[ActivePolicy]:
    """The shipped release, or the given one, on an engine of this process.

    `cache` keeps compiled code between runs; None: nothing is kept.
    """
    release = load_release(release_file) if release_file else shipped_release()
    engine = WasmEngine(release, cache=cache, instances=1)
    try:
        yield ActivePolicy(release, engine, utc_now())
    finally:
        engine.close()


def organisation_of(folder: Path | None) -> OrganisationSource | None:
    """The organisation's files, where a folder is named."""
    return OrganisationSource(folder) if folder else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
