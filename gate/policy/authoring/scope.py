"""The local variables of one body of a rule, and the shapes of the terms in it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from gate.policy.authoring.built_ins import FREE_OF_ORDER, INTO_TEXT, result_of
from gate.policy.authoring.program import Program
from gate.policy.authoring.rego import Module, PathOf, Term, call_of, constant, membership, place_of
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

_UNDEFINED: Final = "nothing is ever there, so what depends on it never holds"
_TWO_ORDERS: Final = "the two engines go through it in different orders"


class Scope:
    """The local variables of one body, and of the bodies around it."""

    def __init__(
        self,
        program: Program,
        module: Module,
        outer: Mapping[str, Shape] | None = None,
        *,
        is_silent: bool = False,
    ) -> None:
        self._program = program
        self._module = module
        self._bound: dict[str, Shape] = dict(outer or {})
        self._is_silent = is_silent

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
        known: Mapping[str, Callable[[Term], Shape]] = {
            "array": lambda each: frozenset([Row(tuple(map(self.shape, each["value"])))]),
            "arraycomprehension": self._array,
            "boolean": lambda _: SCALAR,
            "call": lambda each: self._call(each, each),
            "null": lambda _: SCALAR,
            "number": lambda _: SCALAR,
            "object": self._object,
            "objectcomprehension": self._object_comprehension,
            "ref": self._reference,
            "set": lambda each: frozenset([SetOf(union(*map(self.shape, each["value"])))]),
            "setcomprehension": self._set_comprehension,
            "string": lambda each: frozenset([Constant(each["value"])]),
            "templatestring": self._template,
            "var": lambda each: self._variable(str(each["value"])),
        }
        return known[term["type"]](term) if term["type"] in known else ANY

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
        return Scope(self._program, self._module, self._bound, is_silent=self._is_silent)

    def _variable(self, name: str) -> Shape:
        if name in self._bound:
            return self._bound[name]
        path = (*self._module.package, name)
        if self._program.rule(path):
            return self._program.shape_of(path)
        nodes = self._program.document((name,))
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
            if path[0] == "data" and self._program.rule(path[1:]):
                return self._program.shape_of(path[1:]), parts[used:]
            nodes = self._program.document(path)
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
        if self._is_free(part):
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

    def _is_free(self, part: Term) -> bool:
        name = str(part["value"])
        is_variable = part["type"] == "var" and name not in self._bound
        return is_variable and not self._program.rule((*self._module.package, name))

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
            return self._program.called(path, tuple(shapes), place_of(at, self._module.file))
        if name in INTO_TEXT and shapes and has_no_order(shapes[-1]):
            self._refuse(
                at,
                f"{name} over a set or object: {_TWO_ORDERS}",
                "sort it into an array first",
            )
        if name == "object.get" and len(shapes) == 3:
            for key in texts(shapes[1]) or []:
                if not under_key(shapes[0], key)[0]:
                    self._refuse(at, f'"{key}" does not exist in what object.get looks into')
        return result_of(name, shapes)

    def _operand(self, function: str, operand: Term) -> Shape:
        if operand["type"] == "arraycomprehension" and function in FREE_OF_ORDER:
            return self._inside(operand).array(operand)
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
        return path[1:] if self._program.function(path[1:]) else None

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

    def _template(self, term: Term) -> Shape:
        for part in term["value"]["parts"]:
            inside = part.get("terms", part)
            shape = self.shape(inside) if isinstance(inside, dict) else self._call(part, part)
            if has_no_order(shape):
                self._refuse(
                    term,
                    f"a template string over a set or object: {_TWO_ORDERS}",
                    "sort it into an array first",
                )
        return SCALAR

    def _array(self, term: Term) -> Shape:
        inside = self._inside(term)
        if any(map(inside.loses_order, term["value"]["body"])):
            self._refuse(
                term,
                f"an array made from a set or object: {_TWO_ORDERS}",
                "make it a set, or give it to sort",
            )
        return inside.array(term)

    def _set_comprehension(self, term: Term) -> Shape:
        return frozenset([SetOf(self._inside(term).shape(term["value"]["term"]))])

    def _object_comprehension(self, term: Term) -> Shape:
        inside = self._inside(term)
        inside.shape(term["value"]["key"])
        return frozenset([ObjectOf(inside.shape(term["value"]["value"]))])

    def array(self, term: Term) -> Shape:
        """What an array comprehension gives whose body this scope has gone through."""
        return frozenset([ArrayOf(self.shape(term["value"]["term"]))])

    def loses_order(self, expression: Term) -> bool:
        """Does this expression go through something that has no order?"""
        some = membership(expression)
        if some is not None:
            return has_no_order(self.shape(some[2]))
        called = call_of(expression)
        return called is not None and called[0] == "walk"

    def _inside(self, comprehension: Term) -> "Scope":
        scope = self._inner()
        scope.go_through(comprehension["value"]["body"])
        return scope

    def _refuse(self, at: Term, what: str, fix: str = "correct the name, or the shape") -> None:
        if not self._is_silent:
            self._program.refuse(place_of(at, self._module.file), what, fix)


def written(reference: Term) -> str:
    """A reference as an author writes it, with `[…]` for what varies."""
    head, *parts = reference["value"]
    text = str(head.get("value")) if head["type"] == "var" else "(…)"
    for part in parts:
        name = constant(part)
        text += f".{name}" if name is not None else "[…]"
    return text
