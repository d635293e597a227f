"""`gate log verify --bundle`: the verifier that stands alone, called from the gate's command.

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


def verified_bundle(bundle: Path, given: Given, output: Output) -> tuple[str, bool]:
    """The verdict as it is printed, and whether it is clean.

    Raises:
        Invalid: the log's key is not given.
        VerificationFailed: it is not a bundle of that log, or a file cannot be read.
    """
    from gate_verify.__main__ import verify_file
    from gate_verify.findings import Unusable
    from gate_verify.report import as_json, as_text

    if given.vkey is None:
        raise Invalid("a bundle is checked against the log's key: --vkey")
    try:
        report = verify_file(
            bundle,
            given.vkey,
            checkpoints=[] if given.checkpoint is None else [given.checkpoint],
            gate_keys=given.gate_keys,
            witnesses=given.witnesses,
            policy=given.policy,
            **_about_stamps(given.tsa_chain),
        )
    except Unusable as error:
        raise VerificationFailed(str(error)) from error
    return as_json(report) if output is Output.JSON else as_text(report), report.clean


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
