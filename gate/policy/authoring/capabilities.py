"""The built-ins that a policy may use: compiled natively into Wasm, and pure.

A built-in that Wasm hands to its host would need a second implementation of ours, and one that
depends on more than its arguments would decide differently tomorrow.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gate.policy.authoring.refusals import Refusals
from gate.policy.authoring.rego import Module, calls, place_of

_NATIVE: Final = frozenset(
    [
        "abs",
        "and",
        "array.concat",
        "array.flatten",
        "array.reverse",
        "array.slice",
        "assign",
        "base64.decode",
        "base64.encode",
        "base64.is_valid",
        "base64url.decode",
        "base64url.encode",
        "bits.and",
        "bits.lsh",
        "bits.negate",
        "bits.or",
        "bits.rsh",
        "bits.xor",
        "ceil",
        "concat",
        "contains",
        "count",
        "div",
        "endswith",
        "eq",
        "equal",
        "floor",
        "format_int",
        "glob.match",
        "graph.reachable",
        "gt",
        "gte",
        "indexof",
        "internal.member_2",
        "internal.member_3",
        "internal.template_string",
        "intersection",
        "is_array",
        "is_boolean",
        "is_null",
        "is_number",
        "is_object",
        "is_set",
        "is_string",
        "json.filter",
        "json.is_valid",
        "json.marshal",
        "json.remove",
        "json.unmarshal",
        "lower",
        "lt",
        "lte",
        "max",
        "min",
        "minus",
        "mul",
        "neq",
        "net.cidr_contains",
        "net.cidr_intersects",
        "numbers.range",
        "object.filter",
        "object.get",
        "object.keys",
        "object.remove",
        "object.union",
        "object.union_n",
        "or",
        "plus",
        "product",
        "regex.find_all_string_submatch_n",
        "regex.is_valid",
        "regex.match",
        "rego.metadata.chain",
        "rego.metadata.rule",
        "rem",
        "replace",
        "round",
        "sort",
        "split",
        "startswith",
        "strings.replace_n",
        "strings.reverse",
        "substring",
        "sum",
        "to_number",
        "trim",
        "trim_left",
        "trim_prefix",
        "trim_right",
        "trim_space",
        "trim_suffix",
        "type_name",
        "union",
        "upper",
        "walk",
    ]
)
"""OPA's own list of native built-ins (`builtin_metadata.json`, 1.22) without the deprecated ones,
and the two that the compiler resolves itself."""

_FEATURES: Final = ("rego_v1", "template_strings")

_HINTS: Final = (
    ("sprintf", 'use a template string: $"{name} is {value}"'),
    ("time.", "use input.clock: the gate reads the clock once, and days.since gives the age"),
    ("http.send", "put what it would fetch into facts or data; a decision asks nobody"),
    ("net.lookup_ip_addr", "put what it would look up into facts; a decision asks nobody"),
    ("opa.runtime", "put the setting into data; a decision depends on its input and release alone"),
    ("rand.", "take chance out of it; the same input has the same verdict for ever"),
    ("uuid.", "take chance out of it; the same input has the same verdict for ever"),
    ("io.jwt.", "let the gate check the signature; rules read input.facts"),
    ("crypto.", "let the gate check digests and signatures; rules read input.facts"),
    ("json.match_schema", "the edge has checked the request against its schema already"),
    ("json.verify_schema", "the edge has checked the request against its schema already"),
    ("semver.", "split the version at its dots and compare the parts"),
    ("json.patch", "use object.union, object.remove or a comprehension"),
    ("strings.any_", "use `some … in …` with startswith or endswith"),
    ("print", "use `gate policy eval` or a test to look at values"),
    ("trace", "use `gate policy eval` or a test to look at values"),
)
_OTHERWISE: Final = "policies/capabilities.json lists what may be used"


def allowed(current: Mapping[str, Any]) -> dict[str, Any]:
    """What `capabilities.json` holds, from all capabilities of the pinned OPA."""
    return {
        "builtins": [
            {
                name: _types_alone(each[name])
                for name in ("name", "decl", "infix", "relation")
                if name in each
            }
            for each in current["builtins"]
            if each["name"] in _NATIVE
        ],
        "features": list(_FEATURES),
    }


def check_calls(
    modules: Sequence[Module],
    capabilities: Mapping[str, Any],
    current: Mapping[str, Any],
    refusals: Refusals,
) -> None:
    """Refuses calls of built-ins that OPA has and a policy may not use, each with a hint."""
    forbidden = _names(current) - _names(capabilities)
    for module in modules:
        for name, node in calls(module):
            if name in forbidden:
                refusals.add(
                    place_of(node, module.file),
                    f"{name} may not be used: it is not native to Wasm, or not pure",
                    hint(name),
                )


def hint(name: str) -> str:
    """What to do instead of calling the forbidden built-in `name`."""
    return next((hint for start, hint in _HINTS if name.startswith(start)), _OTHERWISE)


def _types_alone(declaration: Any) -> Any:
    if isinstance(declaration, dict):
        return {
            name: _types_alone(value)
            for name, value in declaration.items()
            if name not in ("description", "name")
        }
    if isinstance(declaration, list):
        return [_types_alone(value) for value in declaration]
    return declaration


def _names(capabilities: Mapping[str, Any]) -> set[str]:
    return {each["name"] for each in capabilities["builtins"]}
