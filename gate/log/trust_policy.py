"""Trust policies: which logs and witnesses somebody believes, and how many of them it takes.

The text form is C2SP tlog-policy: one `log`, `witness`, `group` or `quorum` a line. Names are
opaque bytes; whatever the specification refuses is refused, with the number of the line.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from gate.errors import VerificationFailed
from gate.limits import TRUST_POLICY_BYTES_MAX, TRUST_POLICY_NAMES_MAX
from gate.log.checkpoint import Checkpoint
from gate.log.cosignature import COSIGNATURE_MLDSA44, Cosigner
from gate.log.note import ED25519, Note, NoteKey, Verifier, open_note, split_vkey

LogKey: TypeAlias = Verifier | Cosigner
"""A key by which a log signs its checkpoints: Ed25519, or ML-DSA-44."""

NONE: Final = "none"
"""The quorum of those who need no cosignature."""

_ALLOWED = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*")
_SPACE = re.compile(r"[ \t]+")
_COUNT = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TrustedLog:
    """A log whose checkpoints count; its key's name is its origin."""

    key: LogKey
    url: str | None


@dataclass(frozen=True, slots=True)
class TrustedWitness:
    """A witness whose cosignature counts, by the name that the policy gives it."""

    name: str
    key: Cosigner
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Has witnessed when at least `needed` of its members have."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint that is signed by its log, and who cosigned it when (seconds of the epoch)."""

    checkpoint: Checkpoint
    cosigned: dict[str, int]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """Who is believed. `quorum` is the name of a witness or a group, or `NONE`."""

    logs: tuple[TrustedLog, ...]
    witnesses: tuple[TrustedWitness, ...]
    groups: tuple[Group, ...]
    quorum: str

    @classmethod
    def parse(cls, content: bytes) -> "TrustPolicy":
        """Read a policy file.

        Raises:
            VerificationFailed: not a policy; the detail names the line.
        """
        if len(content) > TRUST_POLICY_BYTES_MAX:
            raise VerificationFailed(f"A trust policy has at most {TRUST_POLICY_BYTES_MAX} bytes.")
        if not _ALLOWED.fullmatch(content):
            raise VerificationFailed(
                "A trust policy has no control characters but tab and newline."
            )
        *lines, rest = content.decode("utf-8", "surrogateescape").split("\n")
        if rest:
            raise VerificationFailed("Each line of a trust policy ends in a newline.")
        reading = _Reading()
        for number, line in enumerate(lines, 1):
            words = [word for word in _SPACE.split(line) if word]
            if not words or words[0].startswith("#"):
                continue
            try:
                reading.take(words)
            except VerificationFailed as error:
                raise VerificationFailed(
                    f"Line {number} of the trust policy: {error.detail}"
                ) from error
        return reading.policy()

    def is_met_by(self, witnesses: Collection[str]) -> bool:
        """Whether the cosignatures of these witnesses are enough."""
        met = {witness.name for witness in self.witnesses} & set(witnesses) | {NONE}
        for group in self.groups:  # members stand before their group
            if len(met.intersection(group.members)) >= group.needed:
                met.add(group.name)
        return self.quorum in met

    def cosigned(self, note: Note) -> dict[str, int]:
        """The witnesses that cosigned, each with its newest time; unknown ones are ignored.

        Raises:
            VerificationFailed: a cosignature of a known witness does not hold.
        """
        found: dict[str, int] = {}
        for witness in self.witnesses:
            for signature in note.by(witness.key):
                time_s = witness.key.check(note.text, signature.signature)
                found[witness.name] = max(time_s, found.get(witness.name, 0))
        return found

    def open(self, note: str | bytes, log: LogKey | None = None) -> Witnessed:
        """The checkpoint in `note`, signed by its log and cosigned by the quorum.

        Args:
            note: the note.
            log: the log it has to be of; None for any log of the policy.

        Raises:
            VerificationFailed: malformed, of another log, signed wrongly, or without the quorum.
        """
        parsed = Note.parse(note)
        checkpoint = Checkpoint.parse(parsed.text)
        logs: Sequence[NoteKey] = [known.key for known in self.logs] if log is None else _keys(log)
        open_note(note, [key for key in logs if key.name == checkpoint.origin])
        cosigned = self.cosigned(parsed)
        if not self.is_met_by(cosigned):
            raise VerificationFailed(
                f"The checkpoint lacks the cosignatures of its quorum: {len(cosigned)} of the "
                f"{len(self.witnesses)} witnesses of the trust policy cosigned it."
            )
        return Witnessed(checkpoint, cosigned)


def _keys(log: LogKey) -> Sequence[NoteKey]:
    return log.keys if isinstance(log, Verifier) else [log]


class _Reading:
    """A policy while its lines are read, in their order."""

    def __init__(self) -> None:
        self._logs: list[TrustedLog] = []
        self._witnesses: list[TrustedWitness] = []
        self._groups: list[Group] = []
        self._quorum: str | None = None
        self._defined: set[str] = set()
        self._members: set[str] = set()

    def take(self, words: Sequence[str]) -> None:
        kind, *rest = words
        match kind, rest:
            case "log", [vkey, *url] if len(url) <= 1:
                self._log(vkey, *url)
            case "witness", [name, vkey, *url] if len(url) <= 1:
                self._witness(name, vkey, *url)
            case "group", [name, needed, *members] if members:
                self._group(name, needed, members)
            case "quorum", [name]:
                self._quorum_line(name)
            case _:
                raise VerificationFailed(
                    "expected log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K NAME…,"
                    " or quorum NAME"
                )

    def policy(self) -> TrustPolicy:
        if self._quorum is None:
            raise VerificationFailed("A trust policy has one line `quorum`; there is none.")
        return TrustPolicy(
            tuple(self._logs), tuple(self._witnesses), tuple(self._groups), self._quorum
        )

    def _log(self, vkey: str, url: str | None = None) -> None:
        _check_room(self._logs)
        key = read_log_key(vkey)
        _check_new_key(key, [log.key for log in self._logs])
        self._logs.append(TrustedLog(key, url))

    def _witness(self, name: str, vkey: str, url: str | None = None) -> None:
        _check_room(self._witnesses)
        key = Cosigner.from_vkey(vkey)
        _check_new_key(key, [witness.key for witness in self._witnesses])
        self._define(name)
        self._witnesses.append(TrustedWitness(name, key, url))

    def _group(self, name: str, stated: str, members: Sequence[str]) -> None:
        _check_room(self._groups)
        for member in members:
            if member not in self._defined:
                raise VerificationFailed("a member of the group is not defined on a line before it")
            if member in self._members:
                raise VerificationFailed("a member of the group is already a member of a group")
            self._members.add(member)
        self._define(name)
        count = len(members)
        needed = {"all": count, "any": 1}.get(stated, 0)
        if _COUNT.fullmatch(stated):
            needed = int(stated)
        if not 1 <= needed <= count:
            raise VerificationFailed("a group needs all, any, or a number from 1 to its members")
        self._groups.append(Group(name, needed, tuple(members)))

    def _quorum_line(self, name: str) -> None:
        if self._quorum is not None:
            raise VerificationFailed("there is a second line `quorum`")
        if name != NONE and name not in self._defined:
            raise VerificationFailed("the quorum is not defined on a line before it")
        self._quorum = name

    def _define(self, name: str) -> None:
        if name == NONE or name in self._defined:
            raise VerificationFailed("a witness or group has a name of its own, and none is taken")
        self._defined.add(name)


def read_log_key(vkey: str) -> LogKey:
    """The verifier key of a log.

    Raises:
        VerificationFailed: malformed, or of a type by which no log signs.
    """
    _, kind, _ = split_vkey(vkey)
    if kind == ED25519:
        return Verifier.from_vkey(vkey)
    if kind == COSIGNATURE_MLDSA44:
        return Cosigner.from_vkey(vkey)
    raise VerificationFailed("expected the verifier key of a log: type 0x01 or 0x06")


def _check_room(defined: Sequence[object]) -> None:
    if len(defined) >= TRUST_POLICY_NAMES_MAX:
        raise VerificationFailed(f"there are more than {TRUST_POLICY_NAMES_MAX} of this kind")


def _check_new_key(key: LogKey, known: Sequence[LogKey]) -> None:
    raw = key.public.public_bytes_raw()
    if any(other.public.public_bytes_raw() == raw for other in known):
        raise VerificationFailed("its key stands on an earlier line")
