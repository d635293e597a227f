"""`python -m gate_verify`: check a bundle with nothing but this folder and `cryptography`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gate_verify.bundle import Report, verify_bundle
from gate_verify.earlier import StampCheck
from gate_verify.entries import EntryCheck
from gate_verify.findings import Unusable
from gate_verify.report import as_json, as_text

CLEAN, FOUND, UNUSABLE = 0, 1, 2
"""Exit codes."""

_SEVERAL = (
    ("--checkpoint", "FILE", Path, "a checkpoint of this log that you kept; several are allowed"),
    ("--gate-key", "FILE", Path, "a gate's public key (PEM); several are allowed"),
    ("--witness", "KEY", str, "the key of a witness that must have cosigned; several are allowed"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit code: 0 clean, 1 findings, 2 unusable."""
    parser = argparse.ArgumentParser("gate_verify", description="Check a bundle of a gate's log.")
    parser.add_argument("bundle", type=Path, metavar="FILE", help="what `gate log export` wrote")
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
        )
    except Unusable as error:
        sys.stderr.write(f"UNUSABLE  {error}\n")
        return UNUSABLE
    sys.stdout.write(as_json(report) if given.json else as_text(report))
    return CLEAN if report.clean else FOUND


def verify_file(  # noqa: PLR0913 - as `verify_bundle`
    bundle: Path,
    vkey: str,
    *,
    checkpoints: Sequence[Path] = (),
    gate_keys: Sequence[Path] = (),
    witnesses: Sequence[str] = (),
    policy: Path | None = None,
    stamp_check: StampCheck | None = None,
    entry_check: EntryCheck | None = None,
) -> Report:
    """Check a bundle with keys, checkpoints and a policy from files; a terminal sees how far it is.

    Raises:
        Unusable: a file cannot be read, or see `verify_bundle`.
    """
    try:
        held = [path.read_bytes() for path in checkpoints]
        keys = [path.read_bytes() for path in gate_keys]
        trusted = None if policy is None else policy.read_bytes()
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
                stamp_check=stamp_check,
                entry_check=entry_check,
                progress=_show,
            )
    except OSError as error:
        raise Unusable(f"A file cannot be read: {error.strerror}.") from error
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def _show(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty() and of:
        sys.stderr.write(f"\r[{'█' * (done * 30 // of):<30}] {done:,} of {of:,} {what}\033[K")


if __name__ == "__main__":
    sys.exit(main())
