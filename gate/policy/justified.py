"""What the tests of policies may let through, each with its reason: three files in `testing/`.

`survivors.yaml` names mutants that no test can notice:

survivors:
  - {rule: A.9.2-3, change: negated, reason: why no test can tell}

`silences.yaml` names rules that may pass without something they need:

silences:
  - {rule: A.10.3-4, path: "suppliers[].certificates", reason: why the rule may stay silent}

`admissions.yaml` names what a request could leave out so that a rule stops it no longer:

admissions:
  - {rule: A.7.4-1, paths: [/data/*/quality], cases: [case_deny], reason: why silence is no way out}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gate.errors import Misconfigured
from gate.strict_yaml import YamlInvalid, read_yaml

_FOLDER: Final = "testing"
_Reason = Annotated[str, Field(min_length=20)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Survivor(_Shape):
    rule: str
    change: Literal["dropped", "negated"]
    reason: _Reason


class _Survivors(_Shape):
    survivors: tuple[_Survivor, ...]


class _Silence(_Shape):
    rule: str
    path: str
    reason: _Reason


class _Silences(_Shape):
    silences: tuple[_Silence, ...]


class _Admission(_Shape):
    rule: str
    paths: Annotated[tuple[Annotated[str, Field(pattern="^/")], ...], Field(min_length=1)]
    cases: Annotated[tuple[str, ...], Field(min_length=1)]
    reason: _Reason


class _Admissions(_Shape):
    admissions: tuple[_Admission, ...]


_Document = TypeVar("_Document", bound=_Shape)


@dataclass(frozen=True, slots=True)
class Justified:
    """The reasons by (rule, change) or (rule, path of its `needs`), and the file that has them."""

    file: Path
    reasons: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class ReviewedAdmission:
    """The cases that are better off without a value, and why that is no way out."""

    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewed admissions by (rule, JSON pointer with `*` for places), and their file."""

    file: Path
    rows: Mapping[tuple[str, str], ReviewedAdmission]

    @property
    def paths(self) -> frozenset[str]:
        """The pointers of all rows."""
        return frozenset(path for _, path in self.rows)


def read_survivors(policies: Path) -> Justified:
    """The justified survivors of the folder `policies`; none where the file is absent.

    Raises:
        Misconfigured: the file is not right.
    """
    file = policies / _FOLDER / "survivors.yaml"
    found = _read(file, _Survivors, "survivors, each with rule, change (dropped or negated)")
    listed = found.survivors if found else ()
    return Justified(file, {(each.rule, each.change): each.reason for each in listed})


def read_silences(policies: Path) -> Justified:
    """The justified silences of the folder `policies`; none where the file is absent.

    Raises:
        Misconfigured: the file is not right.
    """
    file = policies / _FOLDER / "silences.yaml"
    found = _read(file, _Silences, "silences, each with rule, path (one that the rule needs)")
    listed = found.silences if found else ()
    return Justified(file, {(each.rule, each.path): each.reason for each in listed})


def read_admissions(policies: Path) -> Reviewed:
    """The reviewed admissions of the folder `policies`; none where the file is absent.

    Raises:
        Misconfigured: the file is not right, or has two rows for one rule and path.
    """
    file = policies / _FOLDER / "admissions.yaml"
    found = _read(file, _Admissions, "admissions, each with rule, paths (from /), cases")
    listed = [(each, path) for each in (found.admissions if found else ()) for path in each.paths]
    rows = {(each.rule, path): ReviewedAdmission(each.cases, each.reason) for each, path in listed}
    if len(rows) < len(listed):
        raise Misconfigured(f"{file} has two rows for one rule and path; make one of them")
    return Reviewed(file, rows)


def _read(file: Path, shape: type[_Document], entries: str) -> _Document | None:
    if not file.is_file():
        return None
    try:
        return shape.model_validate(read_yaml(file.read_text(encoding="utf-8")).value)
    except (YamlInvalid, ValidationError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{file} is not a list of {entries} and a reason of at least 20 characters"
        ) from error
