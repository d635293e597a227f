"""The verdict on a log or a published folder, in words and as JSON.

A receipt that was held against the log brings findings of its own.
"""

from typing import Any

from gate.cli.personal import personal_line


def log_document(report: Any, receipt: Any = None) -> dict[str, Any]:
    """For programs; `receipt` is what the receipt said by itself."""
    from gate_verify.report import receipt_document

    return {
        "clean": is_clean(report, receipt),
        "origin": report.origin,
        "size": report.size,
        "root": report.root.hex(),
        "vkey": report.vkey,
        "vkey_given": report.vkey_given,
        "witnessed": report.witnessed,
        "receipt": None if receipt is None else receipt_document(receipt.receipt),
        "first_bad_index": report.first_bad_index,
        "stamps": {
            "held": report.stamps.held,
            "unchecked": report.stamps.unchecked,
            "newest": _newest_stamp(report.stamps),
        },
        "personal": dict(report.personal),
        "findings": [
            {"index": found.index, "code": found.code, "detail": found.detail}
            for found in report.findings
        ]
        + [
            {"index": receipt.receipt.index, "code": found.code, "detail": found.detail}
            for found in _of(receipt)
        ],
    }


def log_page(report: Any, receipt: Any = None) -> str:
    """For people; `receipt` is what the receipt said by itself."""
    from gate_verify.report import receipt_lines

    verdict = "CLEAN" if is_clean(report, receipt) else "NOT CLEAN"
    lines = [f"{verdict}  {report.origin}, {report.size:,} entries", f"  root {report.root.hex()}"]
    if receipt is not None:
        lines += receipt_lines(receipt.receipt)
    if not report.vkey_given:
        lines.append(f"  checked against the key that the log names itself: {report.vkey}")
        lines.append("  give --vkey from a source that you trust to rule out a replaced log")
    if report.witnessed is not None:
        lines.append(f"  the quorum cosigned the first {report.witnessed:,} entries")
    lines += _stamp_lines(report.stamps)
    lines += personal_line(report.personal)
    if report.first_bad_index is not None:
        lines.append(f"  first bad entry: {report.first_bad_index}")
    for found in report.findings:
        place = "the log" if found.index is None else f"entry {found.index}"
        lines.append(f"  {place}: {found.detail} ({found.code})")
    lines += [f"  the receipt: {found.detail} ({found.code})" for found in _of(receipt)]
    return "\n".join(lines) + "\n"


def is_clean(report: Any, receipt: Any = None) -> bool:
    """Whether neither the log nor the receipt has a finding."""
    return bool(report.clean and not _of(receipt))


def _of(receipt: Any) -> Any:
    return () if receipt is None else receipt.findings


def _stamp_lines(stamps: Any) -> list[str]:
    if stamps.unchecked:
        count = f"{stamps.unchecked:,} time stamps were not checked"
        return [f"  {count}: give --tsa-chain, the certificates of an authority that you trust"]
    newest = _newest_stamp(stamps)
    if newest is None:
        return []
    return [
        f"  {stamps.held:,} time stamps hold; the newest says that the first {newest['size']:,} "
        f"entries were there at {newest['at']}"
    ]


def _newest_stamp(stamps: Any) -> dict[str, Any] | None:
    from gate.model.entry import instant

    if stamps.newest is None:
        return None
    return {"size": stamps.newest[0], "at": instant(stamps.newest[1])}
