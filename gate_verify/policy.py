"""Trust policies: which witnesses somebody believes, and how many of them it takes.

C2SP tlog-policy: one `log`, `witness`, `group` or `quorum` a line. Names are opaque bytes. Lines
`log` are read, and no more: the auditor gives the key of the log.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from gate_verify.bounds import POLICY_BYTES_MAX, POLICY_NAMES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.note import LOG, ML_DSA, WITNESS, Key, signed_by

NONE: Final = "none"
"""The quorum of those who need no cosignature."""

_ALLOWED = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*\n")
_NEEDED = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(slots=True)
class Policy:
    """Who is believed: `quorum` is the name of a witness or a group, or `NONE`.

    A group has cosigned when so many of its members have.
    """

    logs: list[Key] = field(default_factory=list)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    quorum: str = ""

    @classmethod
    def parse(cls, content: bytes) -> "Policy":
        """Read a policy file.

        Raises:
            DoesNotHold: not a policy; the text names the line.
        """
        if len(content) > POLICY_BYTES_MAX or not _ALLOWED.fullmatch(content):
            raise DoesNotHold(
                f"A trust policy is lines of text, each with a newline, of {POLICY_BYTES_MAX} bytes"
                " at most."
            )
        policy = cls()
        for number, line in enumerate(content.decode("utf-8", "surrogateescape").split("\n"), 1):
            try:
                policy.take(re.findall("[^ \t]+", line))
            except DoesNotHold as error:
                raise DoesNotHold(f"Line {number} of the trust policy: {error}") from error
        if not policy.quorum:
            raise DoesNotHold("A trust policy has one line `quorum`; there is none.")
        return policy

    def take(self, words: list[str]) -> None:
        """Read the words of one line; raises `DoesNotHold`."""
        match words:
            case [first, *_] if first.startswith("#"):
                return
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(_new_key(vkey, (LOG, ML_DSA), self.logs))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                key = _new_key(vkey, (WITNESS, ML_DSA), self.witnesses.values())
                self.witnesses[self._new_name(name)] = key
            case ["group", name, stated, *members] if members:
                self._group(name, stated, members)
            case ["quorum", name] if not self.quorum and (name == NONE or name in self._names()):
                self.quorum = name
            case [_, *_]:
                raise DoesNotHold(
                    "Expected log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K NAME…,"
                    " or one quorum NAME that is defined before it."
                )

    def check(self, note: bytes) -> None:
        """The quorum cosigned this checkpoint.

        Raises:
            DoesNotHold: it did not, or a signature that says that it is of a witness does not hold.
        """
        _, signers = signed_by(note, self.witnesses.values())
        met = {name for name, key in self.witnesses.items() if key in signers}
        count = len(met)
        for name, (needed, members) in self.groups.items():  # members stand before their group
            if len(met.intersection(members)) >= needed:
                met.add(name)
        if self.quorum not in met | {NONE}:
            raise DoesNotHold(
                f"The checkpoint lacks the cosignatures of its quorum: {count} of the "
                f"{len(self.witnesses)} witnesses of the trust policy cosigned it."
            )

    def _group(self, name: str, stated: str, members: list[str]) -> None:
        taken = {member for _, others in self.groups.values() for member in others}
        if not self._names() >= set(members) or taken & set(members):
            raise DoesNotHold("A member of a group is defined before it, and of no other group.")
        needed = {"all": len(members), "any": 1}.get(stated, 0)
        if _NEEDED.fullmatch(stated):
            needed = int(stated)
        if len(set(members)) < len(members) or not 0 < needed <= len(members):
            raise DoesNotHold("A group needs all, any, or K of its members, each named once.")
        _check_room(self.groups)
        self.groups[self._new_name(name)] = (needed, members)

    def _names(self) -> set[str]:
        return {*self.witnesses, *self.groups}

    def _new_name(self, name: str) -> str:
        if name in self._names() | {NONE}:
            raise DoesNotHold("A witness or group has a name of its own, and none is taken.")
        return name


def _new_key(vkey: str, kinds: tuple[int, ...], known: Collection[Key]) -> Key:
    _check_room(known)
    key = Key.of_line(vkey, kinds)
    if any(other.public.public_bytes_raw() == key.public.public_bytes_raw() for other in known):
        raise DoesNotHold("The key stands on an earlier line, too.")
    return key


def _check_room(known: Collection[object]) -> None:
    if len(known) >= POLICY_NAMES_MAX:
        raise DoesNotHold(f"There are more than {POLICY_NAMES_MAX} of this kind.")
