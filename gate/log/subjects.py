"""The keys of data subjects: one for each person, and destroying it erases what was said of them.

A key is kept wrapped by the installation's own (`keys/personal.key`), under a reference that is
random: neither table nor documents name anybody. A person is found again by a keyed hash, which is
destroyed with the key.
"""

import hmac
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import SUBJECTS_REMEMBERED
from gate.log.keys import check_private, write_new
from gate.log.sealed import Sealed, SubjectKey
from gate.log.store import LogReader
from gate.model.concealed import Disclosures
from gate.model.disclosure import encoded
from gate.model.people import person_key

KEY_FILE: Final = "personal.key"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_REF_BYTES: Final = 16
_OTHER_KEY: Final = (
    f"Personal data beside the log was encrypted with another {KEY_FILE} than the one in the folder"
    " of the keys. Put the one there with which the log was begun, or that the other gates have."
)


@dataclass(frozen=True, slots=True)
class PersonalKey:
    """The installation's key for personal data; nothing is derived from it but these."""

    id: str
    lookup: bytes = field(repr=False)
    wrap: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> "PersonalKey":
        """The keys that follow from `secret`, 32 random bytes."""
        parts = {
            use: HKDF(SHA256(), _KEY_BYTES, None, b"gate personal data, " + use).derive(secret)
            for use in (b"id", b"lookup", b"wrap")
        }
        return cls(encoded(parts[b"id"][:_REF_BYTES]), parts[b"lookup"], parts[b"wrap"])


def load_or_create_personal_key(directory: Path) -> PersonalKey:
    """The key in the folder of the other keys; made, for its owner alone, where there is none.

    Raises:
        Misconfigured: others may use it, or it is none.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / KEY_FILE
    if not path.exists():
        with suppress(FileExistsError):  # another gate that starts at the same time made it
            write_new(path, secrets.token_bytes(_KEY_BYTES))
    return read_personal_key(directory)


def read_personal_key(directory: Path) -> PersonalKey:
    """The key in the folder of the other keys.

    Raises:
        Misconfigured: others may use it, or it is none.
        FileNotFoundError: there is none.
    """
    path = directory / KEY_FILE
    with path.open("rb") as file:
        check_private(path, os.fstat(file.fileno()).st_mode)
        secret = file.read()
    if len(secret) != _KEY_BYTES:
        raise Misconfigured(f"{path.name} is not a key of {_KEY_BYTES} bytes.")
    return PersonalKey.of(secret)


@dataclass(slots=True)
class _Subject:
    ref: str
    cipher: AESGCM
    new: SubjectKey | None
    """What has to be written with the first value under this key; None once it is written."""


class Subjects:
    """Finds, makes and uses the keys of data subjects. Any number of threads may ask at once."""

    def __init__(self, reader: LogReader, key: Callable[[], PersonalKey]) -> None:
        """Use the keys that `reader` has, wrapped by what `key` gives when it is needed first."""
        self._reader, self._make_key = reader, key
        self._made_key: PersonalKey | None = None
        self._lock = RLock()
        self._persons: dict[bytes, _Subject] = {}
        self._refs: dict[str, AESGCM] = {}

    def check(self) -> None:
        """Refuse a key that is not the one by which the keys of this log are wrapped.

        Raises:
            Misconfigured: it is another.
        """
        if set(self._reader.personal_key_ids()) - {self._key.id}:
            raise Misconfigured(_OTHER_KEY)

    def ref(self, person: str) -> str:
        """The reference of a person (`gate.model.people.person_key`); a new one where none is.

        Raises:
            LogUnavailable: the database cannot be read.
        """
        return self._subject(person).ref

    def refs(self, person: str) -> tuple[str, ...]:
        """The references that are kept of a person: mostly one; none after an erasure."""
        return tuple(row.ref for row in self._reader.subjects(self._lookup(person)))

    def sealed(
        self, contents: Mapping[str, Disclosures]
    ) -> tuple[tuple[Sealed, ...], tuple[SubjectKey, ...]]:
        """Encrypt the disclosures of contents, by the references that `ref` gave.

        A value that says something of several people is encrypted for each, one after the other,
        so that it is gone with the first of their keys.

        Returns:
            What is to be kept, and the keys that are not kept yet.

        Raises:
            LogUnavailable: a key was destroyed meanwhile.
        """
        sealed = []
        for digest, disclosures in contents.items():
            document = bytes.fromhex(digest.removeprefix("sha256:"))
            for refs, texts in disclosures.items():
                content = orjson.dumps(list(texts))
                for ref in refs:
                    nonce, bound = secrets.token_bytes(_NONCE_BYTES), _bound(document, refs)
                    content = nonce + self._cipher(ref).encrypt(nonce, content, bound)
                sealed.append(Sealed(document, refs, content))
        used = {ref for each in sealed for ref in each.refs}
        with self._lock:
            new = [each.new for each in self._persons.values() if each.new and each.ref in used]
        return tuple(sealed), tuple(new)

    def open(self, sealed: Sealed, keys: Mapping[str, SubjectKey]) -> tuple[str, ...]:
        """The disclosures in it.

        Args:
            sealed: what is kept.
            keys: of its subjects, as they are kept.

        Raises:
            LogUnavailable: what is kept is not what was encrypted, or was wrapped by another key.
        """
        content = sealed.content
        try:
            for ref in reversed(sealed.refs):
                cipher = self._kept_cipher(keys[ref])
                nonce, content = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
                content = cipher.decrypt(nonce, content, _bound(sealed.document, sealed.refs))
            texts = orjson.loads(content)
        except (InvalidTag, ValueError) as error:
            raise LogUnavailable(
                "Personal data beside the log cannot be decrypted: it was changed."
            ) from error
        return tuple(texts)

    def written(self, keys: Iterable[SubjectKey]) -> None:
        """These keys are kept now."""
        lookups = {key.lookup for key in keys}
        with self._lock:
            for lookup in lookups & self._persons.keys():
                self._persons[lookup].new = None

    def forget(self, refs: Collection[str]) -> None:
        """Ask the database again for these from now on, because a key may be gone."""
        with self._lock:
            gone = [key for key, subject in self._persons.items() if subject.ref in refs]
            for key in gone:
                del self._persons[key]
            for ref in refs:
                self._refs.pop(ref, None)

    @property
    def _key(self) -> PersonalKey:
        with self._lock:
            if self._made_key is None:
                self._made_key = self._make_key()
            return self._made_key

    def _subject(self, person: str) -> _Subject:
        lookup = self._lookup(person)
        with self._lock:
            if lookup not in self._persons:
                if len(self._persons) >= SUBJECTS_REMEMBERED:
                    self._persons.clear()
                    self._refs.clear()
                self._persons[lookup] = self._found(lookup) or self._made(lookup)
            subject = self._persons[lookup]
            self._refs[subject.ref] = subject.cipher
            return subject

    def _found(self, lookup: bytes) -> _Subject | None:
        rows = self._reader.subjects(lookup)
        return _Subject(rows[0].ref, self._unwrapped(rows[0]), None) if rows else None

    def _made(self, lookup: bytes) -> _Subject:
        ref, secret = encoded(secrets.token_bytes(_REF_BYTES)), secrets.token_bytes(_KEY_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = nonce + AESGCM(self._key.wrap).encrypt(nonce, secret, ref.encode())
        return _Subject(ref, AESGCM(secret), SubjectKey(ref, lookup, wrapped, self._key.id))

    def _cipher(self, ref: str) -> AESGCM:
        with self._lock:
            cipher = self._refs.get(ref)
        if cipher is None:
            raise LogUnavailable("The key of a data subject was destroyed meanwhile. Try again.")
        return cipher

    def _kept_cipher(self, row: SubjectKey) -> AESGCM:
        with self._lock:
            cipher = self._refs.get(row.ref)
        return self._unwrapped(row) if cipher is None else cipher

    def _unwrapped(self, row: SubjectKey) -> AESGCM:
        if row.key_id != self._key.id:
            raise LogUnavailable(_OTHER_KEY)
        nonce, wrapped = row.wrapped[:_NONCE_BYTES], row.wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(AESGCM(self._key.wrap).decrypt(nonce, wrapped, row.ref.encode()))
        except InvalidTag as error:
            raise LogUnavailable("The key of a data subject was changed.") from error

    def _lookup(self, person: str) -> bytes:
        return hmac.digest(self._key.lookup, person_key(person).encode(), "sha256")


def _bound(document: bytes, refs: Sequence[str]) -> bytes:
    """What a ciphertext belongs to: it opens nowhere else."""
    return document + " ".join(refs).encode()
