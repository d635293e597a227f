"""Reading the organisation's folder: strict YAML, every problem with file, line and field.

| file | says |
|---|---|
| `people.yaml` | who exists, with roles, authority and keys |
| `incidents.yaml` | every incident and every breached threshold |
| `concerns.yaml` | every concern that somebody raised |
| `systems.yaml` | what other tools found about each system |
| `profile.yaml` | what the management system has in place, for every request |
| `allowed.yaml` | the regions, tools and licences that are allowed |

Each may be absent; then what it would say is not known. Another YAML file in the folder is refused:
`peoples.yaml` would otherwise be a register that silently does not exist.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from gate.canon import JsonObject, canonical_bytes, digest_of
from gate.errors import Misconfigured
from gate.limits import ORGANISATION_FILE_BYTES_MAX
from gate.people.allowed import AllowedFile
from gate.people.directory import PeopleFile
from gate.people.organisation import Organisation
from gate.people.profile import ProfileFile
from gate.people.records import ConcernsFile, IncidentsFile, Record, SystemsFile
from gate.strict_yaml import YamlDocument, YamlInvalid, read_yaml


class _Kind(NamedTuple):
    model: type[Record]
    attribute: str


_KINDS: Final[Mapping[str, _Kind]] = {
    "people.yaml": _Kind(PeopleFile, "people"),
    "incidents.yaml": _Kind(IncidentsFile, "incidents_file"),
    "concerns.yaml": _Kind(ConcernsFile, "concerns_file"),
    "systems.yaml": _Kind(SystemsFile, "systems_file"),
    "profile.yaml": _Kind(ProfileFile, "profile"),
    "allowed.yaml": _Kind(AllowedFile, "allowed_file"),
}
_PROBLEMS_SHOWN: Final = 20
_EXPECTED: Final = {"extra_forbidden": "an unknown key", "missing": "is required and is not there"}


def organisation_files(directory: Path) -> list[Path]:
    """The YAML files of the folder, sorted; names that begin with a dot are left out.

    Raises:
        Misconfigured: the folder cannot be read.
    """
    try:
        return sorted(
            path
            for path in directory.iterdir()
            if path.suffix.lower() in {".yaml", ".yml"} and not path.name.startswith(".")
        )
    except OSError:
        raise Misconfigured(
            f"the organisation folder cannot be read; expected one or more of {', '.join(_KINDS)}"
        ) from None


def read_organisation(directory: Path) -> Organisation:
    """The organisation that the folder describes.

    Raises:
        Misconfigured: the folder or a file cannot be read or breaks its schema; the sentence names
            file, line, field and what was expected, and never repeats a value.
    """
    files = organisation_files(directory)
    problems = [
        f"{path.name}: not a file of the organisation; expected {', '.join(_KINDS)}"
        for path in files
        if path.name not in _KINDS
    ]
    if not files:
        problems.append(f"no file is there; expected one or more of {', '.join(_KINDS)}")
    found: dict[str, Any] = {}
    content: dict[str, JsonObject] = {}
    for path in files:
        if path.name in _KINDS:
            kind = _KINDS[path.name]
            record = _read_file(path, kind.model, problems)
            if record is not None:
                found[kind.attribute] = record
                content[path.name] = record.model_dump(mode="json")
    if problems:
        raise Misconfigured(_sentence(problems))
    return Organisation(digest=digest_of(canonical_bytes(content)), **found)


def _read_file(path: Path, model: type[Record], problems: list[str]) -> Record | None:
    """The content of one file, or None after what is wrong was added to `problems`."""
    try:
        document = read_yaml(_text_of(path))
        return model.model_validate(document.value)
    except OSError:
        problems.append(f"{path.name}: cannot be read")
    except UnicodeDecodeError:
        problems.append(f"{path.name}: is not UTF-8")
    except YamlInvalid as error:
        problems.append(f"{path.name}, line {error.line}: {error.reason}")
    except ValidationError as error:
        problems.extend(_shown(path.name, document, error))
    return None


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(ORGANISATION_FILE_BYTES_MAX + 1)
    if len(raw) > ORGANISATION_FILE_BYTES_MAX:
        raise YamlInvalid(f"the file has more than {ORGANISATION_FILE_BYTES_MAX} bytes", 1)
    return raw.decode("utf-8-sig")


def _shown(name: str, document: YamlDocument, error: ValidationError) -> list[str]:
    shown = []
    for problem in error.errors(include_url=False, include_input=False):
        steps = [str(step).replace("~", "~0").replace("/", "~1") for step in problem["loc"]]
        pointer = "".join(f"/{step}" for step in steps)
        expected = _EXPECTED.get(problem["type"], problem["msg"])
        shown.append(f"{name}, line {_line(document, steps)}, {pointer or '/'}: {expected}")
    return shown


def _line(document: YamlDocument, steps: list[str]) -> int:
    """The line of the place, or of the nearest place around it that exists."""
    for end in range(len(steps), -1, -1):
        line = document.lines.get("".join(f"/{step}" for step in steps[:end]))
        if line is not None:
            return line
    return 1


def _sentence(problems: list[str]) -> str:
    shown = problems[:_PROBLEMS_SHOWN]
    if len(problems) > len(shown):
        shown.append(f"and {len(problems) - len(shown)} more")
    return "the organisation folder is not usable: " + "; ".join(shown)
