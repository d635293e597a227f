"""What the pipeline itself signed about a release: image, commit and monitoring.

Registers of the organisation say the same about a system; both are asked, and whatever is worse
counts. Where they contradict each other about a digest, the gate does not know it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.sources import RegisteredKeys
from gate.intake.stated import object_at, text_at
from gate.intake.statements import SignedStatement
from gate.limits import PROBE_HOURS_MAX
from gate.model.instant import instant_of

PIPELINE_PREDICATE: Final = "https://ai-deployment-gate.example/pipeline/v1"
IMAGE_SUBJECT: Final = "image"
_USE: Final = "pipeline"
_SAME_RELEASE: Final = (("system", "id"), ("version", "version"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The statements of one request by keys registered for pipelines.

    A statement counts for the system and version it names, from the instant it states on, when its
    key counted at that instant.
    """

    statements: Sequence[SignedStatement]
    keys: RegisteredKeys | None
    document: JsonObject
    now: datetime

    def added_to(self, registries: JsonObject) -> JsonObject:
        """`registries` (`facts.registries`) with what the pipeline signed."""
        believed = list(self._believed())
        said = [statement.predicate for statement in believed]
        found = registries
        return {
            **registries,
            "image_digest": _agreed([found["image_digest"], *_images(believed)]),
            "monitor_probe_ok": _worst([found["monitor_probe_ok"], *map(self._probe, said)]),
            "code_signed": _worst([found["code_signed"], *map(self._code, said)]),
        }

    def _believed(self) -> Iterator[SignedStatement]:
        system = object_at(self.document, "system")
        for statement in self.statements:
            said = statement.predicate
            at = instant_of(text_at(said, "at"))
            if (
                self.keys is not None
                and statement.predicate_type == PIPELINE_PREDICATE
                and all(said.get(each) == system.get(key) for each, key in _SAME_RELEASE)
                and at is not None
                and at <= self.now
                and statement.verified(self.keys, use=_USE, system_id=text_at(system, "id"), at=at)
            ):
                yield statement

    def _probe(self, stated: JsonObject) -> JsonValue:
        probe = object_at(stated, "monitorProbe")
        at = instant_of(text_at(probe, "at"))
        if at is None or not self.now - timedelta(hours=PROBE_HOURS_MAX) <= at <= self.now:
            return None
        return probe.get("ok")

    def _code(self, stated: JsonObject) -> JsonValue:
        """Only about the commit that the request names."""
        code = object_at(stated, "code")
        commit = object_at(object_at(self.document, "design"), "code").get("commit")
        same = isinstance(commit, str) and commit == code.get("commit")
        return code.get("signed") if same else None


def _images(statements: Iterable[SignedStatement]) -> Iterator[str]:
    for statement in statements:
        for subject in statement.subjects:
            value = text_at(object_at(subject, "digest"), "sha256")
            if subject.get("name") == IMAGE_SUBJECT and value:
                yield f"sha256:{value}"


def _worst(stated: Iterable[JsonValue]) -> bool | None:
    found = [value for value in stated if isinstance(value, bool)]
    return all(found) if found else None


def _agreed(stated: Iterable[JsonValue]) -> str | None:
    found = {value for value in stated if isinstance(value, str)}
    return found.pop() if len(found) == 1 else None
