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
    """`list` is the path of the list in whose elements `parts` are looked up; None: no list."""

    text: str
    list: str | None
    parts: tuple[str, ...]

    @property
    def description(self) -> JsonObject:
        """What `data.paths.known` says of it; facts of the gate have no pointer in the request."""
        known: dict[str, str | list[str]] = {"parts": list(self.parts)}
        if self.list is not None:
            known["list"] = self.list
        if self.text.split(".")[0] not in _FACTS:
            known["pointer"] = _pointer(self.parts)
        return known


def read_path(text: str) -> Path:
    """The path that `text` writes; it has at most one list."""
    head, has_list, tail = text.partition("[]")
    if not has_list:
        return Path(text, None, tuple(text.split(".")))
    return Path(text, f"{head}[]", tuple(tail.removeprefix(".").split(".")) if tail else ())


def list_description(path: str) -> JsonObject:
    """What `data.paths.lists` says of the list `path`, which ends in `[]`."""
    parts = path.removesuffix("[]").split(".")
    return {"parts": parts, "pointer": _pointer(parts)}


def check_paths(rule: AuthoredRule, document: Nodes, refusals: Refusals) -> None:
    """Refuses paths that the policy input cannot have, or that mean something else there."""
    annotation = rule.annotation
    for field, paths in (("needs", annotation.needs), ("found", annotation.found)):
        for path in paths:
            problem = _problem(path, document)
            if problem is None and field == "needs" and path.split(".")[0] in _FACTS:
                problem = "is a fact of the gate, which nobody can state"
            if problem is not None:
                refusals.add(rule.place, f'the path "{path}" of {field} {problem}', _FIX)
    each = annotation.each
    if each is not None and (_problem(each, document) is not None or not each.endswith("[]")):
        refusals.add(rule.place, f'"{each}" of `each` is no list of the request', _FIX)
    elif each is not None and annotation.reason is None:
        refusals.add(
            rule.place,
            f"{annotation.rule} has `each`, and does not say why it is not applicable",
            "add `reason`: what is so when no element is selected",
        )


def _problem(text: str, document: Nodes) -> str | None:
    if not _PATH.fullmatch(text):
        return "is not a path"
    if text.count("[]") > 1:
        return "goes through two lists; name the inner list, or compute it in `found`"
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
