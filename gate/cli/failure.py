"""What a person or a program sees when a command could not do what it was asked."""

import json
import sys
from typing import Any, NoReturn

from gate.cli.exits import COULD_NOT_DECIDE
from gate.cli.output import Output
from gate.cli.plain import plain
from gate.errors import GateError


def stop(
    problem: dict[str, Any], output: Output, *, deciding: bool, code: int = COULD_NOT_DECIDE
) -> NoReturn:
    """Say what is wrong on stderr, and where; leave with `code`.

    `deciding`: a decision was asked for, and whoever reads this must not take one for made.
    """
    if output is Output.JSON:
        sys.stdout.write(json.dumps(problem, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(_page(problem, deciding=deciding))
    if output is Output.ENV:
        sys.stdout.write(f"GATE_DECISION=error\nGATE_ERROR={problem.get('code', 'unknown')}\n")
    raise SystemExit(code)


def problem_of(error: GateError) -> dict[str, Any]:
    """An error of this process in the shape of the API's problem documents."""
    problem: dict[str, Any] = {
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
    }
    if error.problems:
        problem["errors"] = [
            {"pointer": each.pointer, "code": each.code, "detail": each.detail}
            for each in error.problems
        ]
    return problem


def _page(problem: dict[str, Any], *, deciding: bool) -> str:
    title = plain(str(problem.get("title", "Could not decide")))
    lines = [f"ERROR  {title} ({problem.get('code', 'unknown')})"]
    if problem.get("detail"):
        lines.append(f"  {plain(str(problem['detail']))}")
    for each in problem.get("errors", []):
        lines.append(f"  {plain(str(each['pointer'])) or '/'}")
        lines.append(f"      {plain(str(each['detail']))}")
    if deciding:
        lines.append("No decision was made.")
    return "\n".join(lines) + "\n"
