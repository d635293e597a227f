"""The parts of a decision on this machine: policy, evidence files and organisation from folders."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from gate.decide import utc_now
from gate.errors import Invalid
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.wasm import WasmEngine
from gate.settings import Settings
from gate.signed_release import Signing, release_in_force


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
def local_policy(
    release_file: Path | None, cache: Path | None, signing: Signing | None = None
) -> Iterator[ActivePolicy]:
    """The shipped release, or the given one, on an engine of this process.

    Args:
        release_file: None for the shipped one.
        cache: keeps compiled code between runs; None: nothing is kept.
        signing: who has to have signed the release; None: nobody.

    Raises:
        Misconfigured: no such release, or too few people signed it.
    """
    asked = signing or Signing(required=0, known=None, now=utc_now())
    release, signed_by = release_in_force(release_file, asked)
    engine = WasmEngine(release, cache=cache, instances=1)
    try:
        yield ActivePolicy(release, engine, asked.now, signed_by)
    finally:
        engine.close()


def signing_of(settings: Settings) -> Signing:
    """Who has to have signed a release here, as of now; the organisation is read where it counts.

    Raises:
        Misconfigured: the organisation's files are not usable.
    """
    required = settings.release_signatures
    source = organisation_of(settings.organisation) if required else None
    known = source.current() if source else None
    return Signing(required=required, known=known, now=utc_now())


def organisation_of(folder: Path | None) -> OrganisationSource | None:
    """The organisation's files, where a folder is named."""
    return OrganisationSource(folder) if folder else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
