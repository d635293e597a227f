"""Makes valid data valid in what no schema can say; everything else is left as it is generated.

A file has to be the one that its name is the digest of, an attached document has to be one of its
format, imports and attached documents have one bound together, a key belongs to one body, a log has
so many entries and no more, a candidate is a release, a rule is approved once, and no text of an
approval has U+0000.
"""

import base64
import hashlib
import uuid
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from schemathesis.core import NOT_SET
from schemathesis.transport.serialization import Binary

from gate.policy.release import write_release
from tests.releases import parts_of

CARD = "---\nlicense: mit\n---\n# A model\n\nIt predicts.\n"


@schemathesis.hook
def before_call(_context: Any, case: Any, _arguments: Any) -> None:
    """Called before each request is sent."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.method == "PUT":
        content = case.body.data if isinstance(case.body, Binary) else case.body
        if isinstance(content, bytes):
            case.path_parameters["sha256"] = hashlib.sha256(content).hexdigest()
    if case.method == "POST" and isinstance(case.body, dict):
        _make_sensible(case)


def _make_sensible(case: Any) -> None:
    attached = case.body.get("attachments")
    if isinstance(attached, list):
        case.body["attachments"] = [
            {"id": f"card-{place}", "format": "hf_card", "content": CARD}
            for place in range(len(attached))
        ]
    for name in ("from", "to"):
        case.body.pop(name, None)
    if "candidate_base64" in case.body:
        case.body["candidate_base64"] = _candidate()
        if "signatures_base64" in case.body:
            case.body["signatures_base64"] = base64.b64encode(b"no envelope").decode()
        approved = case.body.get("approvals", {}).get("loosened", [])
        for each in approved:
            each.update({name: f"{text}.".replace("\0", "") for name, text in each.items()})
        approved[:] = {each["rule"]: each for each in approved}.values()
    case.body.get("request", {}).pop("imports", None)
    request = case.body.get("request", {}).get("request", {})
    request.pop("idempotency_key", None)
    if case.headers is not NOT_SET and case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@cache
def _candidate() -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "small.tar"
        write_release(file, parts_of("mini", Path(folder) / "parts"))
        return base64.b64encode(file.read_bytes()).decode()
