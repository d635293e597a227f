"""The check of the whole log, as `gate log verify` does it; it may run beside a live server.

What it relies on is the log's public key, best given by whoever asks, and the checkpoints that
were kept elsewhere: the pinned one, and one that an auditor holds. Against those it recomputes
everything from the stored bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from gate.errors import LogUnavailable, VerificationFailed
from gate.limits import VERIFY_FINDINGS_MAX, VERIFY_SHARED_ENTRIES_MIN
from gate.log.check_pool import CheckPool, Where
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.entry_check import Checks, EntryCheck
from gate.log.held import Held, Quorum
from gate.log.key_history import KeyHistory, history_of
from gate.log.keys import public_pem
from gate.log.merkle import EMPTY_ROOT, CompactRange
from gate.log.nodes import node_count
from gate.log.note import Verifier
from gate.log.paths import pin_in
from gate.log.personal_check import PersonalCheck
from gate.log.pin import Pin
from gate.log.proof import LogProof
from gate.log.readers import open_reader
from gate.log.stamp_check import StampsFound, check_stamps
from gate.log.stamps import StampFolder, stamps_beside
from gate.log.store import LogReader
from gate.log.subjects import PersonalKey
from gate.log.timestamp import TimeAuthority
from gate.log.walk import Finding, Findings, Walk

Progress = Callable[[int, int], None]
"""Called with the entries done and their number."""

_SPOIL_TABLES = frozenset({"projection", "missing", "unreadable", "beyond", "rolled_back"})
"""Findings with which the tables that are derived from the decisions cannot fit any more."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    `size` and `root` are those of the newest checkpoint when the check began; `vkey` is the key it
    was checked against, `vkey_given` whether the asker brought it (else the log named it itself).
    `witnessed` is how many entries the quorum of a trust policy cosigned, where one was asked for.
    """

    origin: str
    size: int
    root: bytes
    vkey: str
    vkey_given: bool
    findings: tuple[Finding, ...]
    stamps: StampsFound = field(default_factory=StampsFound)
    personal: Mapping[str, int] = field(default_factory=dict)
    """How many personal values are in each state (`gate.log.personal.State`)."""
    witnessed: int | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def first_bad_index(self) -> int | None:
        """The first entry that a finding concerns."""
        return min((f.index for f in self.findings if f.index is not None), default=None)


def verify(  # noqa: PLR0913 - each is one thing that whoever checks may bring
    directory: Path,
    *,
    url: str | None = None,
    vkey: str | None = None,
    checkpoint: str | None = None,
    receipt: LogProof | None = None,
    quorum: Quorum | None = None,
    pin: Path | None = None,
    authority: TimeAuthority | None = None,
    personal: PersonalKey | None = None,
    progress: Progress = lambda _done, _of: None,
    findings_max: int = VERIFY_FINDINGS_MAX,
    workers: int = 1,
) -> Report:
    """Check a log from its first entry to its newest checkpoint.

    Args:
        directory: the folder that holds the log, or at least its pinned checkpoint.
        url: the PostgreSQL database that holds the log instead.
        vkey: the log's public key, from a source that the asker trusts.
        checkpoint: a signed checkpoint of this log that the asker holds.
        receipt: of this log, verified by itself before; its entry must be where it says.
        quorum: who must have cosigned the log, and what they did cosign.
        pin: where the pinned checkpoint lies; default beside the log. Where it is absent and no
            `checkpoint` is given, that is a finding.
        authority: whose time stamps are believed; None leaves their signatures unchecked.
        personal: opens personal values; without it they are not compared with their commitments.
        progress: called now and then.
        findings_max: how many findings to look for.
        workers: processes for a log of `VERIFY_SHARED_ENTRIES_MIN` entries or more, at most
            `VERIFY_WORKERS_MAX`; what is found does not depend on it.

    Raises:
        NotFound: there is no log.
        Misconfigured: it is not one that this program reads.
        LogUnavailable: its database cannot be read at all.
        VerificationFailed: `vkey` is not a verifier key.
    """
    reader = open_reader(directory, url)
    with ExitStack() as opened:
        opened.callback(reader.close)
        place = pin or pin_in(directory)
        findings = Findings(findings_max)
        values = PersonalCheck.of(reader, personal)

        def checks_by(keys: KeyHistory) -> Checks:
            if workers == 1 or reader.checkpoint()[0] < VERIFY_SHARED_ENTRIES_MIN:
                return EntryCheck(reader, keys, personal=values, latest=stamps.latest)
            where = Where(directory, url, vkey, personal, stamps.latest)
            return opened.enter_context(CheckPool(where, values, workers))

        about_stamps = Findings(findings_max)  # however many, they hide no entry's
        folder = StampFolder(stamps_beside(place))
        stamps = check_stamps(reader, folder, authority, about_stamps)
        held = Held(Pin(place), checkpoint, receipt, quorum)
        report = audit(reader, vkey, held, progress, findings, checks_by)
        for each in about_stamps.found:
            findings.add(each.index, each.code, each.detail)
        return replace(
            report, stamps=stamps, findings=tuple(findings.found), personal=values.tally()
        )


def audit(
    reader: LogReader,
    vkey: str | None,
    held: Held,
    progress: Progress,
    findings: Findings,
    checks_by: Callable[[KeyHistory], Checks] | None = None,
) -> Report:
    """The check behind `verify`, over any store.

    `checks_by` gives what checks entries for themselves by these keys; None leaves personal values
    out.

    Raises:
        LogUnavailable: the log's identity or newest checkpoint cannot be read.
        VerificationFailed: `vkey` is not a verifier key.
    """
    identity = reader.identity()
    given = None if vkey is None else Verifier.from_vkey(vkey)
    keys, are_own = history_of(reader, given)
    verifier = keys.log
    if not are_own:
        findings.add(None, "identity", "The log says that it has another key than the one given.")
    if identity.origin != verifier.name:
        findings.add(None, "identity", "The log has another origin than its key.")
    kept = list(held.checkpoints(verifier, findings))
    size, note = reader.checkpoint()  # after the pin, which a live server moves on with the log
    witnessed = held.witnessed(verifier, note, findings)
    expected = _expected(kept, size, findings)
    held.check_receipt(reader, size, findings)
    _first_checkpoint(reader, verifier, findings)
    if not keys.gates:
        findings.add(None, "identity", "The log names no gate key.")
    elif identity.gate_key not in map(public_pem, keys.gate_keys.values()):
        findings.add(None, "identity", "The gate key is not written as the log was begun with it.")
    checks = checks_by(keys) if checks_by else EntryCheck(reader, keys)
    walk = Walk(reader, keys, CompactRange(), findings, expected, checks)
    walk.run(size, progress)
    for check in (_ends, _tables):
        if not findings.full:
            check(reader, findings)
    return Report(
        origin=identity.origin,
        size=size,
        root=walk.tree.root(),
        vkey=(given or verifier).vkey,
        vkey_given=vkey is not None,
        findings=tuple(findings.found),
        witnessed=witnessed,
    )


def _expected(
    kept: Sequence[tuple[Checkpoint, str]], size: int, findings: Findings
) -> dict[int, list[tuple[bytes, str]]]:
    """The roots that a log of this size must have had, by size; a finding where it is shorter."""
    expected: dict[int, list[tuple[bytes, str]]] = {}
    for held, whose in kept:
        if held.size > size:
            detail = f"{size} entries were found; {whose} size {held.size} stands."
            findings.add(size, "rolled_back", detail)
        elif held.size == 0 and held.root != EMPTY_ROOT:
            findings.add(None, "root", f"The empty log does not have the root of {whose} size 0.")
        else:
            expected.setdefault(held.size, []).append((held.root, whose))
    return expected


def _first_checkpoint(reader: LogReader, verifier: Verifier, findings: Findings) -> None:
    """The checkpoint of the empty log, which says that the log was begun with this key."""
    note = reader.checkpoint_at(0)
    try:
        if note is None or open_checkpoint(note, verifier).root != EMPTY_ROOT:
            findings.add(None, "checkpoint", "The checkpoint of the empty log is missing.")
    except VerificationFailed as error:
        findings.add(None, "checkpoint", error.detail)


def _ends(reader: LogReader, findings: Findings) -> None:
    """Every table reaches exactly as far as the newest checkpoint."""
    extent = reader.extent()
    size = extent.checkpoint
    if (extent.leaves, extent.rows, extent.nodes) != (size, size, node_count(size)):
        findings.add(size, "beyond", "The tables do not end where the newest checkpoint does.")


def _tables(reader: LogReader, findings: Findings) -> None:
    """What is derived from all decisions together, if the decisions are what they were."""
    try:
        for index in reader.repeated_decisions():
            findings.add(index, "repeated", "A decision, or an idempotency key, occurs twice.")
        if not any(finding.code in _SPOIL_TABLES for finding in findings.found):
            for table, concerned in reader.derived_differences():
                findings.add(
                    concerned, "projection", f"The table {table} is not what entries give."
                )
    except LogUnavailable:
        findings.add(None, "unreadable", "The database cannot read the tables beside the log.")
