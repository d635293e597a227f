"""The public keys that the people file registers, and whom the gate believes for what.

A key belongs to one account and has uses. People sign what they approved; accounts of pipelines
sign statements about artefacts, images, commits and probes; people who may release policies sign
releases. What a key is not registered for it proves nothing about, whoever holds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from gate.limits import STATEMENT_KEYS_MAX
from gate.people.records import Identifier, Instant, Record, Records, covers, same_id
from gate.public_keys import PublicKey, read_public_key

KeyUse: TypeAlias = Literal["approve", "artifacts", "pipeline", "release"]
RELEASE_USE: Final[KeyUse] = "release"
STATEMENT_USES: Final[frozenset[KeyUse]] = frozenset({"artifacts", "pipeline"})


def _public(text: str) -> str:
    try:
        return read_public_key(text).text
    except ValueError as error:
        raise PydanticCustomError("public_key", "{expected}", {"expected": str(error)}) from None


class KeyRecord(Record):
    """One registered public key of an account.

    `public` is PEM or its base64 and kept as base64. `uses`: `approve` (approvals and evidence of
    its holder), `artifacts` (statements that name the digests of models), `pipeline` (statements
    about image, commit and probe), `release` (releases of the policies, which are for every
    system). `systems` limits it to the systems named. It counts from `valid_from` on, and no
    longer from the instant `withdrawn` on.
    """

    public: Annotated[str, Field(max_length=2000), AfterValidator(_public)]
    uses: Annotated[Records[KeyUse], Field(min_length=1)] = ("approve",)
    systems: Annotated[Records[Identifier], Field(min_length=1)] | None = None
    valid_from: Instant | None = None
    withdrawn: Instant | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RegisteredKey:
    """A registered key at work; two are the same only when they are the same object.

    `holder` is the id of its account as the file writes it.
    """

    holder: str
    public: PublicKey
    record: KeyRecord

    def verify(self, signature: bytes, message: bytes) -> None:
        """As `PublicKey.verify`."""
        self.public.verify(signature, message)

    def may(self, use: str, system_id: str) -> bool:
        """Whether it is registered for this use, and for this system."""
        return use in self.record.uses and covers(self.record.systems, system_id)

    def valid_at(self, moment: datetime) -> bool:
        """Whether what was signed at `moment` counts: at `valid_from` yes, at `withdrawn` no."""
        begun = self.record.valid_from is None or self.record.valid_from <= moment
        ended = self.record.withdrawn is not None and self.record.withdrawn <= moment
        return begun and not ended


class KeyRing:
    """All keys of a people file."""

    def __init__(self, holders: Iterable[tuple[str, Sequence[KeyRecord]]]) -> None:
        """Of pairs of an account's id and its keys."""
        self._by_holder: dict[str, tuple[RegisteredKey, ...]] = {}
        self._by_name: dict[str, RegisteredKey] = {}
        for holder, records in holders:
            keys = tuple(
                RegisteredKey(holder, read_public_key(each.public), each) for each in records
            )
            self._by_holder[same_id(holder)] = keys
            for key in keys:
                self._by_name[key.public.id] = self._by_name[key.public.hint] = key

    def of(self, account: str) -> tuple[RegisteredKey, ...]:
        """The keys of one account, whose id is found trimmed and in lower case."""
        return self._by_holder.get(same_id(account), ())

    def named(self, name: str) -> RegisteredKey | None:
        """The key with this id or hint, whoever holds it."""
        return self._by_name.get(name)

    def for_statements(self) -> tuple[RegisteredKey, ...]:
        """The keys that may sign statements, at most `STATEMENT_KEYS_MAX`."""
        keys = (key for held in self._by_holder.values() for key in held)
        return tuple(key for key in keys if not STATEMENT_USES.isdisjoint(key.record.uses))


def check_keys(holders: Mapping[int, Sequence[KeyRecord]]) -> None:
    """Refuse a key that stands twice, and more statement keys than are ever tried.

    `holders` has the keys of each account by its place in the file; a validator of the file.
    """
    first_at: dict[str, int] = {}
    statement_keys = 0
    for place, records in holders.items():
        for record in records:
            earlier = first_at.get(record.public)
            first_at[record.public] = place
            if earlier is not None:
                raise PydanticCustomError(
                    "key_twice",
                    "elements {earlier} and {place} (from 0) have the same key, and a key has one "
                    "holder and stands once",
                    {"earlier": earlier, "place": place},
                )
            statement_keys += not STATEMENT_USES.isdisjoint(record.uses)
    if statement_keys > STATEMENT_KEYS_MAX:
        raise PydanticCustomError(
            "keys_too_many",
            "at most {most} keys may have the use artifacts or pipeline",
            {"most": STATEMENT_KEYS_MAX},
        )
