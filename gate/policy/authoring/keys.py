"""Refuses objects that a request could give two values for one key, which aborts the engine.

`{item.id: item | some item in input.evidence}` is undefined behaviour of a sort: two items with
one id, and there is no decision. An object is accepted when each value follows from its key, or
when nothing of the request is in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gate.policy.authoring.refusals import Refusals
from gate.policy.authoring.rego import (
    Module,
    PathOf,
    RuleNode,
    Term,
    call_of,
    constant,
    membership,
    place_of,
    variables,
)

_FIX: Final = (
    "make a set of pairs, or merge single objects with object.union_n, where the last one wins"
)


def check_keys(modules: Sequence[Module], refusals: Refusals) -> None:
    """Refuses objects with keys from the request whose values do not follow from the keys."""
    dependence = _Dependence(modules)
    for module in modules:
        for node in module.rules:
            for found in _objects(node):
                names = dependence.names(module)
                whole = [*node.branches, node.key]
                reads = dependence.on_input(module, found.parts) or (
                    bool(found.outside & set(variables(found.parts)) - names)
                    and (bool(node.arguments) or dependence.on_input(module, whole))
                )
                if reads and not _is_settled(found, names):
                    refusals.add(
                        place_of(found.key, module.file),
                        "two elements of the request may give one key two values, which aborts "
                        "the engine",
                        _FIX,
                    )


@dataclass(frozen=True, slots=True)
class _Object:
    """A way to make an object: for each solution of `body`, `value` under `key`."""

    key: Term
    value: Term
    body: Sequence[Term]
    outside: frozenset[str]

    @property
    def parts(self) -> list[Term]:
        return [self.key, self.value, *self.body]


def _objects(node: RuleNode) -> Iterator[_Object]:
    arguments = frozenset(variables(node.arguments))
    is_keyed = len(node.ref) > 1 and constant(node.ref[1]) is None and node.key is not None
    for value, body in node.branches:
        if is_keyed and value is not None:
            yield _Object(node.ref[1], value, body, arguments)
        for term in _comprehensions([value, *body]):
            inside = term["value"]
            outside = arguments | frozenset(variables([value, *body], without=term))
            yield _Object(inside["key"], inside["value"], inside["body"], outside)


def _is_settled(found: _Object, names: frozenset[str]) -> bool:
    settled = _fixed_by(found.key) | found.outside | names
    while True:
        more = {name for each in found.body for name in _follows(each, settled)} - settled
        if not more:
            return set(variables(found.value)) <= settled
        settled |= more


def _fixed_by(key: Term) -> set[str]:
    """The variables that two equal keys have in common: of `[a, b]` both, of `a.id` none."""
    if key["type"] == "var":
        return {str(key["value"])}
    return set().union(*map(_fixed_by, key["value"])) if key["type"] == "array" else set()


def _follows(expression: Term, settled: set[str]) -> set[str]:
    """The variables that this expression fixes once those in `settled` are fixed."""
    some = membership(expression)
    if some is not None:
        key, value, collection = some
        is_fixed = key is not None and set(variables([key, collection])) <= settled
        return set(variables(value)) if is_fixed else set()
    called = call_of(expression)
    if called is not None and called[0] in ("assign", "eq") and len(called[1]) == 2:
        left, right = called[1]
        return set(variables(left)) if set(variables(right)) <= settled else set()
    return set()


def _comprehensions(node: Any) -> Iterator[Term]:
    if isinstance(node, dict):
        if node.get("type") == "objectcomprehension":
            yield node
        for name, child in node.items():
            if name != "location":
                yield from _comprehensions(child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _comprehensions(child)


class _Dependence:
    """Which rules read the request, directly or through others."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._rules: dict[PathOf, list[RuleNode]] = {}
        for module in modules:
            for node in module.rules:
                self._rules.setdefault((*module.package, node.name), []).append(node)
        self._known: dict[PathOf, bool] = {}

    def names(self, module: Module) -> frozenset[str]:
        """Names that mean the same everywhere in a module."""
        rules = {node.name for node in module.rules}
        return frozenset({"input", "data", *module.imports, *rules})

    def on_input(self, module: Module, parts: Sequence[Any]) -> bool:
        """Does anything in `parts` read the request?"""
        return any(self._name(module, path) for path in _references(list(parts)))

    def _name(self, module: Module, path: PathOf) -> bool:
        first, *rest = path
        if first == "input":
            return True
        whole = (*module.imports.get(first, ("data", *module.package, first)), *rest)
        if first == "data":
            whole = path
        wanted = whole[1:]
        return any(
            self._rule(rule)
            for rule in self._rules
            if wanted[: len(rule)] == rule or rule[: len(wanted)] == wanted
        )

    def _rule(self, path: PathOf) -> bool:
        if path not in self._known:
            self._known[path] = False
            self._known[path] = any(
                self.on_input(node.module, [*body, value, node.key])
                for node in self._rules[path]
                for value, body in node.branches
            )
        return self._known[path]


def _references(node: Any) -> Iterator[PathOf]:
    """The constant beginnings of all references and variables below `node`."""
    if isinstance(node, dict):
        if node.get("type") == "ref" and node["value"][0]["type"] == "var":
            names = [str(node["value"][0]["value"])]
            for part in node["value"][1:]:
                name = constant(part)
                if name is None:
                    break
                names.append(name)
            yield tuple(names)
        elif node.get("type") == "var":
            yield (str(node["value"]),)
        for name, child in node.items():
            if name != "location":
                yield from _references(child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _references(child)
