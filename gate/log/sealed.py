"""Personal values beside the log, as they are kept: encrypted, under keys that can be destroyed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """The key of one data subject, as it is kept.

    `ref` is what documents call the subject, `lookup` a keyed hash of who it is, `wrapped` the key
    encrypted by the installation's own, whose id is `key_id`.
    """

    ref: str
    lookup: bytes
    wrapped: bytes
    key_id: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """The disclosures of one document (by SHA-256) about the subjects `refs`, encrypted."""

    document: bytes
    refs: tuple[str, ...]
    content: bytes
