"""A sample case for a new control: an allowed request with the one change that it is denied for."""

import json
from pathlib import Path
from typing import Final

from gate.canon import JsonObject
from gate.errors import Misconfigured
from gate.policy.authoring.json_text import as_text

_ORIGIN: Final = "manual_search_dev_allow"
_PURPOSE: Final = "Finds manual pages."
_README: Final = """\
# {name}

The purpose of the search is told in three words; rule {rule} asks for a sentence.
"""


def sample_case(cases: Path, name: str, rule: str) -> dict[str, str]:
    """The files of the case `name`, which `rule` denies, by their names.

    Raises:
        Misconfigured: the case that it comes from is not in the folder `cases`, or no request.
    """
    origin = cases / _ORIGIN / "request.json"
    try:
        request: JsonObject = json.loads(origin.read_text(encoding="utf-8"))
        system = request["system"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Misconfigured(f"{origin} is not a request that a case can come from") from error
    if not isinstance(system, dict):
        raise Misconfigured(f"{origin} has no system that a case can change")
    changed = {**request, "system": {**system, "purpose": _PURPOSE}}
    change = [{"op": "replace", "path": "/system/purpose", "value": _PURPOSE}]
    return {
        "README.md": _README.format(name=name, rule=rule),
        "change.json": as_text({"from": _ORIGIN, "change": change}),
        "request.json": as_text(changed),
        "expected.json": json.dumps({"outcome": "deny", "rules": [rule]}, indent=2) + "\n",
    }
