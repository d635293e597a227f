"""What is sent: a request of about 13 kB, and the policy input that the gate makes of it."""

import json
from datetime import UTC, datetime
from typing import Any

from fixtures.render import render_case

_CASE = "drawing_search_prod_allow"
_BLOCKS = (
    "schema_version", "request", "system", "classification", "models", "data", "explainability",
    "transparency", "oversight",
)  # fmt: skip
_TARGET_BYTES = 13_000


def request_body() -> bytes:
    """The body of `POST /v1/decisions`: the blocks that the policies read, and cited evidence.

    Evidence items are added until the body is about 13 kB; the outcome does not matter, only that
    every rule is evaluated.
    """
    whole = json.loads(render_case(_CASE, datetime.now(UTC)).request_text)
    request: dict[str, Any] = {block: whole[block] for block in _BLOCKS}
    request["evidence"] = []
    for item in whole["evidence"]:
        if len(json.dumps({"request": request})) > _TARGET_BYTES:
            break
        request["evidence"].append(item)
    return json.dumps({"request": request}, ensure_ascii=False).encode()
