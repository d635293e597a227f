"""Every bound of the gate, with its unit and the reason for its value.

A bound is tested at its value and one past it. Nothing else in the code is a limit.
"""

from typing import Final

# --- the edge -------------------------------------------------------------------------------------
BODY_BYTES_MAX: Final = 2 * 1024 * 1024
"""Bytes of one request body. A complete high-tier request is about 60 kB, with cards 200 kB."""

BODY_SECONDS_MAX: Final = 10.0
"""Seconds for a whole body to arrive. 2 MiB at 2 Mbit/s take eight."""

REQUEST_SECONDS_MAX: Final = 5.0
"""Seconds from the last byte of a request to the first of its answer."""

JSON_DEPTH_MAX: Final = 32
"""Levels of nesting. The schema needs 9; Python's own parser recurses."""

JSON_INTEGER_MAX: Final = 2**53 - 1
"""Largest magnitude of a number that every JSON reader keeps exactly (RFC 7493)."""

PROBLEMS_MAX: Final = 200
"""Problems listed in one answer, so that a hostile body does not make a huge one."""

# --- the request ----------------------------------------------------------------------------------
SHORT_TEXT_CHARS_MAX: Final = 2_000
"""Characters of a short text of the request."""

LONG_TEXT_CHARS_MAX: Final = 20_000
"""Characters of a long text of the request."""

# --- the policy engine ----------------------------------------------------------------------------
ENGINE_SECONDS_MAX: Final = 2.0
"""Seconds for one evaluation, from the question to the last byte of the answer."""

ENGINE_ANSWER_BYTES_MAX: Final = 1_000_000
"""Bytes of one verdict; all 222 rules with findings are about 150 kB."""

WASM_MEMORY_BYTES_MAX: Final = 256 * 1024 * 1024
"""Bytes of linear memory of one Wasm instance. An evaluation needs about 20 MB."""

# --- the log --------------------------------------------------------------------------------------
LEAF_BYTES_MAX: Final = 65_535
"""Bytes of one entry: C2SP tlog-tiles writes the length in two bytes."""

BATCH_ENTRIES_MAX: Final = 256
"""Entries sequenced in one transaction: at this size the commit costs nothing per entry."""

APPEND_QUEUE_MAX: Final = 1024
"""Entries waiting for the writer. More than that is an overload, answered at once."""

APPEND_SECONDS_MAX: Final = 2.0
"""Seconds a decision waits for its entry to become durable."""

IDEMPOTENCY_KEY_CHARS_MAX: Final = 255
"""Characters of an idempotency key (visible ASCII), as other services bound it."""

# --- evidence and documents -----------------------------------------------------------------------
EVIDENCE_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one evidence file; reports with pictures are a few MB."""

ATTACHMENTS_MAX: Final = 20
"""Attached documents of one request."""

# --- the command line -----------------------------------------------------------------------------
ANSWER_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of one answer that the client reads; a page of decisions is about 2 MB."""
