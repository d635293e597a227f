"""A folder of policies, read and found to be right; whatever cannot be right is refused here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from gate.canon import JsonValue
from gate.errors import Misconfigured
from gate.model.catalogue import Catalogue
from gate.model.request.schema import request_schema
from gate.policy.authoring.annotations import AuthoredControl, read_controls
from gate.policy.authoring.author_sets import check_author_sets
from gate.policy.authoring.capabilities import check_calls
from gate.policy.authoring.catalogue import catalogue_data, catalogue_of, in_order, paths_data
from gate.policy.authoring.documents import input_schema, nodes_of, schema_of_value
from gate.policy.authoring.inference import Inference
from gate.policy.authoring.keys import check_keys
from gate.policy.authoring.overrides import read_overrides
from gate.policy.authoring.paths import check_paths
from gate.policy.authoring.refusals import Refusals
from gate.policy.authoring.rego import Module, parse_modules
from gate.policy.authoring.rollout import ReleaseFile, read_release_file
from gate.policy.authoring.sources import CAPABILITIES, SCHEMAS, Sources
from gate.policy.authoring.table_names import check_names, elements_of
from gate.policy.authoring.tables import read_tables
from gate.policy.manifest import release_id
from gate.policy.toolchain import Opa

_LIFTS: Final = ("gate", "lib", "lift", "holds")
_TABLES: Final = "data.tables"


@dataclass(frozen=True, slots=True)
class CheckedPolicies:
    """Policies that passed every check, with the data that the build makes from them.

    `controls` are in the order of the catalogue.
    """

    sources: Sources
    controls: tuple[AuthoredControl, ...]
    catalogue: Catalogue
    release: ReleaseFile
    data: Mapping[str, JsonValue]

    @property
    def id(self) -> str:
        """The id of the release that these policies make."""
        return release_id(self.release.name, self.release.version, self.sources.digest)


def check_policies(sources: Sources, opa: Opa) -> CheckedPolicies:
    """Reads the policies and checks all that can be checked without a request.

    Raises:
        Misconfigured: something cannot be right; every problem names file, line and fix.
    """
    refusals = Refusals()
    modules = parse_modules(opa, sources.folder, list(sources.rego), refusals)
    refusals.check()
    controls = in_order(read_controls(modules, refusals))
    overrides = read_overrides(sources, refusals)
    tables = read_tables(sources, overrides, refusals)
    schema = _input_schema(sources)
    _check_rules(modules, controls, schema, refusals)
    documents = {
        "input": nodes_of(schema),
        _TABLES: nodes_of({"anyOf": [schema_of_value(tables.value)]}),
    }
    Inference(modules, documents, refusals).check()
    check_keys(modules, refusals)
    _check_capabilities(sources, modules, opa, refusals)
    names = [each.control for each in controls]
    release = read_release_file(sources, overrides, names, refusals)
    rules = [rule.annotation.rule for control in controls for rule in control.rules]
    check_names(tables, controls, modules, refusals)
    refusals.check()
    if release is None or not rules:
        raise Misconfigured(f"{sources.folder} has no rule: there is nothing to build")
    _check_types(sources, schema, opa)
    data: dict[str, JsonValue] = {
        "catalogue": catalogue_data(controls),
        "paths": paths_data(controls),
        "policy": {"rollout": release.rollout},
        "tables": tables.value,
    }
    return CheckedPolicies(sources, tuple(controls), catalogue_of(controls), release, data)


def _input_schema(sources: Sources) -> dict[str, Any]:
    facts, clock = (
        orjson.loads(sources.shapes[f"{SCHEMAS}/{name}.schema.json"]) for name in ("facts", "clock")
    )
    return input_schema(request_schema(), facts, clock)


def _check_rules(
    modules: list[Module],
    controls: list[AuthoredControl],
    schema: Mapping[str, Any],
    refusals: Refusals,
) -> None:
    document = nodes_of(schema)
    lifts = elements_of(modules, _LIFTS)
    for control in controls:
        check_author_sets(control, refusals)
        for rule in control.rules:
            check_paths(rule, document, refusals)
            lift = rule.annotation.lift
            if lift is not None and lift not in lifts:
                refusals.add(
                    rule.place,
                    f"the lift {lift} is nowhere said",
                    "use a name of policies/gate/lib/lift.rego, or add it there",
                )


def _check_capabilities(
    sources: Sources, modules: list[Module], opa: Opa, refusals: Refusals
) -> None:
    current = opa.json(["capabilities", "--current"], folder=sources.folder)
    check_calls(modules, orjson.loads(sources.capabilities), current, refusals)


def _check_types(sources: Sources, schema: Mapping[str, Any], opa: Opa) -> None:
    """OPA's own checker: strict, typed by the schema, and without any other built-in."""
    with TemporaryDirectory() as folder:
        input_file = Path(folder) / "input.json"
        input_file.write_bytes(orjson.dumps(schema))
        capabilities = sources.folder / CAPABILITIES
        arguments = ["check", "--strict", "--capabilities", str(capabilities.resolve())]
        arguments += ["--schema", str(input_file), *sources.rego]
        ran = opa.run(arguments, folder=sources.folder)
    if ran.code != 0:
        raise Misconfigured(f"opa check refuses the policies: {ran.errors}")
