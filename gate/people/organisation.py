"""The organisation as the gate knows it at one moment: its people and its registers.

Pure: everything is computed from records that were read before, and the clock is an argument. A
register that mentions a system nowhere is a statement (nothing is open); a register that does not
exist is none, and then the answer is null.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, TypeVar

from gate.canon import JsonObject, JsonValue
from gate.people.allowed import NOTHING_STATED, AllowedFile
from gate.people.directory import PeopleFile, Person, authority_of
from gate.people.keys import RELEASE_USE, KeyRing, RegisteredKey
from gate.people.profile import ProfileFile
from gate.people.records import (
    Concern,
    ConcernsFile,
    Incident,
    IncidentsFile,
    OpenAndClosed,
    SystemRecord,
    SystemsFile,
    same_id,
)

_BREACHES: Final = timedelta(days=30)
_INCIDENTS: Final = timedelta(days=90)
_FOUND_BY_TOOLS: Final = (
    "critical_vulnerabilities",
    "image_digest",
    "monitor_probe_ok",
    "code_signed",
)
S = TypeVar("S", bound=OpenAndClosed)


@dataclass(frozen=True)
class Organisation:
    """What the files of one folder say. A file that the folder does not have is None.

    Attributes:
        digest: `sha256:…` over the canonical content of all files, for the log: two folders with
            the same digest say the same, whatever their comments and layout.
    """

    digest: str
    people: PeopleFile | None = None
    incidents_file: IncidentsFile | None = None
    concerns_file: ConcernsFile | None = None
    systems_file: SystemsFile | None = None
    profile: ProfileFile | None = None
    allowed_file: AllowedFile | None = None

    def identity(
        self, named: Iterable[str], now: datetime, *, system_id: str = ""
    ) -> dict[str, JsonValue] | None:
        """`facts.identity` of those among `named` whom the organisation knows.

        Ids are found trimmed and in lower case, and answered as the organisation writes them:
        `{id: {active, human, roles, authority}}`. None without a people file. Active is who is
        marked so and is within the stated dates at `now`; authority is what somebody has for this
        system, by themselves or delegated.
        """
        if self.people is None:
            return None
        wanted = {same_id(name) for name in named}
        known = sorted(self._people_by_id.keys() & wanted)
        people = (self._people_by_id[key] for key in known)
        return {person.id: self._known(person, system_id, now) for person in people}

    @cached_property
    def keys(self) -> KeyRing | None:
        """The registered keys; None without a people file."""
        if self.people is None:
            return None
        return KeyRing((person.id, person.keys) for person in self.people.people)

    def release_key(self, name: str, now: datetime) -> RegisteredKey | None:
        """The key of this id, where a signature by it counts for a release at `now`.

        It is registered for that and for every system, valid at `now`, and its holder is a human
        who is active. When something was signed nobody can know, so a key that is withdrawn
        counts no more for what it signed before.
        """
        key = self.keys.named(name) if self.keys else None
        if key is None or RELEASE_USE not in key.record.uses or key.record.systems is not None:
            return None
        person = self._people_by_id[same_id(key.holder)]
        return key if person.human and person.is_active(now) and key.valid_at(now) else None

    def incidents(self, system_id: str, now: datetime) -> JsonObject:
        """`breaches_30d`, `incidents_90d` and `open_sev1` of one system; null without a register.

        An incident counts from the instant it was opened, for 30 and 90 days. One that is dated in
        the future counts too: a wrong date must not hide it.
        """
        if self.incidents_file is None:
            return {"breaches_30d": None, "incidents_90d": None, "open_sev1": None}
        own = self._incidents_by_system.get(same_id(system_id), [])
        return {
            "breaches_30d": sum(item.breach for item in _since(own, now - _BREACHES)),
            "incidents_90d": len(_since(own, now - _INCIDENTS)),
            "open_sev1": sum(item.severity == "sev1" and item.is_open(now) for item in own),
        }

    def registries(self, system_id: str, now: datetime) -> JsonObject:
        """`facts.registries` of one system; null for what no register tells."""
        found = self._systems_by_id.get(same_id(system_id))
        return {
            "concerns_open_high": self._concerns_open_high(system_id, now),
            **{key: getattr(found, key, None) for key in _FOUND_BY_TOOLS},
            **(self.allowed_file.facts() if self.allowed_file else NOTHING_STATED),
        }

    def _known(self, person: Person, system_id: str, now: datetime) -> JsonObject:
        return {
            "active": person.is_active(now),
            "human": person.human,
            "roles": sorted(set(person.roles)),
            "authority": authority_of(person, self._people_by_id, system_id=system_id, now=now),
        }

    def _concerns_open_high(self, system_id: str, now: datetime) -> int | None:
        if self.concerns_file is None:
            return None
        own = self._concerns_by_system.get(same_id(system_id), [])
        return sum(item.severity in {"high", "critical"} and item.is_open(now) for item in own)

    @cached_property
    def _people_by_id(self) -> Mapping[str, Person]:
        return {same_id(item.id): item for item in (self.people.people if self.people else ())}

    @cached_property
    def _incidents_by_system(self) -> Mapping[str, list[Incident]]:
        return _by_system(self.incidents_file.incidents if self.incidents_file else ())

    @cached_property
    def _concerns_by_system(self) -> Mapping[str, list[Concern]]:
        return _by_system(self.concerns_file.concerns if self.concerns_file else ())

    @cached_property
    def _systems_by_id(self) -> Mapping[str, SystemRecord]:
        systems = self.systems_file.systems if self.systems_file else ()
        return {same_id(item.id): item for item in systems}


def _by_system(items: Iterable[S]) -> Mapping[str, list[S]]:
    found: dict[str, list[S]] = {}
    for item in items:
        found.setdefault(same_id(item.system), []).append(item)
    return found


def _since(incidents: list[Incident], begin: datetime) -> list[Incident]:
    return [incident for incident in incidents if incident.opened >= begin]
