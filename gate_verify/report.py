"""The verdict in words, and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gate_verify.findings import Finding
from gate_verify.personal import STATES, Closed


@dataclass(frozen=True, slots=True)
class Shown:
    """What a receipt is about: entry `index` of the log when it had that `size` and `root`.

    `entry` is the predicate of the entry, None where it is not one.
    """

    index: int
    size: int
    root: bytes
    entry: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what was found: `remarks` say what the verdict does not cover.

    Entries from `first` (included) to `end` (excluded) of the log, which had `size` of them.
    """

    origin: str
    size: int
    root: bytes
    first: int
    end: int
    remarks: tuple[str, ...]
    findings: tuple[Finding, ...]
    more_findings: bool
    personal: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    """How many personal values are in each state (`gate_verify.personal.STATES`)."""
    closed: tuple[Closed, ...] = ()
    """The first of those that are not disclosed."""
    receipt: Shown | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def as_text(report: Report) -> str:
    """For people: the verdict, what it is about, what it does not cover, what was found."""
    entries = f"entries {report.first} to {report.end - 1}" if report.end else "no entries"
    if report.first == report.end - 1:
        entries = f"entry {report.first}"
    lines = [
        f"{'CLEAN' if report.clean else 'NOT CLEAN'}  {_plain(report.origin)}, {entries} of "
        f"{report.size}",
        f"  root {report.root.hex()}",
        *receipt_lines(report.receipt),
        *_personal(report),
        *(f"  ! {remark}" for remark in report.remarks),
        *(f"  {found.place}: {found.detail} ({found.code})" for found in report.findings),
    ]
    if report.more_findings:
        lines.append("  … and more.")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """For programs."""
    document = {
        "clean": report.clean,
        "origin": report.origin,
        "size": report.size,
        "root": report.root.hex(),
        "first": report.first,
        "end": report.end,
        "personal": {**report.personal, "closed": [asdict(value) for value in report.closed]},
        "receipt": receipt_document(report.receipt),
        "remarks": list(report.remarks),
        "findings": [asdict(found) for found in report.findings],
        "more_findings": report.more_findings,
    }
    return json.dumps(document, indent=2) + "\n"


def receipt_lines(shown: Shown | None) -> list[str]:
    """What a receipt is about, for people; of an entry of another kind than a decision its kind."""
    if shown is None:
        return []
    said, entry = "nothing that can be read", shown.entry
    if entry is not None:
        said = entry["kind"]
    if said == "decision" and entry is not None:
        system = entry["system"]
        said = (
            f"decision {entry['decisionId']}, {entry['outcome']}, at {entry['decidedAt']} for"
            f" {system['id']} {system['version']} in {entry['environment']}"
        )
    return [_plain(f"  receipt of entry {shown.index} in the log of {shown.size}: {said}")]


def receipt_document(shown: Shown | None) -> dict[str, Any] | None:
    """The same for programs, with all that the entry says."""
    return None if shown is None else {**asdict(shown), "root": shown.root.hex()}


def _personal(report: Report) -> list[str]:
    """How many personal values are there, and by which entries others were erased."""
    told = [f"{count} {state}" for state, count in report.personal.items() if count]
    erased = sorted({value.redaction for value in report.closed if value.redaction is not None})
    by = f" (by {', '.join(f'#{index}' for index in erased)})" if erased else ""
    return [f"  personal values: {', '.join(told)}{by}"] if told else []


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
