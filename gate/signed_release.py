"""Whether enough people signed a release for it to decide here, or to be weighed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gate.errors import Misconfigured
from gate.people.organisation import Organisation
from gate.policy.release import Release, load_release, shipped_release
from gate.policy.signatures import read_signatures, signatures_beside, signed_by

UNASKED: tuple[str, ...] = ()
"""Who signed, where nobody has to: it is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How many people have to sign, and who they may be.

    Attributes:
        required: different persons; 0: nobody.
        known: the organisation, whose people file says whose signature counts.
        now: aware, UTC; a key that is withdrawn by then counts no more, whenever it signed.
    """

    required: int
    known: Organisation | None
    now: datetime

    def beside(self, path: Path) -> bytes | None:
        """The signatures beside the release at `path`; None without any, and where none is needed.

        Raises:
            Misconfigured: they cannot be read.
        """
        return read_signatures(path) if self.required else None

    def people(self, release: Release, envelope: bytes | None) -> tuple[str, ...]:
        """The persons in `envelope` whose signatures count.

        Raises:
            Misconfigured: they are too few, the organisation is not known, or the envelope is none.
        """
        if not self.required:
            return UNASKED
        if self.known is None:
            raise Misconfigured(
                "who may sign a release is what the people file says: name the folder with "
                "--organisation or GATE_ORGANISATION, or set GATE_RELEASE_SIGNATURES to 0"
            )
        people = signers_of(release, envelope, self.known, self.now)
        if len(people) < self.required:
            raise Misconfigured(_too_few(release, people, self.required))
        return people


def signers_of(
    release: Release, envelope: bytes | None, known: Organisation, now: datetime
) -> tuple[str, ...]:
    """The persons whose signatures on the release count at `now`; nobody without an envelope.

    Raises:
        Misconfigured: no envelope, or one over another release.
    """
    if envelope is None:
        return ()
    return signed_by(release, envelope, lambda key: known.release_key(key, now))


def release_in_force(path: Path | None, signing: Signing) -> tuple[Release, tuple[str, ...]]:
    """The release at `path`, or else the shipped one, and the persons who signed it.

    Raises:
        Misconfigured: it cannot be read, or too few people signed it.
    """
    if path is not None:
        release = load_release(path)
        return release, signing.people(release, signing.beside(path))
    release = shipped_release()
    return release, signing.people(release, None)


def _too_few(release: Release, people: tuple[str, ...], required: int) -> str:
    found = f"{len(people)} ({', '.join(people)})" if people else "nobody"
    wanted = "1 person" if required == 1 else f"{required} different persons"
    return (
        f"the release {release.id} has to be signed by {wanted} whose keys the people file "
        f"registers for it (GATE_RELEASE_SIGNATURES), and is signed by {found}: "
        f"gate policy sign RELEASE --key FILE writes {signatures_beside(Path('RELEASE'))}"
    )
