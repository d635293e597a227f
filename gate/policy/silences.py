"""Rules that may pass without something they need, each with its reason: `testing/silences.yaml`.

silences:
  - {rule: A.10.3-4, path: "suppliers[].certificates", reason: why the rule may stay silent}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gate.errors import Misconfigured
from gate.strict_yaml import YamlInvalid, read_yaml

_FILE: Final = Path("testing") / "silences.yaml"


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Silence(_Shape):
    rule: str
    path: str
    reason: Annotated[str, Field(min_length=20)]


class _Document(_Shape):
    silences: tuple[_Silence, ...]


@dataclass(frozen=True, slots=True)
class Silences:
    """The reasons by (rule, path of its `needs`), and the file that gives them."""

    file: Path
    reasons: Mapping[tuple[str, str], str]


def read_silences(policies: Path) -> Silences:
    """The justified silences of the folder `policies`; none where the file is absent.

    Raises:
        Misconfigured: the file is not right.
    """
    file = policies / _FILE
    if not file.is_file():
        return Silences(file, {})
    try:
        document = _Document.model_validate(read_yaml(file.read_text(encoding="utf-8")).value)
    except (YamlInvalid, ValidationError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{file} is not a list of silences, each with rule, path (one that the rule needs) and "
            "a reason of at least 20 characters"
        ) from error
    return Silences(file, {(each.rule, each.path): each.reason for each in document.silences})
