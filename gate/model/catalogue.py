"""The catalogue of a release: every control and rule, in words that people read.

Evaluation answers with rule ids; titles, remediation and links come from here, so that texts can
be translated without touching what is evaluated.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Control(_Shape):
    """One control; `order` is its place in every list, starting at 0."""

    control: Text
    title: Text
    order: Annotated[int, Field(ge=0)]


class Scope(_Shape):
    """Where a rule is asked at all; an empty tuple means everywhere.

    `applies` and `each` say in words what else narrows it; null: nothing does.
    """

    tiers: tuple[Text, ...] = ()
    envs: tuple[Text, ...] = ()
    actions: tuple[Text, ...] = ()
    applies: Text | None = None
    each: Text | None = None


class SeverityRow(_Shape):
    """One exception from the profile's severity: the first row whose `when` holds decides."""

    when: Text
    set: Literal["D", "R", "W", "-"]


class Rule(_Shape):
    """One rule; `title` is a fact that is true when it passes.

    `needs` are paths of the policy input, `reason` says why the rule is not applicable when it is
    not, `docs` is where to read more.
    """

    rule: Text
    control: Text
    title: Text
    required: Text
    remediation: Text
    profile: Literal["K", "S", "A", "O", "I"]
    needs: tuple[Text, ...] = ()
    scope: Scope = Scope()
    severity: tuple[SeverityRow, ...] = ()
    waivable: bool = True
    maps: Mapping[str, str] = {}
    reason: str = ""
    docs: str = ""


class Catalogue(_Shape):
    """All controls and all rules of a release, each id once, each rule under a known control."""

    controls: tuple[Control, ...]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        controls = {control.control for control in self.controls}
        if len(controls) != len(self.controls):
            raise ValueError("a control is listed twice")
        if len(self.by_rule) != len(self.rules):
            raise ValueError("a rule is listed twice")
        if any(rule.control not in controls for rule in self.rules):
            raise ValueError("a rule names a control that is not listed")
        return self

    @cached_property
    def by_rule(self) -> Mapping[str, Rule]:
        """Every rule by its id."""
        return {rule.rule: rule for rule in self.rules}

    @cached_property
    def by_control(self) -> Mapping[str, Control]:
        """Every control by its id."""
        return {control.control: control for control in self.controls}
