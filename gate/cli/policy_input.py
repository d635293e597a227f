"""What `gate policy eval` and `catalogue` work on: a release, and a policy input from a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from gate.errors import Invalid, Malformed
from gate.limits import ENGINE_SECONDS_MAX
from gate.policy.build import build_release
from gate.policy.reading import read_verdict
from gate.policy.release import Release, load_release, shipped_release
from gate.policy.toolchain import OPA_VERSION
from gate.policy.unique_json import parse_unique
from gate.policy.wasm import WasmEngine


@contextmanager
def release_for(file: Path | None, policies: Path | None) -> Iterator[Release]:
    """The release in `file`, or one built from the folder `policies`, or the shipped one.

    Raises:
        Misconfigured: it cannot be read or built.
    """
    if file is not None and policies is not None:
        raise Invalid("name one of --release and --policies")
    if policies is None:
        yield load_release(file) if file is not None else shipped_release()
        return
    with TemporaryDirectory() as folder:
        yield build_release(policies, Path(folder) / "release")


@dataclass(frozen=True, slots=True)
class Named:
    """A release that the command line names, and where it lies as long as the command runs."""

    release: Release
    path: Path


def are_policies(path: Path) -> bool:
    """Whether a folder has the sources of policies, which have to be built, and is no release."""
    return (path / OPA_VERSION).is_file()


@contextmanager
def release_at(path: Path) -> Iterator[Named]:
    """The release in a file or a folder, or the one that a folder of policies makes.

    Raises:
        Misconfigured: it cannot be read or built.
    """
    if not are_policies(path):
        yield Named(load_release(path), path)
        return
    with TemporaryDirectory() as folder:
        built = Path(folder) / "release"
        yield Named(build_release(path, built), built)


def verdict_on(file: str, release: Release) -> dict[str, Any]:
    """The verdict of `release` on the policy input in `file` (`-`: stdin).

    Raises:
        Invalid: the file cannot be read, or is no policy input.
        Malformed: it is not JSON, or has a key twice.
        EngineAnswerInvalid: there is no decision on it.
    """
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Invalid(f"the policy input cannot be read: {error.strerror}") from error
    try:
        document = parse_unique(content)
    except ValueError as error:
        raise Malformed(f"the policy input is not JSON: {error}") from error
    facts = document.get("facts") if isinstance(document, dict) else None
    decision_id = facts.get("decision_id") if isinstance(facts, dict) else None
    if not isinstance(decision_id, str):
        raise Invalid("the policy input has no facts.decision_id")
    engine = WasmEngine(release, instances=1)
    try:
        answer = engine.evaluate(orjson.dumps(document), seconds=ENGINE_SECONDS_MAX)
    finally:
        engine.close()
    verdict = read_verdict(answer, release=release, decision_id=decision_id)
    return verdict.model_dump(mode="json")
