"""Row 4: validation and facts of a full request, against one strict parse of the same bytes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench import report
from bench.setting import Setting
from fixtures.render import render_case
from gate.intake.clock import clock_of
from gate.intake.facts import establish_facts
from gate.intake.strict_json import parse
from gate.intake.submission import read_submission
from gate.intake.walk import leaves

_CASE = "credit_scoring_prod_allow"


def row(setting: Setting) -> list[str]:
    """Milliseconds of each, on a request in which every block is filled."""
    body = render_case(_CASE).body()
    now = datetime.now(UTC)
    ours, theirs = [], []
    for _ in range(setting.rounds):
        ours.append(_milliseconds(lambda: _read(body, now), setting.seconds))
        theirs.append(_milliseconds(lambda: parse(body), setting.seconds))
    what = f"ms of parse, validation and facts of {len(body) / 1000:.0f} kB (one strict parse)"
    return [report.ratio_row("4", what, ours, theirs, "≤ 10 ×")]


def _read(body: bytes, now: datetime) -> None:
    submission = read_submission(body)
    texts = leaves(submission.document)
    facts = establish_facts(
        submission.document,
        decision_id="00000000-0000-7000-8000-000000000000",
        now=now,
        request_digest=submission.request_digest,
        texts=texts,
    )
    clock_of(texts, facts, now)


def _milliseconds(work: Callable[[], object], seconds: float) -> float:
    work()
    started = time.perf_counter()
    count = 0
    while (spent := time.perf_counter() - started) < seconds:
        work()
        count += 1
    return spent / count * 1000
