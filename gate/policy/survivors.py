"""Mutants that no test can notice, each with its reason: `testing/survivors.yaml` of a folder.

survivors:
  - {rule: A.9.2-3, change: negated, reason: why no test can tell}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gate.errors import Misconfigured
from gate.strict_yaml import YamlInvalid, read_yaml

_FILE: Final = Path("testing") / "survivors.yaml"


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Survivor(_Shape):
    rule: str
    change: Literal["dropped", "negated"]
    reason: Annotated[str, Field(min_length=20)]


class _Document(_Shape):
    survivors: tuple[_Survivor, ...]


@dataclass(frozen=True, slots=True)
class Survivors:
    """The reasons by (rule, change), and the file that gives them."""

    file: Path
    reasons: Mapping[tuple[str, str], str]


def read_survivors(policies: Path) -> Survivors:
    """The justified survivors of the folder `policies`; none where the file is absent.

    Raises:
        Misconfigured: the file is not right.
    """
    file = policies / _FILE
    if not file.is_file():
        return Survivors(file, {})
    try:
        document = _Document.model_validate(read_yaml(file.read_text(encoding="utf-8")).value)
    except (YamlInvalid, ValidationError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{file} is not a list of survivors, each with rule, change (dropped or negated) and "
            "a reason of at least 20 characters"
        ) from error
    return Survivors(file, {(each.rule, each.change): each.reason for each in document.survivors})
