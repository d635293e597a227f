"""Personal values: behind each commitment of a document is a value, or a reason why there is none.

A document lists its commitments under the data subjects that they say something of. For each there
is a disclosure in the bundle, or an entry of the log that says that the subject was erased, or a
line by which whoever wrote the bundle withholds it. If none of these, the value is missing.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from gate_verify.archive import Archive
from gate_verify.bounds import FINDINGS_MAX
from gate_verify.disclosed import Disclosures, listed, read_disclosures, standing
from gate_verify.findings import DoesNotHold, Findings

FOLDER: Final = "disclosures/"
STATES: Final = ("disclosed", "redacted", "withheld", "missing")
_MARK: Final = b'"_sd_alg":'


@dataclass(frozen=True, slots=True)
class Closed:
    """A value that is not disclosed: of which document and commitment, and why.

    `state` is one of `STATES`; `redaction` is the entry by which the value was erased.
    """

    document: str
    digest: str
    state: str
    redaction: int | None


@dataclass(slots=True)
class Personal:
    """The check of the documents of a bundle, once every entry was read.

    `erased` has, for each reference of a data subject, the entry that says that it was erased.
    `closed` are the first values that are not disclosed, `counts` all values by state.
    """

    archive: Archive
    findings: Findings
    erased: dict[str, int] = field(default_factory=dict)
    closed: list[Closed] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _used: set[str] = field(default_factory=set)

    def check(self, path: str, named_by: int) -> None:
        """Check the values of the document at `path`; `named_by` is the last entry to name it."""
        document = _document(self.archive.read(path) or b"")
        if document is None:
            return
        name = path.rsplit("/", 1)[-1]
        stated = f"{FOLDER}{name}.txt"
        self._used.add(stated)
        try:
            commitments = listed(document)
            there = read_disclosures(self.archive.read(stated) or b"")
            _check_places(document, commitments, there)
        except DoesNotHold as error:
            self.findings.add(stated, "disclosure", str(error))
            return
        for digest, subjects in commitments.items():
            value = self._judged(name, digest, subjects, named_by, there)
            self.counts[value.state] += 1
            if value.state != "disclosed" and len(self.closed) < FINDINGS_MAX:
                self.closed.append(value)

    def finish(self) -> None:
        """Every file of disclosures is of a document that is there."""
        for path in self.archive.under(FOLDER):
            if path not in self._used:
                detail = "No document of the bundle commits to these disclosures."
                self.findings.add(path, "disclosure", detail)

    def _judged(
        self,
        name: str,
        digest: str,
        subjects: tuple[str, ...],
        named_by: int,
        there: Disclosures,
    ) -> Closed:
        later = [self.erased[ref] for ref in subjects if self.erased.get(ref, -1) > named_by]
        redaction = min(later, default=None)
        place = f"{FOLDER}{name}.txt"
        if redaction is not None:
            if digest in there.named or digest in there.withheld:
                detail = f"The value of {digest} is there, and entry {redaction} says it is erased."
                self.findings.add(place, "not_erased", detail)
            return Closed(name, digest, "redacted", redaction)
        if digest in there.named:
            return Closed(name, digest, "disclosed", None)
        if digest in there.withheld:
            return Closed(name, digest, "withheld", None)
        detail = f"The value of {digest} is missing, and no entry says that it was erased."
        self.findings.add(place, "disclosure_missing", detail)
        return Closed(name, digest, "missing", None)


def _check_places(
    document: dict[str, Any], commitments: dict[str, tuple[str, ...]], there: Disclosures
) -> None:
    """Every commitment stands in the document once, and every disclosure is of one, of its form."""
    try:
        places = [found for found in standing(document) if found[0] in commitments]
    except RecursionError as error:
        raise DoesNotHold("The document is nested too deep to be looked at.") from error
    if len(places) != len(commitments) or {digest for digest, _ in places} != commitments.keys():
        raise DoesNotHold("Expected each commitment of the document once in it.")
    if not commitments.keys() >= there.named.keys() | there.withheld:
        raise DoesNotHold("A disclosure is of no commitment of the document.")
    if any(there.named.get(digest, member) != member for digest, member in places):
        raise DoesNotHold("A disclosure does not belong where its commitment stands.")


def _document(content: bytes) -> dict[str, Any] | None:
    """The document, if it has commitments."""
    if _MARK not in content:
        return None
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and "_sd_alg" in document else None
