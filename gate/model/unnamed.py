"""A verdict in which nobody is named: what is answered, and kept for ever, says where to look.

Rules show values of the request with what they found. A name among them gives way to the JSON
pointer of the place where it stands in the evaluated document, which whoever asked has at hand;
so the answer need not change when the name is erased there.
"""

import re
from collections.abc import Iterable
from typing import Any

import orjson

from gate.model.people import People
from gate.model.verdict import Verdict


def without_names(verdict: Verdict, people: People) -> Verdict:
    """The same verdict; each name of `people` in a value that it shows is a pointer."""
    shown = [reason.value for reason in verdict.tier.reasons]
    shown += [finding.found for finding in verdict.findings]
    names = _names_in(shown, people)
    if not names:
        return verdict
    findings = tuple(
        finding.model_copy(update={"found": _replaced(finding.found, people)})
        if _names_in(finding.found, people, names)
        else finding
        for finding in verdict.findings
    )
    reasons = tuple(
        reason.model_copy(update={"value": _replaced(reason.value, people)})
        if _names_in(reason.value, people, names)
        else reason
        for reason in verdict.tier.reasons
    )
    tier = verdict.tier.model_copy(update={"reasons": reasons})
    return verdict.model_copy(update={"findings": findings, "tier": tier})


def _names_in(value: Any, people: People, names: Iterable[str] | None = None) -> Iterable[str]:
    """The names, of `names` where these are given, that may be in a value."""
    if people.have_odd_names:
        return people.persons
    return people.named_in(orjson.dumps(value).decode(), names)


def _replaced(value: Any, people: People) -> Any:
    if isinstance(value, str):
        names = sorted(people.named_in(value), key=len, reverse=True)
        if not names:
            return value
        any_name = re.compile("|".join(map(re.escape, names)), re.IGNORECASE)
        return any_name.sub(lambda found: people.pointers.get(found[0].lower(), ""), value)
    if isinstance(value, dict):
        return {_replaced(key, people): _replaced(item, people) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, people) for item in value]
    return value
