"""A log of eight entries that differ in everything, of which 3, 4 and 5 were written in one batch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gate.log.log import Log
from gate.log.note import Signer
from gate.model.entry import Artifact
from tests.logs import LOG_KEY, ORIGIN, draft, open_log

SIZE = 8
BATCH = (3, 4, 5)
SIGNER = Signer.of(ORIGIN, LOG_KEY)
VKEY = SIGNER.verifier.vkey


def changes(number: int) -> dict[str, Any]:
    """Entries that differ in everything that is projected."""
    return {
        "environment": ("dev", "staging", "prod")[number % 3],
        "deny": ("A.7.4-1", f"A.9.{number}-3") if number % 4 == 0 else (),
        "controls": ("A.7.4",) if number % 2 else (),
        "artifacts": (Artifact("model", f"sha256:{number}"),),
        "idempotency_key": f"key-{number}" if number != 2 else None,
    }


def write_eight(folder: Path) -> tuple[str, tuple[bytes, ...]]:
    """Write the log; gives the checkpoint that an auditor took away at size 7, and the leaves."""
    log = open_log(folder)
    held = ""
    for number in range(BATCH[0]):
        log.append(draft(number, **changes(number), log_seen=log.seen()))
    _append_together(log, BATCH)
    for number in range(BATCH[-1] + 1, SIZE):
        receipt = log.append(draft(number, **changes(number), log_seen=log.seen()))
        held = receipt.checkpoint if receipt.tree_size == SIZE - 1 else held
    leaves = tuple(log.entry(index).leaf for index in range(SIZE))
    log.close()
    return held, leaves


def _append_together(log: Log, numbers: Sequence[int]) -> None:
    """One batch, written by the idle writer's own transaction."""
    seen = log.seen()
    batch = [log._candidate(draft(n, **changes(n), log_seen=seen)) for n in numbers]
    log._sequencer._batches.write(batch)
