"""Every bound of the verifier, with its unit and the reason for its value."""

from typing import Final

FILES_MAX: Final = 200_000
"""Files of one bundle, as many as the gate writes; the list of their places has 60 MB."""

FILE_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one file, which is read as a whole; 256 of the largest entries are 16 MiB."""

BUNDLE_BYTES_MAX: Final = 64 * 1024**3
"""Bytes of one bundle, as many as the gate writes. Each byte is hashed: about a minute."""

ENTRIES_MAX: Final = 5_000_000
"""Entries of one bundle: their decision ids are remembered, in half a gigabyte."""

ENTRY_BYTES_MAX: Final = 65_535
"""Bytes of one entry: C2SP tlog-tiles writes the length in two bytes."""

ROOTS_REMEMBERED: Final = 2**18
"""Earlier sizes whose root is remembered: what a gate may have seen of the log when it decided. At
25 000 entries a second that is ten seconds, and a decision takes five at most."""

NOTE_BYTES_MAX: Final = 128 * 1024
"""Bytes of one signed note: 16 signatures of the longest kind, and room."""

SIGNATURES_MAX: Final = 100
"""Signature lines of one note, and signatures of one entry, that are looked at."""

RECEIPT_BYTES_MAX: Final = 512 * 1024
"""Bytes of one receipt, or of another proof: the largest entry in base64 and the largest note."""

POLICY_BYTES_MAX: Final = 512 * 1024
"""Bytes of one trust policy: all the keys it may name, at 2 kB each, with their addresses."""

POLICY_NAMES_MAX: Final = 64
"""Logs, witnesses and groups, each, of one trust policy."""

PROOF_HASHES_MAX: Final = 63
"""Hashes of one proof: as many as a tree of 2^63 entries needs."""

FINDINGS_MAX: Final = 1_000
"""Findings that are listed. A log that was replaced has one for each entry."""
