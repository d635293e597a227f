"""Who approved that a rule is loosened, and why: a file beside the policies.

loosened:
  - rule: A.6.2.8-1
    reason: The stop control of the platform is tested weekly now.
    approver: petra.sandin@halvarbank.example
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from gate.canon import canonical_bytes
from gate.errors import Invalid, Problem
from gate.limits import IMPACT_APPROVALS_BYTES_MAX
from gate.strict_yaml import YamlInvalid, read_yaml

Written = Annotated[str, Field(pattern=r"\S")]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class ApprovedRule(_Shape):
    """One rule that may let pass what it stopped; also one that may be gone."""

    rule: Written
    reason: Written
    approver: Written


class Approvals(_Shape):
    """What a file of approvals says: each rule once."""

    loosened: Annotated[tuple[ApprovedRule, ...], Strict(False)]

    def repeated(self) -> int | None:
        """The place of the first approval whose rule an earlier one has; None where none has."""
        seen: set[str] = set()
        for place, approval in enumerate(self.loosened):
            if approval.rule in seen:
                return place
            seen.add(approval.rule)
        return None


def read_approvals(path: Path | None) -> tuple[ApprovedRule, ...]:
    """What the file approves; nothing without a file.

    Raises:
        Invalid: it cannot be read, is not of this shape, or has a rule twice; with every line.
    """
    if path is None:
        return ()
    try:
        with path.open("rb") as file:
            content = file.read(IMPACT_APPROVALS_BYTES_MAX + 1)
    except OSError as error:
        raise Invalid(f"the approvals cannot be read: {error.strerror}") from error
    if len(content) > IMPACT_APPROVALS_BYTES_MAX:
        raise Invalid(f"the approvals have more than {IMPACT_APPROVALS_BYTES_MAX} bytes")
    return _approvals(content)


def _approvals(content: bytes) -> tuple[ApprovedRule, ...]:
    try:
        document = read_yaml(content.decode())
        found = Approvals.model_validate_json(canonical_bytes(document.value))
    except UnicodeDecodeError as error:
        raise Invalid("the approvals are not UTF-8") from error
    except YamlInvalid as error:
        raise Invalid(f"the approvals cannot be read: {error}") from error
    except ValidationError as error:
        problems = tuple(
            _problem("".join(f"/{step}" for step in each["loc"]), document.lines)
            for each in error.errors(include_url=False, include_input=False)
        )
        raise Invalid("the approvals do not have their shape", problems) from error
    twice = found.repeated()
    if twice is not None:
        line = document.lines.get(f"/loosened/{twice}", 1)
        raise Invalid(f"the approvals have a rule twice: line {line}")
    return found.loosened


def _problem(pointer: str, lines: Any) -> Problem:
    above = pointer
    while above and above not in lines:
        above = above.rpartition("/")[0]
    detail = (
        f"line {lines.get(above, 1)}: write loosened: as a list, each element with rule, reason "
        "and approver, and nothing else"
    )
    return Problem(pointer, "approval_invalid", detail)
