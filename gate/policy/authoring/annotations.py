"""What authors write above their proofs: controls and rules, read from METADATA blocks."""

import re
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.rego import Module, RuleNode, constant

FAMILIES: Final = (("iso42001",), ("gate", "rules"))
"""Packages below which each package is a control."""

_GUIDE: Final = "docs/policy-authoring.md shows the fields"
_SLUG: Final = re.compile(r"[./-]")

Text = Annotated[str, Field(min_length=1)]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class SeverityLine(_Shape):
    """`set` replaces the profile's severity when the condition `when` holds."""

    when: _Name
    set: Literal["D", "R", "W", "-"]


class Maps(_Shape):
    """Where other frameworks ask for the same."""

    eu_ai_act: Text | None = None
    nist_ai_rmf: Text | None = None
    iso: Text | None = None


class RuleAnnotation(_Shape):
    """The `custom` part above a proof; `docs/policy-authoring.md` explains each field."""

    rule: Text
    profile: Literal["K", "S", "A", "O", "I"]
    needs: list[Text]
    remediation: Text
    each: Text | None = None
    reason: Text | None = None
    tiers: list[Literal["minimal", "limited", "high", "critical"]] = []
    envs: list[Literal["dev", "staging", "prod"]] = []
    actions: list[Literal["deploy", "update", "rollback", "retire"]] = ["deploy", "update"]
    lift: Text | None = None
    severity: list[SeverityLine] = []
    waivable: bool = True
    found: list[Text] = []
    required: Text | None = None
    maps: Maps = Maps()
    open: Text | None = None


@dataclass(frozen=True, slots=True)
class AuthoredRule:
    """A rule as its author wrote it."""

    place: Place
    title: str
    control: str
    annotation: RuleAnnotation


@dataclass(frozen=True, slots=True)
class AuthoredControl:
    """A control: a module, and the rules in it in the order of the file."""

    module: Module
    control: str
    title: str
    rules: tuple[AuthoredRule, ...]


def slug(control: str) -> str:
    """A control's id as file names and paths have it: `CL-6.1.2/8.2` is `cl_6_1_2_8_2`."""
    return _SLUG.sub("_", control).lower()


def read_controls(modules: list[Module], refusals: Refusals) -> list[AuthoredControl]:
    """The controls among `modules`; what is not right goes to `refusals` and is left out."""
    controls = []
    for module in modules:
        if module.package[:-1] in FAMILIES:
            control = _control(module, refusals)
            if control is not None:
                controls.append(control)
        else:
            _refuse_rules(module, refusals)
    _refuse_repeated(controls, refusals)
    return controls


def _control(module: Module, refusals: Refusals) -> AuthoredControl | None:
    place = Place(module.file, module.line)
    title = module.annotation.get("title")
    control = module.annotation.get("custom", {}).get("control")
    if not isinstance(title, str) or not isinstance(control, str) or not title or not control:
        refusals.add(
            place,
            "a control's package has no title or no custom.control",
            'add "# METADATA", "# scope: package", "# title: …" and "# custom: {control: …}" '
            "above the package",
        )
        return None
    expected = (*module.package[:-1], slug(control))
    if module.package != expected or not module.file.endswith(f"/{slug(control)}.rego"):
        refusals.add(
            place,
            f"the control {control} does not fit its package or file",
            f"name the package {'.'.join(expected)} and the file {slug(control)}.rego",
        )
    rules = [_rule(node, control, refusals) for node in module.rules]
    found = tuple(rule for rule in rules if rule is not None)
    if not any(node.name == "passes" for node in module.rules):
        refusals.add(place, f"the control {control} has no rule", "write one, or take it away")
    return AuthoredControl(module, control, title, found)


def _rule(node: RuleNode, control: str, refusals: Refusals) -> AuthoredRule | None:
    custom = (node.annotation or {}).get("custom") or {}
    proof = constant(node.key) if node.name == "passes" and len(node.ref) == 1 else None
    if not custom:
        if proof is not None:
            refusals.add(
                node.place,
                f"the proof of {proof} has no annotation",
                "write a METADATA block with title and custom above it; a rule has one proof, "
                "alternatives go into a rule of their own that it calls",
            )
        return None
    if proof is None:
        refusals.add(
            node.place,
            "an annotated rule has no proof",
            'write `passes contains "<rule>" if { … }` below the annotation',
        )
        return None
    annotation = _annotation(node, custom, refusals)
    title = (node.annotation or {}).get("title")
    if not isinstance(title, str) or not title:
        refusals.add(node.place, f"{proof} has no title", "add a fact that is true when it passes")
        return None
    if annotation is None:
        return None
    number = annotation.rule.removeprefix(f"{control}-")
    if annotation.rule != proof or not re.fullmatch(r"[1-9][0-9]*", number):
        refusals.add(
            node.place,
            f"the id {annotation.rule} of the annotation does not fit the proof of {proof} "
            f"or the control {control}",
            f"use one id in both: {control}-<number>",
        )
        return None
    return AuthoredRule(node.place, title, control, annotation)


def _annotation(
    node: RuleNode, custom: dict[str, object], refusals: Refusals
) -> RuleAnnotation | None:
    try:
        return RuleAnnotation.model_validate(custom)
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            where = ".".join(str(part) for part in problem["loc"])
            refusals.add(node.place, f"custom.{where}: {problem['msg']}", _GUIDE)
        return None


def _refuse_rules(module: Module, refusals: Refusals) -> None:
    for node in module.rules:
        if (node.annotation or {}).get("custom", {}).get("rule"):
            refusals.add(
                node.place,
                "a rule of the catalogue stands outside the packages of controls",
                "move it to policies/iso42001/<control>.rego",
            )


def _refuse_repeated(controls: list[AuthoredControl], refusals: Refusals) -> None:
    controls_seen: set[str] = set()
    rules_seen: set[str] = set()
    for control in controls:
        if control.control in controls_seen:
            place = Place(control.module.file, control.module.line)
            refusals.add(place, f"the control {control.control} is there twice", "keep one")
        controls_seen.add(control.control)
        for rule in control.rules:
            if rule.annotation.rule in rules_seen:
                refusals.add(
                    rule.place,
                    f"{rule.annotation.rule} has a second proof",
                    "keep one; alternatives go into a rule of their own that it calls",
                )
            rules_seen.add(rule.annotation.rule)
