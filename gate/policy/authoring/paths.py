"""The paths of annotations, such as `data[].quality.report`: read, checked, and put into data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gate.canon import JsonObject
from gate.policy.authoring.annotations import AuthoredRule
from gate.policy.authoring.documents import Nodes
from gate.policy.authoring.refusals import Refusals

_PATH: Final = re.compile(r"[a-z][a-z0-9_]*(\[\])?(\.[a-z0-9_]+(\[\])?)*")
_FACTS: Final = ("facts", "clock")
_FIX: Final = "write it as the request schema has it; [] stands for every element of a list"


@dataclass(frozen=True, slots=True)
class Path:
    """`parts` are looked up in the elements of `list`, and `inner` in each element found there.

    `list` is None without a list; `inner` is None without a second one.
    """

    text: str
    list: str | None
    parts: tuple[str, ...]
    inner: tuple[str, ...] | None = None

    @property
    def description(self) -> JsonObject:
        """What `data.paths.known` says of it; facts of the gate have no pointer in the request."""
        known: dict[str, str | list[str]] = {"parts": list(self.parts)}
        if self.list is not None:
            known["list"] = self.list
        if self.inner is not None:
            known["inner"] = list(self.inner)
        if self.text.split(".")[0] not in _FACTS:
            known["pointer"] = _pointer(self.parts)
        return known


def read_path(text: str) -> Path:
    """The path that `text` writes; it has at most two lists."""
    first, *more = text.split("[]")
    steps = [tuple(part for part in each.split(".") if part) for each in more]
    if not steps:
        return Path(text, None, tuple(first.split(".")))
    return Path(text, f"{first}[]", steps[0], steps[1] if len(steps) == 2 else None)


def list_description(path: str) -> JsonObject:
    """What `data.paths.lists` says of the list `path`, which ends in `[]`."""
    parts = path.removesuffix("[]").split(".")
    return {"parts": parts, "pointer": _pointer(parts)}


def check_paths(rule: AuthoredRule, document: Nodes, refusals: Refusals) -> None:
    """Refuses paths that the policy input cannot have, or that mean something else there."""
    annotation = rule.annotation
    for path in annotation.needs:
        problem = _problem(path, document, lists_max=1)
        if problem is None and path.split(".")[0] in _FACTS:
            problem = "is a fact of the gate, which nobody can state"
        if problem is not None:
            refusals.add(rule.place, f'the path "{path}" of needs {problem}', _FIX)
    for path in annotation.found:
        problem = _problem(path, document, lists_max=2)
        if problem is not None:
            refusals.add(rule.place, f'the path "{path}" of found {problem}', _FIX)
    each = annotation.each
    if each is not None and not (
        each.endswith("[]") and _problem(each, document, lists_max=1) is None
    ):
        refusals.add(rule.place, f'"{each}" of `each` is no list of the request', _FIX)
    elif each is not None and annotation.reason is None:
        refusals.add(
            rule.place,
            f"{annotation.rule} has `each`, and does not say why it is not applicable",
            "add `reason`: what is so when no element is selected",
        )


def _problem(text: str, document: Nodes, *, lists_max: int) -> str | None:
    if not _PATH.fullmatch(text):
        return "is not a path"
    if text.count("[]") > lists_max:
        return f"goes through more than {lists_max} lists; name the outer one"
    nodes: Nodes | None = document
    for part in text.split("."):
        name = part.removesuffix("[]")
        nodes = nodes.key(name) if nodes is not None else None
        if nodes is None:
            return f'does not exist: there is no "{name}"'
        if part.endswith("[]"):
            if "array" not in nodes.kinds:
                return f'does not exist: "{name}" is no list'
            nodes = nodes.element()
    return None


def _pointer(parts: Iterable[str]) -> str:
    return "".join(f"/{part}" for part in parts)
