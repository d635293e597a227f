"""The verdict in words, and as JSON."""

import json
from dataclasses import asdict

from gate_verify.bundle import Report


def as_text(report: Report) -> str:
    """For people: the verdict, what it is about, what it does not cover, what was found."""
    entries = f"entries {report.first} to {report.end - 1}" if report.end else "no entries"
    lines = [
        f"{'CLEAN' if report.clean else 'NOT CLEAN'}  {_plain(report.origin)}, {entries} of "
        f"{report.size}",
        f"  root {report.root.hex()}",
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
        "remarks": list(report.remarks),
        "findings": [asdict(found) for found in report.findings],
        "more_findings": report.more_findings,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _personal(report: Report) -> list[str]:
    """How many personal values are there, and by which entries others were erased."""
    told = [f"{count} {state}" for state, count in report.personal.items() if count]
    erased = sorted({value.redaction for value in report.closed if value.redaction is not None})
    by = f" (by {', '.join(f'#{index}' for index in erased)})" if erased else ""
    return [f"  personal values: {', '.join(told)}{by}"] if told else []


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
