"""`gate log verify --bundle` and `--receipt`: the verifier that stands alone, called from here.

Time stamps are the one thing that it does not check by itself; here it is given the means.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from gate.cli.output import Output
from gate.errors import Invalid, VerificationFailed


@dataclass(frozen=True)
class Given:
    """What whoever verifies brings along."""

    vkey: str | None
    checkpoint: Path | None
    policy: Path | None
    gate_keys: tuple[Path, ...]
    witnesses: tuple[str, ...]
    tsa_chain: Path | None
    receipt: Path | None = None


def verified_bundle(bundle: Path | None, given: Given, output: Output) -> tuple[str, bool]:
    """The verdict on a bundle, or on a receipt alone, as it is printed, and whether it is clean.

    Raises:
        Invalid: the log's key is not given.
        VerificationFailed: it is not a bundle or receipt of that log, or a file cannot be read.
    """
    from gate_verify.report import as_json, as_text

    report = _verified(
        bundle,
        given,
        checkpoints=[] if given.checkpoint is None else [given.checkpoint],
        witnesses=given.witnesses,
        policy=given.policy,
        **_about_stamps(given.tsa_chain),
    )
    return as_json(report) if output is Output.JSON else as_text(report), report.clean


def checked_alone(given: Given) -> Any:
    """What a receipt says by itself, where the rest is held against the log.

    Raises:
        Invalid: the log's key is not given.
        VerificationFailed: it is not a receipt of that log, or a file cannot be read.
    """
    return _verified(None, given)


def _verified(bundle: Path | None, given: Given, **options: Any) -> Any:
    from gate_verify.__main__ import verify_file
    from gate_verify.findings import Unusable

    if given.vkey is None:
        what = "receipt" if bundle is None else "bundle"
        raise Invalid(f"a {what} is checked against the log's key: --vkey")
    try:
        return verify_file(
            bundle, given.vkey, gate_keys=given.gate_keys, receipt=given.receipt, **options
        )
    except Unusable as error:
        raise VerificationFailed(str(error)) from error


def _about_stamps(chain: Path | None) -> dict[str, Any]:
    """The checks of stamps, and of entries against them; none without an authority."""
    from gate.log.checkpoint import peek_checkpoint
    from gate.log.latest import Latest
    from gate.log.leaf import read_leaf
    from gate.model.entry import instant
    from gate.stamping.stamping import read_authority
    from gate_verify.findings import DoesNotHold

    if chain is None:
        return {}
    authority = read_authority(chain)
    stamped: dict[int, datetime] = {}

    @cache  # every stamp is checked before the first entry is
    def latest() -> Latest:
        return Latest.of(stamped)

    def check_stamp(checkpoint: bytes, stamp: bytes) -> str:
        try:
            at = authority.check(stamp, checkpoint)
            stamped[peek_checkpoint(checkpoint.decode("utf-8", "replace")).size] = at
        except VerificationFailed as error:
            raise DoesNotHold(error.detail) from error
        return instant(at)

    def check_entry(index: int, leaf: bytes) -> None:
        try:
            problem = latest().problem(index, read_leaf(leaf).entry)
        except VerificationFailed as error:
            raise DoesNotHold(error.detail) from error
        if problem is not None:
            raise DoesNotHold(problem)

    return {"stamp_check": check_stamp, "entry_check": check_entry}
