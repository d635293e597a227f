"""`python -m gate_verify`: check a bundle, a receipt, or one against the other.

It takes nothing but this folder and `cryptography`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gate_verify.bounds import RECEIPT_BYTES_MAX
from gate_verify.bundle import verify_bundle
from gate_verify.earlier import StampCheck
from gate_verify.entries import EntryCheck
from gate_verify.findings import Unusable
from gate_verify.receipt import verify_receipt
from gate_verify.report import Report, as_json, as_text

CLEAN, FOUND, UNUSABLE = 0, 1, 2
"""Exit codes."""

_SEVERAL = (
    ("--checkpoint", "FILE", Path, "a checkpoint of this log that you kept; several are allowed"),
    ("--gate-key", "FILE", Path, "a gate's public key (PEM); several are allowed"),
    ("--witness", "KEY", str, "the key of a witness that must have cosigned; several are allowed"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit code: 0 clean, 1 findings, 2 unusable."""
    parser = argparse.ArgumentParser(
        "gate_verify", description="Check a bundle or a receipt of a gate's log."
    )
    bundle = "what `gate log export` wrote; without it a receipt is checked by itself"
    parser.add_argument("bundle", type=Path, metavar="FILE", nargs="?", help=bundle)
    receipt = "a receipt (tlog-proof), whose entry the log must have"
    parser.add_argument("--receipt", type=Path, metavar="FILE", help=receipt)
    parser.add_argument("--vkey", required=True, metavar="KEY", help="the log's public key")
    for option, metavar, kind, help_text in _SEVERAL:
        parser.add_argument(
            option, metavar=metavar, type=kind, action="append", default=[], help=help_text
        )
    quorum = "a C2SP tlog-policy whose quorum must have cosigned"
    parser.add_argument("--policy", metavar="FILE", type=Path, help=quorum)
    parser.add_argument("--json", action="store_true", help="print the verdict for programs")
    given = parser.parse_args(arguments)
    try:
        report = verify_file(
            given.bundle,
            given.vkey,
            checkpoints=given.checkpoint,
            gate_keys=given.gate_key,
            witnesses=given.witness,
            policy=given.policy,
            receipt=given.receipt,
        )
    except Unusable as error:
        sys.stderr.write(f"UNUSABLE  {error}\n")
        return UNUSABLE
    sys.stdout.write(as_json(report) if given.json else as_text(report))
    return CLEAN if report.clean else FOUND


def verify_file(  # noqa: PLR0913 - as `verify_bundle`
    bundle: Path | None,
    vkey: str,
    *,
    checkpoints: Sequence[Path] = (),
    gate_keys: Sequence[Path] = (),
    witnesses: Sequence[str] = (),
    policy: Path | None = None,
    receipt: Path | None = None,
    stamp_check: StampCheck | None = None,
    entry_check: EntryCheck | None = None,
) -> Report:
    """Check a bundle with keys, checkpoints and a policy from files; a terminal sees how far it is.

    Without a bundle the receipt is checked by itself.

    Raises:
        Unusable: a file cannot be read, or see `verify_bundle` and `verify_receipt`.
    """
    try:
        held = [path.read_bytes() for path in checkpoints]
        keys = [path.read_bytes() for path in gate_keys]
        trusted = None if policy is None else policy.read_bytes()
        kept = None if receipt is None else _read_receipt(receipt)
        if bundle is None:
            if kept is None:
                raise Unusable("Expected a bundle, or a receipt (--receipt).")
            return verify_receipt(
                kept, vkey, held=held, gate_keys=keys, witnesses=witnesses, policy=trusted
            )
        if not bundle.is_file():
            raise Unusable("The bundle is not a file.")
        with bundle.open("rb") as file:
            return verify_bundle(
                file,
                vkey,
                held=held,
                gate_keys=keys,
                witnesses=witnesses,
                policy=trusted,
                receipt=kept,
                stamp_check=stamp_check,
                entry_check=entry_check,
                progress=_show,
            )
    except OSError as error:
        raise Unusable(f"A file cannot be read: {error.strerror}.") from error
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def _read_receipt(path: Path) -> bytes:
    """No further than one byte more than a receipt may have."""
    if not path.is_file():
        raise Unusable("The receipt is not a file.")
    with path.open("rb") as file:
        return file.read(RECEIPT_BYTES_MAX + 1)


def _show(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty() and of:
        sys.stderr.write(f"\r[{'█' * (done * 30 // of):<30}] {done:,} of {of:,} {what}\033[K")


if __name__ == "__main__":
    sys.exit(main())
