"""The check of a bundle, from the log's key down to every byte.

Trusted are the keys that the auditor brings, and nothing that the bundle says. The order: the form
of the archive, the signature of the checkpoint, earlier checkpoints, the tree from the entries up
to the root, the signature of each entry, contents by their digests, and the list of files.
"""

from collections.abc import Callable, Sequence
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.archive import Archive
from gate_verify.bounds import ENTRIES_MAX
from gate_verify.earlier import Earlier, StampCheck
from gate_verify.entries import Entries, EntryCheck
from gate_verify.findings import DoesNotHold, Findings, Unusable
from gate_verify.keys import Keys
from gate_verify.manifest import check_manifest
from gate_verify.note import read_checkpoint
from gate_verify.part import Part
from gate_verify.personal import STATES
from gate_verify.receipt import Receipt
from gate_verify.report import Report
from gate_verify.trusted import Trusted, by_id
from gate_verify.whole import Whole

Progress = Callable[[str, int, int], None]
"""Called with what is counted (`bytes` or `entries`), how many are done, and of how many."""


def verify_bundle(  # noqa: PLR0913 - each is one thing that an auditor may bring
    file: BinaryIO,
    vkey: str,
    *,
    held: Sequence[bytes] = (),
    gate_keys: Sequence[bytes] = (),
    witnesses: Sequence[str] = (),
    policy: bytes | None = None,
    receipt: bytes | None = None,
    stamp_check: StampCheck | None = None,
    entry_check: EntryCheck | None = None,
    progress: Progress = lambda _what, _done, _of: None,
) -> Report:
    """Check a bundle. Writes nothing, and asks nobody.

    Args:
        file: the bundle, which can be read from any place.
        vkey: the log's public key; after a rotation its newer and its older keys, one a line.
        held: signed checkpoints of the log that the auditor kept.
        gate_keys: the keys of the gates that may sign entries, in PEM form; without any, those
            in the bundle serve, and a remark says so.
        witnesses: the keys of witnesses, each of which must have cosigned the checkpoint.
        policy: a C2SP tlog-policy whose quorum must have cosigned the checkpoint.
        receipt: one that somebody kept; the log must have its entry where it says.
        stamp_check: how time stamps are checked, which this package does not do itself.
        entry_check: what the stamps say of an entry; called after `stamp_check`.
        progress: called now and then.

    Raises:
        Unusable: not a bundle, or not one of that log; nor is the receipt; or a key or the policy
            is malformed.
    """
    trusted = Trusted.of(vkey, gate_keys, witnesses, policy)
    log = trusted.log
    kept = None if receipt is None else Receipt.read(receipt, log)
    archive = Archive(file, lambda done, of: progress("bytes", done, of))
    note = archive.read("checkpoint")
    if note is None:
        raise Unusable("There is no checkpoint in the bundle.")
    try:
        newest = read_checkpoint(note, log)
    except DoesNotHold as error:
        raise Unusable(f"The checkpoint is not one of the log of that key. {error}") from error
    if newest.size > ENTRIES_MAX:
        raise Unusable(f"The log has more than {ENTRIES_MAX} entries: ask for parts of it.")
    findings = Findings()
    trusted.check_cosignatures(note, findings)
    keys = Keys(log, trusted.gates or _named_keys(archive, findings))
    proved = kept is not None and kept.is_proved(findings)
    entries = Entries(archive, keys, findings, entry_check, kept if proved else None)
    part = None
    if archive.under("entries/"):
        part = Part(archive, newest, note, entries, findings)
    earlier = Earlier(archive, log, newest, findings, part is None, stamp_check)
    vouched = None
    if kept is not None and (not proved or kept.is_within(newest.size, "the bundle", findings)):
        vouched = _vouched(kept, archive, part)
    earlier.check(held, vouched)
    if part is None:
        Whole(archive, newest.size, earlier.roots, entries, findings).check(progress)
    else:
        part.check(progress)
    for path in archive.under("proofs/" if part is None else "tile/"):
        detail = "A bundle has the whole log as tiles, or entries with their proofs, not both."
        findings.add(path, "file", detail)
    if kept is not None:
        kept.check_entry(keys.gate, findings)
    entries.finish(note)
    first, end = (0, newest.size) if part is None else (part.first, part.end)
    check_manifest(archive, newest.origin, first, end, findings)
    return Report(
        origin=newest.origin,
        size=newest.size,
        root=newest.root,
        first=first,
        end=end,
        remarks=_remarks(
            keys_given=bool(trusted.gates),
            contents=entries.has_contents or first == end,
            part=part is not None,
            compared=bool(held or vouched) or trusted.asks_others,
            stamps=_about_stamps(archive, earlier),
        ),
        findings=tuple(findings.found),
        more_findings=findings.more,
        personal={state: entries.personal.counts[state] for state in STATES},
        closed=tuple(entries.personal.closed),
        receipt=None if kept is None else kept.shown(),
    )


def _vouched(receipt: Receipt, archive: Archive, part: Part | None) -> bytes | None:
    """The checkpoint of a receipt, which the log must continue.

    None where a part has the entry itself, and was not asked to show that too.
    """
    growth = f"consistency/{receipt.checkpoint.size}-"
    is_here = part is not None and part.first <= receipt.index < part.end
    return None if is_here and not archive.under(growth) else receipt.proof.note


def _remarks(
    *, keys_given: bool, contents: bool, part: bool, compared: bool, stamps: str | None
) -> tuple[str, ...]:
    said = (
        (
            not keys_given,
            "WHO SIGNED THE ENTRIES WAS NOT CHECKED INDEPENDENTLY: no --gate-key was given, so "
            "their signatures were checked with the key that the bundle itself names.",
        ),
        (
            not compared,
            "Whether others were shown the same log was not checked: give a checkpoint that you "
            "kept (--checkpoint), a trust policy (--policy) or the key of a witness (--witness).",
        ),
        (
            not contents,
            "The contents that entries name (requests, answers, results) are not in the bundle.",
        ),
        (
            part,
            "This is a part of the log: other entries, and what these saw of the log when they "
            "were decided, were not checked, nor whether a key of theirs was revoked elsewhere.",
        ),
    )
    remarks = tuple(text for applies, text in said if applies)
    return remarks if stamps is None else (*remarks, stamps)


def _about_stamps(archive: Archive, earlier: Earlier) -> str | None:
    """What was found out about the time stamps."""
    paths = archive.under("timestamps/")
    if not paths:
        return None
    if earlier.stamp_check is None:
        name = paths[-1].removeprefix("timestamps/").removesuffix(".tsr")
        return (
            f"TIME STAMPS WERE NOT CHECKED: {len(paths)} are in the bundle. For each, with a chain "
            f"that you trust: openssl ts -verify -data checkpoints/{name} -in {paths[-1]} -CAfile "
            "chain.pem"
        )
    if not earlier.stamped:
        return "No time stamp holds, so nothing says when the entries were there at the latest."
    size = max(earlier.stamped)
    return (
        f"{len(earlier.stamped)} of {len(paths)} time stamps hold; the newest says that the first "
        f"{size} entries were there at {earlier.stamped[size]}."
    )


def _named_keys(archive: Archive, findings: Findings) -> dict[str, Ed25519PublicKey]:
    """The keys in the bundle, whose names have to be their ids."""
    keys = {}
    for path in archive.under("keys/gate/"):
        try:
            found = by_id([archive.read(path) or b""])
        except DoesNotHold as error:
            findings.add(path, "key", str(error))
            continue
        if f"keys/gate/{next(iter(found))}.pem" != path:
            findings.add(path, "key", "The key is not the one of its name.")
        keys.update(found)
    return keys
