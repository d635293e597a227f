"""Disclosures and the commitments that they open: RFC 9901 (SD-JWT), section 4.2."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gate_verify.findings import DoesNotHold

_DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")
_WITHHELD: Final = "withheld "


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What a bundle has of the personal values of one document.

    `named` are the digests that have a disclosure, and whether it names a member of an object;
    `withheld` are those that whoever wrote the bundle has and does not show.
    """

    named: Mapping[str, bool]
    withheld: frozenset[str]


def read_disclosures(content: bytes) -> Disclosures:
    """Read a file of disclosures: one a line, or `withheld <digest>`.

    Raises:
        DoesNotHold: a line is neither.
    """
    named: dict[str, bool] = {}
    withheld: set[str] = set()
    try:
        lines = content.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise DoesNotHold("Expected ASCII in a file of disclosures.") from error
    if lines.pop() != "":
        raise DoesNotHold("Expected a file of disclosures to end with a line.")
    for line in lines:
        if line.startswith(_WITHHELD):
            withheld.add(line.removeprefix(_WITHHELD))
        else:
            named[digest_of(line)] = _is_named(line)
    if len(named) + len(withheld) != len(lines) or not all(map(_DIGEST.fullmatch, withheld)):
        raise DoesNotHold("Expected each disclosure once in a file of them.")
    return Disclosures(named, frozenset(withheld))


def digest_of(disclosure: str) -> str:
    """What stands in the document instead of the value (section 4.2.3)."""
    digest = hashlib.sha256(disclosure.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def listed(document: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The subjects of each commitment that a document lists.

    Raises:
        DoesNotHold: it does not list them in that form, or one twice.
    """
    subjects = document.get("_sd_subjects")
    if document.get("_sd_alg") != "sha-256" or not isinstance(subjects, dict):
        raise DoesNotHold("Expected the commitments of the document by their subjects.")
    found: dict[str, tuple[str, ...]] = {}
    for refs, digests in subjects.items():
        if not isinstance(digests, list):
            raise DoesNotHold("Expected a list of commitments for each subject.")
        for digest in digests:
            if not isinstance(digest, str) or digest in found:
                raise DoesNotHold("Expected each commitment of the document in one list.")
            found[digest] = tuple(refs.split(" "))
    return found


def standing(value: Any) -> Iterator[tuple[str, bool]]:
    """Every digest in a document where one may stand, and whether as a member of an object."""
    if isinstance(value, list):
        for item in value:
            stated = item.get("...") if isinstance(item, dict) and len(item) == 1 else None
            if isinstance(stated, str):
                yield stated, False
            yield from standing(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "_sd" and isinstance(item, list):
                yield from ((digest, True) for digest in item if isinstance(digest, str))
            elif name != "_sd_subjects":
                yield from standing(item)


def _is_named(disclosure: str) -> bool:
    try:
        padded = disclosure + "=" * (-len(disclosure) % 4)
        parts = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise DoesNotHold("Expected base64url of JSON as a disclosure.") from error
    if not isinstance(parts, list) or len(parts) not in {2, 3} or not isinstance(parts[0], str):
        raise DoesNotHold("Expected a salt, perhaps a name, and a value in a disclosure.")
    if len(parts) == 3 and not isinstance(parts[1], str):
        raise DoesNotHold("Expected a text as the name in a disclosure.")
    return len(parts) == 3
