"""What is taken away to see whether a rule notices: which places, in which documents.

A rule with `each` does not speak about every element of its list; of an element that it leaves
out nothing may be asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

import orjson

from gate.canon import JsonObject
from gate.errors import Misconfigured
from gate.model.catalogue import Catalogue, Rule
from gate.policy.absences import Steps, places_of
from gate.policy.release import Release
from gate.policy.toolchain import Opa

_EXEMPT_IN_EACH: Final = (
    "{name: items | some name, document in input; "
    "items := data.gate.proofs.exempt with input as document}"
)

Documents: TypeAlias = Mapping[str, JsonObject]
"""Policy inputs by name."""

Exempt: TypeAlias = frozenset[tuple[str, int]]
"""Rules with the places of the elements that they do not speak about."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One place of one document, and the rules that must not pass without what is there."""

    document: str
    steps: Steps
    rules: tuple[str, ...]


def by_size(names: Sequence[str], documents: Documents) -> list[str]:
    """`names`, the smallest document first."""
    return sorted(names, key=lambda name: (len(orjson.dumps(documents[name])), name))


def exempt_elements(release: Release, documents: Documents, opa: Opa) -> dict[str, Exempt]:
    """What the rules of `release` do not speak about, in each of `documents`.

    Raises:
        Misconfigured: `opa` cannot evaluate one of them.
    """
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "bundle.tar.gz").write_bytes(release.bundle)
        arguments = ["eval", "--bundle", "bundle.tar.gz", "--stdin-input", _EXEMPT_IN_EACH]
        ran = opa.run(arguments, folder=folder, stdin=orjson.dumps(documents))
    try:
        [result] = orjson.loads(ran.output)["result"]
        listed = result["expressions"][0]["value"]
    except (ValueError, KeyError, IndexError) as error:
        raise Misconfigured(f"opa eval could not ask what is exempt: {ran.errors}") from error
    return {
        name: frozenset((item[0], item[1]) for item in items if isinstance(item, list))
        for name, items in listed.items()
    }


def trials_of(
    catalogue: Catalogue,
    documents: Documents,
    chosen: Mapping[str, Sequence[str]],
    exempt: Mapping[str, Exempt],
) -> Iterator[Trial]:
    """Each place once, for all rules that need it: one evaluation tells of every rule."""
    rules: dict[tuple[str, Steps], list[str]] = {}
    for rule, names in chosen.items():
        entry = catalogue.by_rule[rule]
        for name in names:
            for steps in _places(entry, documents[name], exempt[name]):
                rules.setdefault((name, steps), []).append(rule)
    for (name, steps), needing in rules.items():
        yield Trial(name, steps, tuple(needing))


def _places(rule: Rule, document: JsonObject, exempt: Exempt) -> Iterator[Steps]:
    for path in rule.needs:
        is_of_each = rule.scope.each is not None and path.startswith(rule.scope.each)
        for steps in places_of(document, path):
            if not (is_of_each and any((rule.rule, step) in exempt for step in steps)):
                yield steps
