"""The story of one decision: start here.

A pipeline asks whether an AI system may be deployed. `Gate.decide` carries the question through
nine steps, in this order, and nothing else in this project decides:

    1  bound the bytes                          before this function, gate/api/guard.py
    2  who is asking, and may they              before this function, gate/auth/
    3  one strict parse                         gate/intake/strict_json.py, gate/model/request/
    4  import the attached documents            gate/intake/documents/
    5  establish facts, at one instant          gate/intake/facts.py
    6  evaluate the active policy release       gate/policy/
    7  the verdict becomes a decision           gate/model/outcome.py, gate/model/answer.py
    8  append it to the log                     gate/log/
    9  answer, with the receipt                 gate/api/decisions.py

Every failure is an exception of `gate/errors.py`, and an exception carries no outcome. There is no
default, no fallback and no cached verdict, so nothing is allowed but by a verdict that says so.
No transaction of a database is open while the engine runs.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

import uuid_utils
from pydantic import BaseModel

from gate import __version__
from gate.canon import JsonObject, canonical_bytes
from gate.circumstances import circumstances_of
from gate.claims import Claim, Claims
from gate.errors import Invalid, KeyReused, LogUnavailable, Overloaded, Problem
from gate.intake.clock import clock_of
from gate.intake.documents import import_documents
from gate.intake.facts import establish_facts
from gate.intake.profile import with_profile
from gate.intake.sources import EvidenceFiles
from gate.intake.statements import attached_statements
from gate.intake.submission import Submission, read_submission, revalidate
from gate.intake.walk import leaves
from gate.limits import (
    APPEND_SECONDS_MAX,
    DECISIONS_AT_ONCE_MAX,
    ENGINE_SECONDS_MAX,
    REQUEST_SECONDS_MAX,
)
from gate.log.log import Appended, Log
from gate.log.view import SystemHistory
from gate.logged import decision_document, draft_of, logged_decision
from gate.model.answer import Circumstances, decision_of, dry_run_of, results_of
from gate.model.catalogue import Catalogue
from gate.model.concealed import conceal
from gate.model.decision import DryRun
from gate.model.gap_report import gap_report_of
from gate.model.people import people_in
from gate.model.record import Provenance
from gate.model.unnamed import without_names
from gate.model.verdict import Verdict
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.reading import read_verdict
from gate.turns import Turns


def utc_now() -> datetime:
    """The present. Nothing else reads the clock; whoever needs an instant is given one."""
    return datetime.now(UTC)


def new_decision_id(now: datetime) -> str:
    """A UUID of version 7 made at `now`: unique, and in the order of time to the millisecond."""
    whole = int(now.timestamp()) * 1_000_000_000
    return str(uuid_utils.uuid7(nanoseconds=whole + now.microsecond * 1_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and how long the answer may take.

    Attributes:
        body: the body of `POST /v1/decisions`, as it arrived.
        principal: who asks; the owner of the idempotency key and of the decision.
        idempotency_key: the key of the header, if there was one.
        seconds: from now on.
    """

    body: bytes
    principal: str
    idempotency_key: str | None = None
    seconds: float = REQUEST_SECONDS_MAX


@dataclass(frozen=True, slots=True)
class Answer:
    """A logged decision (`gate.model.decision.Decision` as JSON).

    `replayed`: it was logged before, for the same key, and is answered again.
    """

    document: JsonObject
    replayed: bool


Unlogged: TypeAlias = Callable[[Verdict, Catalogue, Circumstances, JsonObject], BaseModel]
"""How a verdict that is not logged is told; the last is the document that was evaluated."""


def _would_be(
    verdict: Verdict, catalogue: Catalogue, around: Circumstances, _document: JsonObject
) -> DryRun:
    return dry_run_of(verdict, catalogue, around)


class Gate:
    """Everything a decision needs, put together once. Any number of threads may ask at once."""

    def __init__(  # noqa: PLR0913 - each is one part of the gate
        self,
        policy: ActivePolicy,
        *,
        log: Log | None = None,
        evidence: EvidenceFiles | None = None,
        organisation: OrganisationSource | None = None,
        history: SystemHistory | None = None,
        turns: Turns | None = None,
        clock: Callable[[], datetime] = utc_now,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Put the parts together.

        Args:
            policy: the release in force and its engine.
            log: where decisions are kept; None where only dry runs are made, as on a laptop.
            evidence: the evidence files; None where there are none.
            organisation: people and registers; None where none are configured.
            history: what stands for every system's history where there is no log; None: unknown.
            turns: how many decisions compute at the same time; None: all that are asked for.
            clock: the present, asked once for each decision.
            elapsed: seconds since any fixed moment, for deadlines.
        """
        self._policy = policy
        self._log = log
        self._evidence = evidence
        self._organisation = organisation
        self._history = history
        self._clock = clock
        self._elapsed = elapsed
        self._claims = Claims()
        self._turns = turns or Turns(DECISIONS_AT_ONCE_MAX)

    def decide(self, question: Question) -> Answer:
        """Decide and log; when this returns, the decision is durable.

        Raises:
            GateError: there is no decision, and the error says why. Nothing was logged, unless it
                is `OutcomeUnknown`: then a retry with the same key finds out.
        """
        if self._log is None:
            raise LogUnavailable("there is no log here, so nothing can be decided")
        return self._carry(question, self._log)

    def dry_run(self, question: Question) -> Answer:
        """The same evaluation; nothing is logged, and the answer has `would_be` for `outcome`.

        Raises:
            GateError: there is no answer, and the error says why.
        """
        return self._carry(question, None)

    def assess_gaps(self, question: Question) -> Answer:
        """The same evaluation, told as what is missing of each control: no outcome, not logged.

        Raises:
            GateError: there is no answer, and the error says why.
        """
        return self._carry(question, None, unlogged=gap_report_of)

    def _carry(
        self, question: Question, log: Log | None, *, unlogged: Unlogged = _would_be
    ) -> Answer:
        """Carry the question on from the third step; without a log it ends after the seventh."""
        until = self._elapsed() + question.seconds

        # 3 One strict parse, and the schema: every problem at once.
        submission = read_submission(question.body)
        claim = _claim(question, submission) if log else None
        with self._claims.hold(claim), self._turns.take(self._left(until)) as turn:
            if log and claim and (earlier := _earlier(log, claim, submission)):
                return earlier

            # 4 Documents, and the organisation's profile, fill what the request left empty.
            imported = import_documents(submission.document, submission.attachments)
            request = revalidate(imported.document) if imported.attachments else submission.request
            organisation = self._organisation.current() if self._organisation else None
            filled = with_profile(imported.document, organisation.profile if organisation else None)

            # 5 What the gate itself knows, at the one instant of this decision.
            now, texts = self._clock(), leaves(filled.document)
            decision_id = new_decision_id(now)
            facts = establish_facts(
                filled.document,
                decision_id=decision_id,
                now=now,
                request_digest=submission.request_digest,
                texts=texts,
                attachments=imported.attachments,
                statements=attached_statements(submission.attachments, imported.attachments),
                profile=filled.pointers,
                evidence=self._evidence,
                organisation=organisation,
                history=(self._log.history(request.system.id, now) if self._log else self._history),
            )
            evaluated = {**filled.document, "facts": facts, "clock": clock_of(texts, facts, now)}

            # 6 The policies of one release, with a deadline; the answer is believed only when read.
            policy = self._policy
            policy.release.check_current(now)
            seconds = self._left(until, ENGINE_SECONDS_MAX)
            answered = policy.engine.evaluate(canonical_bytes(evaluated), seconds=seconds)
            verdict = read_verdict(answered, release=policy.release, decision_id=decision_id)

            # 7 The verdict in words. Without a verdict this line is never reached.
            catalogue = policy.release.catalogue
            around = circumstances_of(
                submission, imported, request=request, policy=policy, known=organisation, now=now
            )
            if log is None:
                return _told(unlogged(verdict, catalogue, around, filled.document))
            people = people_in(evaluated)  # nobody is named in what is kept for ever
            decision = decision_of(without_names(verdict, people), catalogue, around)
            answer = decision.model_dump(mode="json")

            # 8 No log, no decision: `append` returns when the entry is durable.
            draft = draft_of(
                decision,
                conceal(evaluated, people, log.subjects.ref),
                answer=answer,
                results=results_of(verdict, catalogue),
                attached=submission.attached,
                release=policy.release,
                provenance=_provenance(question, claim, submission, log),
            )
            turn.end()  # others may compute while this one waits for the disk
            appended = log.append(draft, seconds=self._left(until, APPEND_SECONDS_MAX))

            # 9 The answer carries its proof.
            return _proved(answer, appended, log)

    def _left(self, until: float, seconds_max: float = REQUEST_SECONDS_MAX) -> float:
        left = until - self._elapsed()
        if left <= 0:
            raise Overloaded("the time for this request is over; try again")
        return min(left, seconds_max)


def _told(unlogged: BaseModel) -> Answer:
    return Answer(unlogged.model_dump(mode="json"), replayed=False)


def _claim(question: Question, submission: Submission) -> Claim | None:
    """The idempotency key, of the header or of the request; both have to agree."""
    stated, header = submission.idempotency_key, question.idempotency_key
    if header is not None and stated is not None and header != stated:
        place = Problem("/header/Idempotency-Key", "differs", "the key that the request states")
        raise Invalid("the header and the request state different idempotency keys", (place,))
    key = header if header is not None else stated
    return None if key is None else (question.principal, key)


def _earlier(log: Log, claim: Claim, submission: Submission) -> Answer | None:
    """What was answered for this key before, if anything was."""
    seen = log.find(*claim)
    if seen is None:
        return None
    if seen.body_hash != submission.body_hash:
        raise KeyReused("the idempotency key was used for another body; choose a new key")
    return Answer(logged_decision(log, log.receipt_parts(seen.index)), replayed=True)


def _proved(answer: JsonObject, appended: Appended, log: Log) -> Answer:
    """What was logged, with its proof; where the key led to an earlier decision, that one."""
    if appended.replayed:
        return Answer(logged_decision(log, appended), replayed=True)
    return Answer(decision_document(answer, appended, log.origin), replayed=False)


def _provenance(
    question: Question, claim: Claim | None, submission: Submission, log: Log
) -> Provenance:
    return Provenance(
        principal=question.principal,
        idempotency_key=claim[1] if claim else None,
        body_hash=submission.body_hash,
        gate_version=__version__,
        gate_keyid=log.gate_keyid,
        log_seen=log.seen(),
    )
