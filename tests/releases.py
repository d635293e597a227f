"""Builds small releases from the policies in `tests/policies`, with the project's own OPA."""

import shutil
import subprocess
import tarfile
from datetime import date
from pathlib import Path

import orjson

from gate.canon import JsonObject, digest_of
from gate.model.catalogue import Catalogue
from gate.policy.manifest import release_id
from gate.policy.release import Release, ReleaseParts, write_release
from tests.shared import ROOT

OPA = ROOT / ".tools" / "bin" / "opa"
POLICIES = ROOT / "tests" / "policies"
SOURCES = digest_of(b"the sources of a release for tests")
MINI_RULES = ("GATE-1", "M.1-1", "M.1-2", "M.2-1")


def catalogue_of(rules: tuple[str, ...]) -> Catalogue:
    """A catalogue in words for `rules`, each under the control before its last hyphen."""
    controls = dict.fromkeys(rule.rsplit("-", 1)[0] for rule in rules)
    return Catalogue.model_validate_json(
        orjson.dumps(
            {
                "controls": [
                    {"control": control, "title": f"Control {control}", "order": place}
                    for place, control in enumerate(controls)
                ],
                "rules": [
                    {
                        "rule": rule,
                        "control": rule.rsplit("-", 1)[0],
                        "title": f"Rule {rule} holds",
                        "required": f"What {rule} asks for",
                        "remediation": f"Do what {rule} asks for.",
                        "profile": "K",
                    }
                    for rule in rules
                ],
            }
        )
    )


def parts_of(
    policy: str,
    into: Path,
    *,
    rules: tuple[str, ...] = MINI_RULES,
    data: JsonObject | None = None,
    expires: date | None = None,
    version: int = 1,
) -> ReleaseParts:
    """The policies in `tests/policies/<policy>`, compiled for both engines with `data`."""
    identity = release_id(policy.rsplit("/", maxsplit=1)[-1], version, SOURCES)
    document = {
        "release": {"id": identity},
        "catalogue": {"rules": {rule: {"profile": "K"} for rule in rules}},
        **(data or {}),
    }
    sources = into / "sources"
    shutil.copytree(POLICIES / policy, sources)
    (sources / "data.json").write_bytes(orjson.dumps(document))
    for target in ("rego", "wasm"):
        command = [OPA, "build", "-b", ".", "-t", target, "-e", "gate/decision"]
        command += ["--revision", identity, "-o", f"../{target}.tar.gz"]
        subprocess.run(command, cwd=sources, check=True, timeout=60)
    with tarfile.open(into / "wasm.tar.gz") as archive:
        module = archive.extractfile("/policy.wasm")
        assert module is not None
        wasm = module.read()
    return ReleaseParts(
        name=identity.split("/")[0],
        version=version,
        sources=SOURCES,
        opa_version="1.22.2",
        expires=expires,
        catalogue=catalogue_of(rules),
        bundle=(into / "rego.tar.gz").read_bytes(),
        wasm=wasm,
    )


def build(
    policy: str,
    into: Path,
    *,
    rules: tuple[str, ...] = MINI_RULES,
    data: JsonObject | None = None,
) -> Release:
    """A release of `tests/policies/<policy>`, written below `into` and checked."""
    return write_release(into / "release", parts_of(policy, into, rules=rules, data=data))
