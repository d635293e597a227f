"""The request that a pipeline sends at one step of a story."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import orjson

from bench.history.kinds import CASES, sample_of
from bench.history.step import DEPLOY, UPDATE, Step
from fixtures.render import INSTANT, RenderedCase, attachments_of, move_dates, sign_all

_SCHEMA: Final = '"schema_version":"1.0.0"'
_SCHEMA_KEPT: Final = '"schema_version":"-"'
"""A sample system may have the version number that the schema has."""
_IDS: Final = uuid.UUID("6f0c6a0e-0c83-5d0b-9d0e-2f1f4f7c1a55")
"""The name space of the ids of requests."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a pipeline hands over: evidence files of this version first, then the question."""

    evidence: tuple[bytes, ...]
    body: bytes


def request_of(step: Step) -> Written:
    """What the pipeline sends at a step: the same for the same step, to the byte.

    A bill of materials is attached and is evidence as well; each version has one of its own, since
    its models have digests of their own.
    """
    text = _varied(_template(step.case), step)
    attachments, evidence = dict[str, str](), list[bytes]()
    for name, content in _attachments(step.case).items():
        attachments[name] = _varied(content, step)
        evidence.append(attachments[name].encode())
        text = text.replace(_sha256(content.encode()), _sha256(evidence[-1]))
    request = orjson.loads(text)
    about = request["request"]
    about["id"] = str(uuid.uuid5(_IDS, f"{step.system.id} {step.at.isoformat()}"))
    if step.action != DEPLOY:
        about["action"] = step.action
    if step.live is not None:
        _replace_live(request, step)
    sign_all(request, attachments)
    text = orjson.dumps(request).decode()
    return Written(tuple(evidence), RenderedCase(step.case, text, attachments, {}, {}).body())


def _replace_live(request: dict[str, Any], step: Step) -> None:
    """What the release takes the place of, and goes back to when it fails."""
    rollback = request.get("operations", {}).get("rollback")
    if rollback is not None:
        rollback["target_version"] = step.live
    if step.action == UPDATE and "change" in request["request"]:
        request["request"]["change"]["from_version"] = step.live


def _varied(text: str, step: Step) -> str:
    """A text of the sample case, told of this system, this version and this time."""
    sample = sample_of(step.system.kind)
    text = text.replace(_SCHEMA, _SCHEMA_KEPT)
    for artefact in _artefacts(step.case):
        own = f"{step.system.id} {step.version} {artefact}"
        text = text.replace(artefact, _sha256(own.encode()))
    text = text.replace(sample["name"], step.system.name).replace(sample["id"], step.system.id)
    text = move_dates(text, step.written - INSTANT).replace(sample["version"], step.version)
    return text.replace(_SCHEMA_KEPT, _SCHEMA)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _template(case: str) -> str:
    """The request of a case without its layout."""
    request = json.loads((CASES / case / "request.json").read_text(encoding="utf-8"))
    return json.dumps(request, ensure_ascii=False, separators=(",", ":"))


@cache
def _attachments(case: str) -> dict[str, str]:
    return attachments_of(case)


@cache
def _artefacts(case: str) -> tuple[str, ...]:
    """The digests of the models of a case, which each version of a system has of its own."""
    models = json.loads(_template(case))["models"]
    return tuple(
        model["artifact"]["digest"]["value"]
        for model in models
        if isinstance(model.get("artifact"), dict) and "digest" in model["artifact"]
    )
