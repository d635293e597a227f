"""`gate log verify --bundle`: the verifier that stands alone, called from the gate's command.

Time stamps are the one thing that it does not check by itself; here it is given the means.
"""

from collections.abc import Callable
from pathlib import Path

from gate.cli.output import Output
from gate.errors import VerificationFailed


def verified_bundle(
    bundle: Path,
    vkey: str,
    checkpoint: Path | None,
    gate_keys: list[Path],
    witnesses: list[str],
    tsa_chain: Path | None,
    output: Output,
) -> tuple[str, bool]:
    """The verdict as it is printed, and whether it is clean.

    Raises:
        VerificationFailed: it is not a bundle of that log, or a file cannot be read.
    """
    from gate_verify.__main__ import verify_file
    from gate_verify.findings import Unusable
    from gate_verify.report import as_json, as_text

    held = [checkpoint] if checkpoint is not None else []
    try:
        report = verify_file(
            bundle,
            vkey,
            checkpoints=held,
            gate_keys=gate_keys,
            witnesses=witnesses,
            stamp_check=None if tsa_chain is None else _stamp_check(tsa_chain),
        )
    except Unusable as error:
        raise VerificationFailed(str(error)) from error
    return as_json(report) if output is Output.JSON else as_text(report), report.clean


def _stamp_check(chain: Path) -> Callable[[bytes, bytes], str]:
    from gate.model.entry import instant
    from gate.stamping.stamping import read_authority
    from gate_verify.findings import DoesNotHold

    authority = read_authority(chain)

    def check(checkpoint: bytes, stamp: bytes) -> str:
        try:
            return instant(authority.check(stamp, checkpoint))
        except VerificationFailed as error:
            raise DoesNotHold(error.detail) from error

    return check
