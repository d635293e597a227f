"""What holds for the entries together: nothing twice, each content there, nothing foreseen."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from gate_verify.archive import Archive
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold, Findings
from gate_verify.key_event import KeyEvent
from gate_verify.keys import Keys
from gate_verify.personal import Personal
from gate_verify.receipt import Receipt

CONTENTS = "replay/data/sha256/"
POLICIES = "replay/policies/sha256/"
_KEPT = frozenset({"bundle", "catalogue", "wasm"})
"""What of a release is a file; its sources and its data are named, too."""

RootAt = Callable[[int], str | None]
"""The root of the log when it had that size, in base64; None where that is not remembered."""

EntryCheck = Callable[[int, bytes], None]
"""Given the index and the bytes of an entry that holds: raises `DoesNotHold` where a time stamp
says otherwise. For whoever checks stamps, which this package does not do."""


@dataclass(slots=True)
class Entries:
    """The check of entries one after the other; `keys` are those of the gates and the log.

    One of them has to be the one of `receipt`, where somebody brought one.
    """

    archive: Archive
    keys: Keys
    findings: Findings
    outside: EntryCheck | None = None
    receipt: Receipt | None = None
    has_contents: bool = field(init=False)
    unread: bool = False
    _once: set[bytes] = field(default_factory=set)
    _cited: set[str] = field(default_factory=set)
    _named_by: dict[str, int] = field(default_factory=dict)
    """For each content that is there, the last entry that names it."""
    personal: Personal = field(init=False)

    def __post_init__(self) -> None:
        self.personal = Personal(self.archive, self.findings)
        self.has_contents = bool(self.archive.under(CONTENTS))

    def check(self, index: int, leaf: bytes, root_at: RootAt | None) -> None:
        """Read entry `index`; without `root_at`, what it saw of the log stays unchecked."""
        place = f"entry {index}"
        self._compare(index, leaf)
        try:
            entry, keyid = read_entry(leaf, self.keys.gate)
        except DoesNotHold as error:
            self.unread = True
            self.findings.add(place, "entry", str(error))
            return
        try:
            self.keys.signed(
                index, keyid, entry.event if isinstance(entry.event, KeyEvent) else None
            )
        except DoesNotHold as error:
            self.findings.add(place, "key", str(error))
        self._ask(index, leaf)
        for value in entry.once:
            if not self._is_new(value):
                self.findings.add(place, "repeated", f"The {value[0]} is of an earlier entry, too.")
        if entry.seen_size > index or (
            root_at is not None and root_at(entry.seen_size) != entry.seen_root
        ):
            detail = "The entry names an earlier state of the log that never was."
            self.findings.add(place, "log_seen", detail)
        if entry.release is not None:
            self._cited.add(POLICIES + entry.release)
        if entry.erased is not None:
            self.personal.erased.setdefault(entry.erased, index)
        for digest in entry.contents if self.has_contents else ():
            path = CONTENTS + digest
            if path in self.archive.files:
                self._named_by[path] = index
            else:
                self.findings.add(place, "content", f"The entry names {path}, which is not here.")

    def finish(self, note: bytes) -> None:
        """Check what only all entries together tell, and the newest checkpoint in `note`."""
        self.keys.judge(note, self.findings)
        files = self._files_of_releases()
        used = self._named_by.keys() | self._cited | files.keys()
        for path in sorted(self._cited | {path for path, kept in files.items() if kept}):
            if self.has_contents and path not in self.archive.files:
                self.findings.add(path, "content", "Entries cite policies that are not here.")
        for path in (*self.archive.under(CONTENTS), *self.archive.under(POLICIES)):
            if self.archive.files[path].digest != path.rpartition("/")[2]:
                self.findings.add(path, "content", "The content is not the one of its name.")
            elif path not in used and not self.unread:
                self.findings.add(path, "content", "No entry names this content.")
            elif path in self._named_by:
                self.personal.check(path, self._named_by[path])
        self.personal.finish()

    def _compare(self, index: int, leaf: bytes) -> None:
        if self.receipt is not None:
            self.receipt.compare(index, leaf, self.findings)

    def _ask(self, index: int, leaf: bytes) -> None:
        try:
            if self.outside is not None:
                self.outside(index, leaf)
        except DoesNotHold as error:
            self.findings.add(f"entry {index}", "stamp", str(error))

    def _files_of_releases(self) -> dict[str, bool]:
        """What the manifests of the cited policies name by digest, and whether it is kept."""
        named: dict[str, bool] = {}
        for path in self._cited & self.archive.files.keys():
            try:
                digests = json.loads(self.archive.read(path) or b"")["digests"]
                for part, digest in digests.items():
                    named[POLICIES + str(digest).removeprefix("sha256:")] = part in _KEPT
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                self.findings.add(path, "content", "The manifest of the policies is none.")
        return named

    def _is_new(self, value: tuple[str, ...]) -> bool:
        known = hashlib.blake2b(repr(value).encode(), digest_size=16).digest()
        if known in self._once:
            return False
        self._once.add(known)
        return True
