"""What signed statements say about the artefacts of models: `facts.artifacts`.

The gate does not fetch artefacts. It knows a digest because it holds the file itself, or because a
key registered for artefacts signed a statement that names it: an in-toto statement, or the manifest
of OpenSSF model signing, whose root digest is computed again from its files.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.sources import EvidenceFiles, RegisteredKeys
from gate.intake.stated import object_at
from gate.intake.statements import NoStatement, SignedStatement, read_inline

_MODEL_SIGNING: Final = "https://model_signing/signature/v1.0"
_USE: Final = "artifacts"
_HEX: Final = re.compile(r"[0-9a-f]*")
_HEX_DIGITS: Final = {"sha256": 64, "sha384": 96, "sha512": 128}
_INLINE: Final = frozenset({"dsse", "sigstore"})


@dataclass(frozen=True, slots=True)
class _Named:
    """What one statement names.

    Attributes:
        digests: `<alg>:<value>` of every artefact it is about.
        by_name: for each name of a subject its digests.
        standing: whether a registered key signed it (`SignedStatement.verified`); False for a
            manifest that contradicts itself.
    """

    digests: frozenset[str]
    by_name: Mapping[str, frozenset[str]]
    standing: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifacts:
    """The sources for facts about artefacts, for one request."""

    statements: Sequence[SignedStatement]
    keys: RegisteredKeys | None
    files: EvidenceFiles | None
    system_id: str
    now: datetime

    def facts(self, models: Iterable[JsonObject]) -> JsonObject:
        """`facts.artifacts`: for each model id, `digest_ok` and `signature_ok` of its artefact."""
        attached = [self._named(statement) for statement in self.statements]
        return {
            identifier: self._fact(model, attached)
            for model in models
            if isinstance(identifier := model.get("id"), str)
        }

    def _fact(self, model: JsonObject, attached: Sequence[_Named]) -> JsonObject:
        artifact = object_at(model, "artifact")
        digest = object_at(artifact, "digest")
        if not digest:
            return {"digest_ok": None, "signature_ok": None}
        if not _well_formed(digest):
            return {"digest_ok": False, "signature_ok": None}
        written = f"{digest.get('alg')}:{digest.get('value')}"
        stated, broken = self._inline(object_at(artifact, "signature"))
        known = [*attached, *stated]
        return {
            "digest_ok": self._digest_ok(written, _names(model, artifact), known),
            "signature_ok": _signature_ok(written, known, broken=broken),
        }

    def _digest_ok(self, digest: str, names: set[str], known: Sequence[_Named]) -> bool | None:
        algorithm, _, value = digest.partition(":")
        held = self.files.verified(value) if self.files and algorithm == "sha256" else None
        verified = [each for each in known if each.standing is True]
        if held is False:
            return False
        if held or any(digest in each.digests for each in verified):
            return True
        others = (each.by_name.get(name, ()) for each in verified for name in names)
        named_otherwise = any(
            other.startswith(f"{algorithm}:") for digests in others for other in digests
        )
        return False if named_otherwise else None

    def _inline(self, signature: JsonObject) -> tuple[list[_Named], bool]:
        """The statements of `artifact.signature`, and whether one is there that cannot be read."""
        value = signature.get("value")
        if signature.get("type") not in _INLINE or not isinstance(value, str):
            return [], False
        try:
            return [self._named(statement) for statement in read_inline(value)], False
        except NoStatement:
            return [], True

    def _named(self, statement: SignedStatement) -> _Named:
        by_name: dict[str, frozenset[str]] = {}
        for subject in statement.subjects:
            name = subject.get("name")
            by_name[name if isinstance(name, str) else ""] = frozenset(_digests(subject))
        digests = frozenset(digest for found in by_name.values() for digest in found)
        standing = None
        if self.keys is not None:
            standing = statement.verified(
                self.keys, use=_USE, system_id=self.system_id, at=self.now
            )
        if statement.predicate_type == _MODEL_SIGNING:
            files = _manifest(statement)
            if files is None:
                return _Named(digests, by_name, False)
            digests |= files
        return _Named(digests, by_name, standing)


def _signature_ok(digest: str, known: Sequence[_Named], *, broken: bool) -> bool | None:
    standings = {each.standing for each in known if digest in each.digests}
    if True in standings:
        return True
    return False if broken or False in standings else None


def _manifest(statement: SignedStatement) -> frozenset[str] | None:
    """The digests of the files of a signed model, or None where they do not give its root digest.

    The root digest is the SHA-256 over the digests of the files, in the order of the manifest.
    """
    resources = statement.predicate.get("resources")
    subjects = statement.subjects
    if not isinstance(resources, list) or len(subjects) != 1:
        return None
    root = hashlib.sha256()
    found = set()
    for resource in resources:
        if not isinstance(resource, Mapping):
            return None
        digest = {"alg": resource.get("algorithm"), "value": resource.get("digest")}
        if not _well_formed(digest):
            return None
        root.update(bytes.fromhex(str(digest["value"])))
        found.add(f"{digest['alg']}:{digest['value']}")
    stated = object_at(subjects[0], "digest").get("sha256")
    return frozenset(found) if stated == root.hexdigest() else None


def _digests(subject: JsonObject) -> Iterator[str]:
    for algorithm, value in object_at(subject, "digest").items():
        yield f"{algorithm}:{value}"


def _well_formed(digest: JsonObject) -> bool:
    digits, value = _HEX_DIGITS.get(str(digest.get("alg"))), digest.get("value")
    return isinstance(value, str) and len(value) == digits and bool(_HEX.fullmatch(value))


def _names(model: JsonObject, artifact: JsonObject) -> set[str]:
    stated: list[JsonValue] = [model.get("id"), model.get("name"), artifact.get("uri")]
    return {name for name in stated if isinstance(name, str) and name}
