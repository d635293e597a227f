"""Contents that an entry names, believed only when they are what their digest says."""

from typing import Any, Protocol

from gate.canon import digest_of, read_canonical
from gate.replay.outcome import NotReplayable, Reason


class Contents(Protocol):
    """Whatever has contents by digest."""

    def content(self, digest: str) -> bytes | None:
        """What has this digest (`sha256:<hex>`); None where it is not kept (any more)."""


def checked(contents: Contents, digest: str) -> bytes:
    """A content that an entry names.

    Raises:
        NotReplayable: it is not kept, or not what its digest says.
    """
    content = contents.content(digest)
    if content is None:
        raise NotReplayable(Reason.CONTENT_MISSING)
    if digest_of(content) != digest:
        raise NotReplayable(Reason.ENTRY_CORRUPT)
    return content


def read_object(content: bytes) -> dict[str, Any]:
    """A recorded content as the JSON object that it is.

    Raises:
        NotReplayable: it is none.
    """
    try:
        value = read_canonical(content)
    except ValueError as error:
        raise NotReplayable(Reason.ENTRY_CORRUPT) from error
    if not isinstance(value, dict):
        raise NotReplayable(Reason.ENTRY_CORRUPT)
    return value
