"""Rego as `opa parse` reads it: modules, their rules, and the parts that checks look at."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.toolchain import Opa, Ran

Term: TypeAlias = dict[str, Any]
"""A node of the syntax tree: `type`, `value`, `location`."""

PathOf: TypeAlias = tuple[str, ...]

_PARALLEL: Final = 2
_MEMBER: Final = {"member_2": 2, "member_3": 3}


@dataclass(frozen=True, slots=True)
class RuleNode:
    """One body of a rule; alternatives after `else` are in `branches`, the first one included."""

    module: "Module"
    place: Place
    name: str
    ref: tuple[Term, ...]
    arguments: tuple[Term, ...] | None
    key: Term | None
    branches: tuple[tuple[Term | None, tuple[Term, ...]], ...]
    annotation: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One file: its package without `data`, its imports (with it) by local names, its rules."""

    file: str
    package: PathOf
    imports: Mapping[str, PathOf]
    annotation: Mapping[str, Any]
    line: int
    rules: "list[RuleNode]"


def parse_modules(opa: Opa, folder: Path, files: Sequence[str], refusals: Refusals) -> list[Module]:
    """The modules of `files`, which lie below `folder`, in that order.

    What OPA cannot parse goes to `refusals` and is left out.
    """

    def parse(file: str) -> Ran:
        arguments = ["parse", "--format", "json", "--json-include", "locations", file]
        return opa.run(arguments, folder=folder)

    with ThreadPoolExecutor(_PARALLEL) as pool:
        runs = list(pool.map(parse, files))
    modules = []
    for file, ran in zip(files, runs, strict=True):
        if ran.code == 0:
            modules.append(_module(file, orjson.loads(ran.output)))
        else:
            for error in orjson.loads(ran.errors)["errors"]:
                line = error.get("location", {}).get("row", 1)
                refusals.add(Place(file, line), error["message"], "write it as Rego v1")
    return modules


def constant(term: Term | None) -> str | None:
    """The text of a constant string; None for anything else."""
    return str(term["value"]) if term is not None and term["type"] == "string" else None


def place_of(term: Mapping[str, Any], file: str) -> Place:
    """Where a node stands."""
    return Place(file, term["location"]["row"])


def membership(expression: Term) -> tuple[Term | None, Term, Term] | None:
    """(key or None, value, collection) of `some … in …`; None for anything else."""
    terms = expression.get("terms")
    if not isinstance(terms, dict) or "symbols" not in terms:
        return None
    symbol = terms["symbols"][0]
    if symbol["type"] != "call":
        return None
    operands = symbol["value"]
    count = _MEMBER.get(_call_name(operands[0]).removeprefix("internal."))
    if count is None:
        return None
    return (operands[1] if count == 3 else None), operands[-2], operands[-1]


def call_of(node: Any) -> tuple[str, list[Term]] | None:
    """(name, operands) of a call, as a term or as an expression; None for anything else."""
    if isinstance(node, dict):
        if node.get("type") == "call":
            return _call_name(node["value"][0]), node["value"][1:]
        node = node.get("terms")
    if isinstance(node, list) and node:
        return _call_name(node[0]), node[1:]
    return None


def variables(node: Any, without: Term | None = None) -> Iterator[str]:
    """The names of all variables below `node`, those that head a reference too.

    What a comprehension binds for itself is counted as well, so the answer may be too large; names
    of functions are not. What is below `without` is left out.
    """
    if node is without and node is not None:
        return
    if isinstance(node, dict):
        if node.get("type") == "var":
            yield str(node["value"])
        is_call = node.get("type") == "call"
        for name, child in node.items():
            if name == "location":
                continue
            has_operator = (is_call and name == "value") or (
                name == "terms" and isinstance(child, list)
            )
            yield from variables(child[1:] if has_operator else child, without)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from variables(child, without)


def calls(module: Module) -> Iterator[tuple[str, Term]]:
    """The name of every function that is called in a module, and the node that calls it."""
    for rule in module.rules:
        for value, body in rule.branches:
            yield from _calls([value, rule.key, *body])


def _calls(node: Any) -> Iterator[tuple[str, Term]]:
    if isinstance(node, dict):
        called = call_of(node)
        if called is not None and "location" in node:
            yield called[0], node
        for name, child in node.items():
            if name != "location":
                yield from _calls(child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _calls(child)


def _call_name(operator: Term) -> str:
    return ".".join(str(part["value"]) for part in operator["value"])


def _module(file: str, tree: Mapping[str, Any]) -> Module:
    annotations = [each for each in tree.get("annotations", []) if each["scope"] == "package"]
    module = Module(
        file=file,
        package=_path(tree["package"]["path"]),
        imports={
            each.get("alias") or each["path"]["value"][-1]["value"]: tuple(
                str(part["value"]) for part in each["path"]["value"]
            )
            for each in tree.get("imports", [])
        },
        annotation=annotations[0] if annotations else {},
        line=tree["package"]["location"]["row"],
        rules=[],
    )
    module.rules.extend(_rule(module, node) for node in tree.get("rules", []))
    return module


def _path(parts: list[Term]) -> PathOf:
    return tuple(str(part["value"]) for part in parts[1:])


def _rule(module: Module, node: Mapping[str, Any]) -> RuleNode:
    head = node["head"]
    annotations = [each for each in node.get("annotations", []) if each["scope"] == "rule"]
    arguments = head.get("args")
    return RuleNode(
        module=module,
        place=Place(module.file, node["location"]["row"]),
        name=str(head["ref"][0]["value"]),
        ref=tuple(head["ref"]),
        arguments=tuple(arguments) if arguments is not None else None,
        key=head.get("key"),
        branches=tuple(_branches(node)),
        annotation=annotations[-1] if annotations else None,
    )


def _branches(node: Mapping[str, Any]) -> Iterator[tuple[Term | None, tuple[Term, ...]]]:
    branch: Mapping[str, Any] | None = node
    while branch is not None:
        yield branch["head"].get("value"), tuple(branch.get("body", ()))
        branch = branch.get("else")
