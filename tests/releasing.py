"""People who may release policies, in a folder, and releases that they signed: for tests only."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from gate.dsse import EnvelopeSigner
from gate.policy.build import SHIPPED
from gate.policy.release import load_release
from gate.policy.signatures import read_signatures, signatures_beside, with_signature
from gate.public_keys import Private
from tests.signing import (
    ANNA,
    ANNA_ID,
    BEN,
    BEN_ID,
    PIPELINE,
    PIPELINE_ID,
    STRANGER,
    account,
    person,
    private_pem,
    registered,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAY = {"uses": ["release"]}


def releasing(**changes: Any) -> list[dict[str, Any]]:
    """Anna and Ben, who may release; `changes` are to Anna's key."""
    return [
        person(ANNA_ID, registered(ANNA, **{**MAY, **changes})),
        person(BEN_ID, registered(BEN, **MAY)),
        account(PIPELINE_ID, registered(PIPELINE, uses=["pipeline"])),
    ]


def people_in(folder: Path, people: list[dict[str, Any]] | None = None) -> Path:
    """An organisation folder with a people file; Anna and Ben may release where none is given."""
    folder.mkdir(parents=True, exist_ok=True)
    stated = releasing() if people is None else people
    (folder / "people.yaml").write_text(yaml.safe_dump({"people": stated}), encoding="utf-8")
    return folder


def keys_in(folder: Path) -> None:
    """The private keys, each in a file of its own."""
    keys = {"anna": ANNA, "ben": BEN, "pipeline": PIPELINE, "stranger": STRANGER}
    for name, private in keys.items():
        (folder / f"{name}-for-tests-only.pem").write_bytes(private_pem(private))


def shipped_in(folder: Path) -> Path:
    """A copy of the release of this package."""
    return Path(shutil.copytree(SHIPPED, folder / "release"))


def sign_in_place(release: Path, *keys: Private) -> None:
    """Put the signatures of these keys beside a release."""
    loaded = load_release(release)
    for key in keys:
        envelope = with_signature(loaded, read_signatures(release), EnvelopeSigner.of(key))
        signatures_beside(release).write_bytes(envelope)
