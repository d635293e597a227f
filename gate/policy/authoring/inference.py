"""Follows values through policies, and refuses references that can never be defined.

Rules are evaluated on shapes instead of values: a function is gone through once for every
combination of shapes that it is called with, so that it is checked for what its callers hand in,
and a refusal names the caller. Only what is certain is refused.
"""

from collections.abc import Mapping, Sequence

from gate.policy.authoring.documents import Nodes
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.rego import Module, PathOf, RuleNode, constant
from gate.policy.authoring.scope import Scope
from gate.policy.authoring.shapes import ANY, NOTHING, SCALAR, ObjectOf, Record, SetOf, Shape, union


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
                fields[name] = union(fields.get(name, NOTHING), value)
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


def _has_value(node: RuleNode) -> bool:
    return any(value is not None for value, _ in node.branches)
