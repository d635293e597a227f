"""One rule of a release as people ask about it: where it is asked, how grave it is, its proof."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gate.errors import NotFound
from gate.model.catalogue import Control, Rule
from gate.policy.bundle import rego_sources
from gate.policy.release import Release

TIERS: Final = ("minimal", "limited", "high", "critical")
ENVIRONMENTS: Final = ("dev", "staging", "prod")

_CLOSING: Final = re.compile(r"[\])}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the author wrote: the file among the policies, and the statements that name the rule."""

    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRule:
    """A rule, with what the tables of its release say about it.

    `severities` has for each environment what a failure does at each of `TIERS`, before named
    conditions and the rollout; `lift` names what raises it to the next tier; `mode` is the rollout
    of its control, `mode_from` the day on which that begins.
    """

    rule: Rule
    control: Control
    severities: Mapping[str, tuple[str, ...]]
    lift: str | None
    never_waived: bool
    mode: str
    mode_from: str | None
    proof: Proof

    def as_json(self) -> dict[str, Any]:
        """The same for programs: the rule of the catalogue, and what is said about it."""
        return {
            **self.rule.model_dump(mode="json"),
            "control_title": self.control.title,
            "severities": {
                environment: dict(zip(TIERS, row, strict=True))
                for environment, row in self.severities.items()
            },
            "lift": self.lift,
            "never_waived": self.never_waived,
            "mode": self.mode,
            "mode_from": self.mode_from,
            "proof": {"file": self.proof.file, "text": self.proof.text},
        }


def explain(release: Release, rule: str) -> ExplainedRule:
    """Everything the release says of `rule`.

    Raises:
        NotFound: the release has no such rule; the message names the ones that look like it.
    """
    found = release.catalogue.by_rule.get(rule)
    if found is None:
        raise NotFound(f"the release has no such rule; {_hint(release, rule.upper())}")
    data = orjson.loads(release.data)
    tables, entry = data["tables"], data["catalogue"]["rules"][rule]
    mode, mode_from = _mode(data, found)
    return ExplainedRule(
        rule=found,
        control=release.catalogue.by_control[found.control],
        severities={env: tuple(tables["SEVERITY"][found.profile][env]) for env in ENVIRONMENTS},
        lift=entry.get("lift"),
        never_waived=not found.waivable or rule in tables.get("WAIVER", {}).get("never", []),
        mode=mode,
        mode_from=mode_from,
        proof=_proof(release, rule),
    )


def _hint(release: Release, wanted: str) -> str:
    """The rules that may have been meant: those of a control, or those with a similar id."""
    rules = release.catalogue.by_rule
    close = [known for known, rule in rules.items() if rule.control.upper() == wanted]
    close = close or difflib.get_close_matches(wanted, rules, n=3)
    return f"did you mean {' or '.join(close)}?" if close else "gate policy catalogue lists all"


def _mode(data: Mapping[str, Any], rule: Rule) -> tuple[str, str | None]:
    if rule.rule in data["tables"]["MODE"]["fixed"]:
        return "enforce", None
    rollout = data["policy"]["rollout"]
    setting = rollout.get(rule.control, rollout.get("*", {"mode": "enforce"}))
    return setting["mode"], setting.get("from")


def _proof(release: Release, rule: str) -> Proof:
    found = proof_in(rego_sources(release.bundle), rule)
    if found is None:
        raise NotFound(f"the bundle of the release has no proof of {rule}")
    return found


def proof_in(sources: Mapping[str, str], rule: str) -> Proof | None:
    """The statements of the module that holds the proof, each that names the rule in its head."""
    for file, source in sources.items():
        if f'passes contains "{rule}"' in source:
            named = [text for text in statements(source) if f'"{rule}"' in text.partition("\n")[0]]
            return Proof(file=file, text="\n\n".join(named))
    return None


def statements(source: str) -> Iterator[str]:
    """The statements of a formatted module, comments left out: each begins at the left margin."""
    lines: list[str] = []
    for line in source.splitlines():
        begins = line and not line[0].isspace() and not _CLOSING.match(line)
        if begins and lines:
            yield "\n".join(lines).rstrip()
            lines = []
        if not line.startswith("#"):
            lines.append(line)
    yield "\n".join(lines).rstrip()
