"""Names in tables that stand for something elsewhere: rules, controls, conditions, sources.

Rego leaves undefined what it cannot look up. A name that is misspelt would silently do nothing, so
it is refused.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from gate.canon import JsonValue
from gate.policy.authoring.annotations import AuthoredControl
from gate.policy.authoring.refusals import Refusals
from gate.policy.authoring.rego import Module, PathOf, constant
from gate.policy.authoring.tables import Tables

_LISTS_OF_RULES: Final = (("MODE", "fixed"), ("WAIVER", "never"))
_CONTRADICTED: Final = ("SOA", "contradicted")
_CONTRADICTIONS: Final = ("gate", "applicability", "contradictions")
_LISTS_OF_SOURCES: Final = (("TIER", "sources", "classes"), ("TIER", "sources", "facts"))
_SPEAKING: Final = ("gate", "tier", "_speaks")


def check_names(
    tables: Tables,
    controls: Collection[AuthoredControl],
    modules: Collection[Module],
    refusals: Refusals,
) -> None:
    """Refuses names that nothing in the catalogue or in the policies has, each at its place."""
    _check_rules(tables, {rule.annotation.rule for one in controls for rule in one.rules}, refusals)
    _check_contradictions(tables, {each.control for each in controls}, modules, refusals)
    _check_sources(tables, modules, refusals)


def elements_of(modules: Collection[Module], rule: PathOf) -> set[str | None]:
    """The constant elements of a set that policies define; `rule` begins with its package."""
    return {
        constant(node.key)
        for module in modules
        for node in module.rules
        if (*module.package, node.name) == rule
    }


def _check_rules(tables: Tables, rules: Collection[str | None], refusals: Refusals) -> None:
    for path in _LISTS_OF_RULES:
        for index, rule in _elements(tables.at(*path)):
            if not _is_one_of(rule, rules):
                refusals.add(
                    tables.place(*path, index),
                    f"{'.'.join(path)} names an unknown rule: {rule}",
                    "use ids of the catalogue",
                )


def _check_contradictions(
    tables: Tables, controls: Collection[str], modules: Collection[Module], refusals: Refusals
) -> None:
    contradicted = tables.at(*_CONTRADICTED)
    proved = elements_of(modules, _CONTRADICTIONS)
    for control, condition in contradicted.items() if isinstance(contradicted, Mapping) else ():
        place = tables.place(*_CONTRADICTED, control)
        if control not in controls:
            what = f"SOA.contradicted names an unknown control: {control}"
            refusals.add(place, what, "use ids of the catalogue")
        if not _is_one_of(condition, proved):
            what = f'the condition "{condition}" is nowhere proved'
            refusals.add(place, what, "use a name of policies/gate/applicability.rego")


def _check_sources(tables: Tables, modules: Collection[Module], refusals: Refusals) -> None:
    proved = elements_of(modules, _SPEAKING)
    for path in _LISTS_OF_SOURCES:
        for index, source in _elements(tables.at(*path)):
            code = source.get("code") if isinstance(source, Mapping) else None
            if not _is_one_of(code, proved):
                refusals.add(
                    tables.place(*path, index),
                    f"nothing says when the source {code} speaks",
                    "use a name of policies/gate/tier.rego",
                )


def _is_one_of(value: JsonValue, names: Collection[str | None]) -> bool:
    return isinstance(value, str) and value in names


def _elements(listed: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    for index, element in enumerate(listed if isinstance(listed, list) else []):
        yield str(index), element
