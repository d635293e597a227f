"""Logs of real decisions for tests: the shipped policies, requests of the sample cases."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fixtures.render import render_case, render_organisation
from gate.api.app import running
from gate.api.services import Services
from gate.canon import canonical_bytes, digest_of, read_canonical, sha256_hex
from gate.decide import Question, utc_now
from gate.log.log import EntryDraft, Log
from gate.log.paths import database_in
from gate.model.concealed import conceal
from gate.model.kinds import as_decision
from gate.model.people import people_in
from tests.service import settings_in


@contextmanager
def service_in(var: Path) -> Iterator[Services]:
    """The parts of a service in `var`, with the organisation of the sample cases."""
    render_organisation(var / "organisation", utc_now())
    with running(settings_in(var, organisation=var / "organisation")) as services:
        yield services


def history_in(var: Path, cases: Iterable[str]) -> None:
    """A log in `var` with a decision of each case, in this order; its evidence was uploaded."""
    with service_in(var) as services:
        for case in cases:
            rendered = render_case(case, utc_now())
            for content in rendered.evidence.values():
                services.evidence.receive(sha256_hex(content), [content])
            services.gate.decide(Question(body=rendered.body(), principal="tests", seconds=60))


def append_changed(
    log: Log, index: int, *, said: Mapping[str, str] | None = None, **changes: bytes
) -> None:
    """Log the decision of an entry once more, as if it had been another: answer or results.

    `said` replaces fields of the entry itself.
    """
    entry = as_decision(log.entry(index).entry)
    fresh_id = entry.decision_id[:-4] + f"{log.seen().size:04x}"
    old, new = entry.decision_id.encode(), fresh_id.encode()
    evaluated = canonical_bytes(log.document(entry.policy_input, index).document)
    document = read_canonical(evaluated.replace(old, new))
    assert isinstance(document, dict)
    kept = conceal(document, people_in(document), log.subjects.ref)
    contents = {"answer": log.blob(entry.answer), "results": log.blob(entry.results), **changes}
    contents = {name: content.replace(old, new) for name, content in contents.items()}
    contents["policy_input"] = kept.content
    digests = {name: digest_of(content) for name, content in contents.items()}
    attached = tuple(log.blob(each.digest) for each in entry.attachments)
    fresh = replace(
        entry,
        decision_id=fresh_id,
        idempotency_key=None,
        log_seen=log.seen(),
        **digests,
        **(said or {}),
    )
    log.append(
        EntryDraft(
            fresh,
            (*contents.values(), *attached),
            disclosures={digests["policy_input"]: kept.disclosures},
        ),
        seconds=60,
    )


def changed_json(content: bytes, **changes: object) -> bytes:
    """A JSON object with some members replaced."""
    return canonical_bytes({**json.loads(content), **changes})


def change(var: Path, statement: str, *values: object) -> None:
    """Change a row as somebody who may write to the file could."""
    with sqlite3.connect(database_in(var)) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement, values)
