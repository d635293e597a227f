"""Follows values through policies, and refuses references that can never be defined.

Rules are evaluated on shapes instead of values: a function is gone through once for every
combination of shapes that it is called with, so that it is checked for what its callers hand in,
and a refusal names the caller. Only what is certain is refused.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gate.policy.authoring.built_ins import FREE_OF_ORDER, INTO_TEXT, result_of
from gate.policy.authoring.documents import Nodes
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.rego import (
    Module,
    PathOf,
    RuleNode,
    Term,
    call_of,
    constant,
    membership,
    place_of,
)
from gate.policy.authoring.shapes import (
    ANY,
    SCALAR,
    ArrayOf,
    Constant,
    Json,
    ObjectOf,
    Record,
    Row,
    SetOf,
    Shape,
    elements,
    has_no_order,
    keys,
    texts,
    under_key,
    union,
)

_COMPREHENSIONS = ("arraycomprehension", "setcomprehension", "objectcomprehension")
_UNDEFINED = "nothing is ever there, so what depends on it never holds"


class Inference:
    """All modules of a release, gone through once.

    Args:
        modules: every file that is released.
        documents: `input`, and the parts of `data` whose values are known, by name.
        refusals: takes what can never be right.
    """

    def __init__(
        self, modules: Sequence[Module], documents: Mapping[str, Nodes], refusals: Refusals
    ) -> None:
        self._documents = documents
        self._refusals = refusals
        self._rules: dict[PathOf, list[RuleNode]] = {}
        for module in modules:
            for node in module.rules:
                self._rules.setdefault((*module.package, node.name), []).append(node)
        self._shapes: dict[PathOf, Shape] = {}
        self._calls: dict[tuple[PathOf, tuple[Shape, ...]], Shape] = {}
        self._callers: list[Place] = []

    def check(self) -> None:
        """Goes through every rule that is not a function, and every function they call."""
        for path, nodes in self._rules.items():
            if nodes[0].arguments is None:
                self.shape_of(path)

    def shape_of(self, path: PathOf) -> Shape:
        """The shape of a rule that is no function."""
        if path not in self._shapes:
            self._shapes[path] = ANY
            callers, self._callers = self._callers, []
            self._shapes[path] = self._rule(self._rules[path])
            self._callers = callers
        return self._shapes[path]

    def called(self, path: PathOf, operands: tuple[Shape, ...], caller: Place) -> Shape:
        """The shape of what the function at `path` gives for these operands."""
        if (path, operands) not in self._calls:
            self._calls[path, operands] = ANY
            self._callers.append(caller)
            self._calls[path, operands] = union(
                *(self._body_of(node, operands) for node in self._rules[path])
            )
            self._callers.pop()
        return self._calls[path, operands]

    def function(self, path: PathOf) -> bool:
        """Is there a function of this name?"""
        return path in self._rules and self._rules[path][0].arguments is not None

    def rule(self, path: PathOf) -> bool:
        """Is there a rule of this name that is no function?"""
        return path in self._rules and self._rules[path][0].arguments is None

    def document(self, path: PathOf) -> Nodes | None:
        """The document at `path`, whose first part is `input` or `data`."""
        return self._documents.get(".".join(path))

    def refuse(self, place: Place, what: str, fix: str) -> None:
        """Refuses at the outermost caller: there the value came from."""
        if self._callers:
            what = f"{what} (in {place})"
            place = self._callers[0]
        self._refusals.add(place, what, fix)

    def _rule(self, nodes: list[RuleNode]) -> Shape:
        fields: dict[str, Shape] = {}
        others: list[Shape] = []
        for node in nodes:
            value = self._body_of(node, ())
            if len(node.ref) == 1:
                others.append(frozenset([SetOf(value)]) if node.key is not None else value)
                continue
            if node.key is not None and not _has_value(node):
                value = frozenset([SetOf(value)])
            name = constant(node.ref[1])
            if name is None:
                others.append(frozenset([ObjectOf(value)]))
            else:
                fields[name] = union(fields.get(name, frozenset()), value)
        if fields:
            others.append(frozenset([Record(tuple(sorted(fields.items())))]))
        return union(*others)

    def _body_of(self, node: RuleNode, operands: tuple[Shape, ...]) -> Shape:
        results = []
        for value, body in node.branches:
            scope = Scope(self, node.module)
            for pattern, operand in zip(node.arguments or (), operands, strict=False):
                scope.bind(pattern, operand)
            scope.go_through(body)
            wanted = value if value is not None else node.key
            results.append(scope.shape(wanted) if wanted is not None else SCALAR)
        return union(*results)


class Scope:
    """The local variables of one body, and of the bodies inside it."""

    def __init__(
        self, inference: Inference, module: Module, outer: "Mapping[str, Shape] | None" = None
    ) -> None:
        self._inference = inference
        self._module = module
        self._bound: dict[str, Shape] = dict(outer or {})
        self._is_silent = False

    def go_through(self, body: Sequence[Term]) -> None:
        """Twice: the order of expressions means nothing in Rego, so first only to bind."""
        was_silent, self._is_silent = self._is_silent, True
        for expression in body:
            self._expression(expression)
        self._is_silent = was_silent
        for expression in body:
            self._expression(expression)

    def bind(self, pattern: Term, shape: Shape) -> None:
        """Gives the variables of `pattern` what they are compared with."""
        if pattern["type"] == "var":
            self._bound[str(pattern["value"])] = shape
        elif pattern["type"] == "array":
            rows = [atom for atom in shape if isinstance(atom, Row)]
            for place, part in enumerate(pattern["value"]):
                fitting = [row.items[place] for row in rows if place < len(row.items)]
                whole = len(fitting) == len(shape)
                self.bind(part, union(*fitting) if whole else elements(shape)[0] or ANY)

    def shape(self, term: Term) -> Shape:
        """The shape of a term; refuses what it refers to where that is never defined."""
        match term["type"]:
            case "string":
                return frozenset([Constant(term["value"])])
            case "number" | "boolean" | "null":
                return SCALAR
            case "var":
                return self._variable(str(term["value"]))
            case "ref":
                return self._reference(term)
            case "call":
                return self._call(term, term)
            case "array":
                return frozenset([Row(tuple(self.shape(each) for each in term["value"]))])
            case "set":
                return frozenset([SetOf(union(*(self.shape(each) for each in term["value"])))])
            case "object":
                return self._object(term)
            case "templatestring":
                self._template(term)
                return SCALAR
            case kind if kind in _COMPREHENSIONS:
                shape, is_ordered = self._comprehension(term)
                if not is_ordered:
                    self._refuse_order(term)
                return shape
        return ANY

    def _expression(self, expression: Term) -> None:
        terms = expression["terms"]
        if (some := membership(expression)) is not None:
            key, value, collection = some
            shape = self.shape(collection)
            self.bind(value, elements(shape)[0] or ANY)
            if key is not None:
                self.bind(key, keys(shape))
        elif isinstance(terms, dict) and "domain" in terms:
            self._every(terms)
        elif isinstance(terms, dict) and "symbols" in terms:
            for symbol in terms["symbols"]:
                self._bound.setdefault(str(symbol["value"]), ANY)
        elif isinstance(terms, list):
            self._call(expression, terms[0])
        else:
            self.shape(terms)

    def _every(self, every: Mapping[str, Any]) -> None:
        inner = self._inner()
        shape = self.shape(every["domain"])
        inner.bind(every["value"], elements(shape)[0] or ANY)
        if every.get("key"):
            inner.bind(every["key"], keys(shape))
        inner.go_through(every["body"])

    def _inner(self) -> "Scope":
        scope = Scope(self._inference, self._module, self._bound)
        scope._is_silent = self._is_silent
        return scope

    def _variable(self, name: str) -> Shape:
        if name in self._bound:
            return self._bound[name]
        path = (*self._module.package, name)
        if self._inference.rule(path):
            return self._inference.shape_of(path)
        nodes = self._inference.document((name,))
        return ANY if nodes is None else frozenset([Json(nodes)])

    def _reference(self, term: Term) -> Shape:
        parts: list[Term] = term["value"]
        shape, rest = self._head(parts)
        for part in rest:
            shape = self._step(shape, part, term)
        return shape

    def _head(self, parts: list[Term]) -> tuple[Shape, list[Term]]:
        first = parts[0]
        if first["type"] != "var":
            return self.shape(first), parts[1:]
        name = str(first["value"])
        if name in self._bound:
            return self._bound[name], parts[1:]
        path, used = self._module.imports.get(name, (name,)), 1
        if path[0] not in ("data", "input"):
            return self._variable(name), parts[1:]
        while True:
            if path[0] == "data" and self._inference.rule(path[1:]):
                return self._inference.shape_of(path[1:]), parts[used:]
            nodes = self._inference.document(path)
            if nodes is not None:
                return frozenset([Json(nodes)]), parts[used:]
            following = constant(parts[used]) if used < len(parts) else None
            if following is None:
                self._visit(parts[used:])
                return ANY, []
            path, used = (*path, following), used + 1

    def _visit(self, parts: list[Term]) -> None:
        for part in parts:
            if part["type"] != "var":
                self.shape(part)

    def _step(self, shape: Shape, part: Term, whole: Term) -> Shape:
        if part["type"] == "var" and str(part["value"]) not in self._bound:
            if not self._inference.rule((*self._module.package, str(part["value"]))):
                self._bound[str(part["value"])] = keys(shape)
                return self._all_elements(shape, whole)
        names = texts(self.shape(part))
        if names is None:
            return self._all_elements(shape, whole)
        found = []
        for name in names:
            under, is_there = under_key(shape, name)
            if not is_there:
                self._refuse(whole, f'"{name}" of {written(whole)} does not exist: {_UNDEFINED}')
            found.append(under)
        return union(*found) or ANY

    def _all_elements(self, shape: Shape, whole: Term) -> Shape:
        found, is_there = elements(shape)
        if not is_there:
            self._refuse(whole, f"{written(whole)} looks into a single value: {_UNDEFINED}")
        return found or ANY

    def _call(self, node: Term, at: Term) -> Shape:
        called = call_of(node)
        if called is None:
            return ANY
        name, operands = called
        if name in ("assign", "eq") and len(operands) == 2:
            return self._assign(operands)
        shapes = [self._operand(name, operand) for operand in operands]
        path = self._function(name)
        if path is not None:
            return self._inference.called(path, tuple(shapes), place_of(at, self._module.file))
        if name in INTO_TEXT and shapes and has_no_order(shapes[-1]):
            self._refuse(
                at,
                f"{name} over a set or object: the two engines go through it in different orders",
                "sort it into an array first",
            )
        if name == "object.get" and len(shapes) == 3:
            for key in texts(shapes[1]) or []:
                if not under_key(shapes[0], key)[0]:
                    self._refuse(at, f'"{key}" does not exist in what object.get looks into')
        return result_of(name, shapes)

    def _operand(self, function: str, operand: Term) -> Shape:
        if operand["type"] == "arraycomprehension" and function in FREE_OF_ORDER:
            return self._comprehension(operand)[0]
        return self.shape(operand)

    def _assign(self, operands: list[Term]) -> Shape:
        left, right = operands
        self.bind(left, self.shape(right))
        return SCALAR

    def _function(self, name: str) -> PathOf | None:
        first, *rest = name.split(".")
        path = self._module.imports.get(first)
        if path is None:
            whole = name.split(".")
            path = tuple(whole) if whole[0] == "data" else ("data", *self._module.package, *whole)
        else:
            path = (*path, *rest)
        return path[1:] if self._inference.function(path[1:]) else None

    def _object(self, term: Term) -> Shape:
        fields: dict[str, Shape] = {}
        for key, value in term["value"]:
            name = constant(key)
            shape = self.shape(value)
            if name is None:
                self.shape(key)
                return frozenset([ObjectOf(ANY)])
            fields[name] = shape
        return frozenset([Record(tuple(sorted(fields.items())))])

    def _template(self, term: Term) -> None:
        for part in term["value"]["parts"]:
            inside = part.get("terms", part)
            shape = self.shape(inside) if isinstance(inside, dict) else self._call(part, part)
            if has_no_order(shape):
                self._refuse(
                    term,
                    "a template string over a set or object: the two engines go through it in "
                    "different orders",
                    "sort it into an array first",
                )

    def _comprehension(self, term: Term) -> tuple[Shape, bool]:
        value = term["value"]
        inner = self._inner()
        inner.go_through(value["body"])
        match term["type"]:
            case "arraycomprehension":
                is_ordered = not any(inner._has_no_order(each) for each in value["body"])
                return frozenset([ArrayOf(inner.shape(value["term"]))]), is_ordered
            case "setcomprehension":
                return frozenset([SetOf(inner.shape(value["term"]))]), True
            case _:
                inner.shape(value["key"])
                return frozenset([ObjectOf(inner.shape(value["value"]))]), True

    def _has_no_order(self, expression: Term) -> bool:
        some = membership(expression)
        if some is not None:
            return has_no_order(self.shape(some[2]))
        called = call_of(expression)
        return called is not None and called[0] == "walk"

    def _refuse_order(self, term: Term) -> None:
        self._refuse(
            term,
            "an array made from a set or object: the two engines go through it in different orders",
            "make it a set, or give it to sort",
        )

    def _refuse(self, at: Term, what: str, fix: str = "correct the name, or the shape") -> None:
        if not self._is_silent:
            self._inference.refuse(place_of(at, self._module.file), what, fix)


def written(reference: Term) -> str:
    """A reference as an author writes it, with `[…]` for what varies."""
    head, *parts = reference["value"]
    text = str(head.get("value")) if head["type"] == "var" else "(…)"
    for part in parts:
        name = constant(part)
        text += f".{name}" if name is not None else "[…]"
    return text


def _has_value(node: RuleNode) -> bool:
    return any(value is not None for value, _ in node.branches)
