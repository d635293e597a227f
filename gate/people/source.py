"""The organisation's folder, read at start and again whenever it changes.

Governance edits the files while the gate runs. A file that is wrong never replaces one that was
right: the gate goes on with what it last read, and says so until the folder is right again.
"""

import logging
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from gate.errors import Misconfigured
from gate.people.files import organisation_files, read_organisation
from gate.people.organisation import Organisation

_Signature: TypeAlias = tuple[tuple[str, int, int, int, int, int], ...]
_log = logging.getLogger(__name__)  # the service writes its lines as it writes all others


@dataclass(frozen=True, slots=True)
class _State:
    organisation: Organisation
    signature: _Signature | None
    problem: str | None


class OrganisationSource:
    """The folder `--organisation` names.

    Safe to be used by any number of threads. A change is noticed by the names, sizes and times of
    the files, at the first use after it; a file that changes while it is read is read again.
    """

    def __init__(self, directory: Path) -> None:
        """Read the folder.

        Raises:
            Misconfigured: it is missing or not usable; at the start nothing good can be kept.
        """
        self._directory = directory
        self._lock = Lock()
        before = _signature(directory)
        organisation = read_organisation(directory)
        self._state = _State(organisation, _unless_changed(directory, before), None)

    @property
    def problem(self) -> str | None:
        """What is wrong with the folder as it is now, or None. For `/readyz` and the operator."""
        return self._state.problem

    def current(self) -> Organisation:
        """The organisation as last read without a problem."""
        try:
            signature = _signature(self._directory)
        except Misconfigured as error:
            return self._keep(error, None)
        if signature == self._state.signature:
            return self._state.organisation
        with self._lock:
            if signature == self._state.signature:
                return self._state.organisation
            return self._read_again(signature)

    def _read_again(self, signature: _Signature) -> Organisation:
        try:
            organisation = read_organisation(self._directory)
            _refuse_loss(self._state.organisation, organisation)
        except Misconfigured as error:
            return self._keep(error, _unless_changed(self._directory, signature))
        _log.info("the organisation's files were read again: %s", organisation.digest)
        known = _unless_changed(self._directory, signature)
        self._state = _State(organisation, known, None)
        return organisation

    def _keep(self, error: Misconfigured, signature: _Signature | None) -> Organisation:
        """Go on with what is known; say what is wrong once, not at every decision."""
        state = self._state
        if error.detail != state.problem:
            _log.warning("%s; going on with %s", error.detail, state.organisation.digest)
        self._state = _State(state.organisation, signature, error.detail)
        return state.organisation


def _refuse_loss(known: Organisation, read: Organisation) -> None:
    """A file that vanishes while the gate runs would make what it says unknown, not wrong."""
    for field in fields(Organisation):
        if getattr(known, field.name) is not None and getattr(read, field.name) is None:
            raise Misconfigured(
                "the organisation folder is not usable: a file that was there is gone; put it "
                "back, or start the gate again to go on without it"
            )


def _signature(directory: Path) -> _Signature:
    """What tells one state of the folder from another without reading its files."""
    return tuple(_file_signature(path) for path in organisation_files(directory))


def _file_signature(path: Path) -> tuple[str, int, int, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (path.name, 0, 0, 0, 0, 0)
    times = (found.st_mtime_ns, found.st_ctime_ns)
    return (path.name, found.st_dev, found.st_ino, found.st_size, *times)


def _unless_changed(directory: Path, before: _Signature) -> _Signature | None:
    """`before`, if the folder still looks so; else None, so that it is read again."""
    try:
        return before if _signature(directory) == before else None
    except Misconfigured:
        return None
