"""Checked policies, laid out with their data and compiled for both engines."""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gate.canon import JsonObject, canonical_bytes
from gate.errors import Misconfigured
from gate.policy.authoring.checked import CheckedPolicies
from gate.policy.authoring.sources import CAPABILITIES
from gate.policy.toolchain import Opa

_ENTRYPOINT: Final = "gate/decision"
_MODULE: Final = "/policy.wasm"


@dataclass(frozen=True, slots=True)
class Compiled:
    """`bundle` is what an OPA server loads, `wasm` the module of the same policies."""

    bundle: bytes
    wasm: bytes


def compile_policies(policies: CheckedPolicies, opa: Opa) -> Compiled:
    """Compiles with OPA, never optimising; the same policies give the same bytes.

    Raises:
        Misconfigured: OPA does not compile them.
    """
    with _laid_out(policies) as folder:
        bundle = _build(opa, folder, "rego", policies.id)
        wasm = _build(opa, folder, "wasm", policies.id)
    return Compiled(bundle, _module_in(wasm))


def compile_wasm(policies: CheckedPolicies, opa: Opa) -> bytes:
    """The module alone, for an engine in this process.

    Raises:
        Misconfigured: OPA does not compile them.
    """
    with _laid_out(policies) as folder:
        return _module_in(_build(opa, folder, "wasm", policies.id))


@contextmanager
def _laid_out(policies: CheckedPolicies) -> Iterator[Path]:
    """A folder with the sources and what they may use, for as long as OPA reads them."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lay_out(policies, folder / "sources")
        (folder / CAPABILITIES).write_bytes(policies.sources.capabilities)
        yield folder


def lay_out(policies: CheckedPolicies, folder: Path, *, with_tests: bool = False) -> None:
    """Writes the policies below `folder` as OPA loads them, the data at the top."""
    sources = policies.sources
    files = {**sources.rego, **(sources.tests if with_tests else {})}
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "data.json").write_bytes(canonical_bytes(data_of(policies)))


def data_of(policies: CheckedPolicies) -> JsonObject:
    """Everything that the policies see as `data`, the release's id included."""
    return {**policies.data, "release": {"id": policies.id}}


def _build(opa: Opa, folder: Path, target: str, revision: str) -> bytes:
    output = folder / f"{target}.tar.gz"
    arguments = ["build", "--bundle", ".", "--target", target, "--optimize", "0"]
    arguments += ["--entrypoint", _ENTRYPOINT, "--capabilities", f"../{CAPABILITIES}"]
    arguments += ["--revision", revision, "--output", f"../{output.name}"]
    ran = opa.run(arguments, folder=folder / "sources")
    if ran.code != 0:
        raise Misconfigured(f"opa build does not compile the policies: {ran.errors}")
    return output.read_bytes()


def _module_in(bundle: bytes) -> bytes:
    with tarfile.open(fileobj=BytesIO(bundle), mode="r:gz") as archive:
        member = archive.extractfile(_MODULE)
        if member is None:
            raise Misconfigured("opa build gave no Wasm module")
        return member.read()
