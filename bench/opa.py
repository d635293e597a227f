"""The OPA that is compared with: the pinned one, as the tests use it."""

from importlib import resources
from pathlib import Path

from gate.policy.toolchain import find_opa


def opa_binary() -> str:
    """The path of the program."""
    return str(find_opa(Path("policies")).binary)


def shipped_bundle() -> str:
    """The path of the bundle that OPA loads, of the release that the gate ships."""
    return str(resources.files("gate.policy.shipped") / "bundle.tar.gz")
