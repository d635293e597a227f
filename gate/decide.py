"""The story of one decision: start here.

A pipeline asks whether an AI system may be deployed. `Gate.decide` carries the question through nine
steps, in this order, and nothing else in this project decides:

    1  bound the bytes                           before this function: gate/api/guard.py
    2  who is asking, and may they               before this function: gate/auth/
    3  one strict parse                          gate/intake/strict_json.py, gate/model/request/
    4  import the attached documents             gate/intake/documents/
    5  establish facts, at one instant           gate/intake/facts.py
    6  evaluate the active policy release        gate/policy/
    7  the verdict becomes a decision            gate/model/answer.py, gate/model/outcome.py
    8  append it to the log                      gate/log/
    9  answer, with the receipt                  gate/api/decisions.py

Every failure is an exception of `gate/errors.py`, and an exception carries no outcome: there is no
default, no fallback and no cached verdict, so nothing is allowed but by a verdict that says so.
No transaction of a database is open while the engine runs.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

import orjson
import uuid_utils

from gate import __version__
from gate.canon import JsonObject, canonical_bytes
from gate.errors import InProgress, Invalid, KeyReused, LogUnavailable, Overloaded, Problem
from gate.intake.clock import clock_of
from gate.intake.documents import Imported, import_documents
from gate.intake.evidence import EvidenceStore
from gate.intake.facts import establish_facts
from gate.intake.submission import Submission, read_submission, revalidate
from gate.limits import APPEND_SECONDS_MAX, ENGINE_SECONDS_MAX, REQUEST_SECONDS_MAX
from gate.log.log import Appended, Log
from gate.model.answer import decision_of, dry_run_of, results_of, subject_of
from gate.model.decision import DryRun, ImportedAttachment, Input, Policy
from gate.model.entry import TreeHead, instant
from gate.model.record import Provenance, record_of
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.reading import read_verdict


def utc_now() -> datetime:
    """The present. Nothing but this function reads the clock; whoever needs an instant is given it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, by whom, and how long the answer may take.

    `principal` is None where nobody is known, as on a laptop; then nothing can be logged.
    """

    body: bytes
    principal: str | None = None
    idempotency_key: str | None = None
    seconds: float = REQUEST_SECONDS_MAX
