"""Sample cases, asked of a gate that has decided the cases on which they rest."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from fixtures import inputs
from fixtures.inputs import AskedCase
from gate.policy.active import ActivePolicy
from tests.logs import open_log


def asked_case(
    policy: ActivePolicy, folder: Path, name: str, now: datetime
) -> AbstractContextManager[AskedCase]:
    """The case `name` at `now`; its files and a log of its own lie in `folder`."""
    return inputs.asked_case(policy, folder, name, now, log=open_log(folder / "log"))
