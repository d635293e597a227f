"""An update that is allowed, asked of a gate to which one register was never given.

The registers belong to the organisation and not to a request, so no case can leave one out. What
they would have told is then unknown, and unknown never passes.
"""

import shutil

import pytest

from fixtures import inputs
from fixtures.render import INSTANT
from gate.cli.local import EvidenceFolder, local_policy
from gate.decide import Gate, Question
from gate.people.source import OrganisationSource
from tests.logs import open_log

CASE = "credit_scoring_update_allow"


@pytest.fixture(name="decide_without", scope="module")
def _decide_without(tmp_path_factory):
    """Decides the case with the registers of the organisation except those named."""
    with local_policy(None, tmp_path_factory.mktemp("cache")) as policy:

        def decide(*files):
            folder = tmp_path_factory.mktemp("case")
            log = open_log(folder / "log")
            with inputs.asked_case(policy, folder, CASE, INSTANT, log=log) as asked:
                known = shutil.copytree(folder / "organisation", folder / "known")
                for file in files:
                    (known / file).unlink()
                gate = Gate(
                    policy,
                    log=log,
                    evidence=EvidenceFolder(folder / "cases"),
                    organisation=OrganisationSource(known),
                    clock=lambda: INSTANT,
                )
                question = Question(body=asked.case.body(), principal="tests", seconds=60.0)
                return gate.dry_run(question).document

        yield decide


def _found(answer):
    return {each["rule"]: (each["severity"], each["status"]) for each in answer["findings"]}


def test_with_every_register_the_update_is_allowed(decide_without):
    """So that what follows comes from what is left out."""
    assert _found(decide_without()) == {}


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (
            "incidents.yaml",
            {
                "A.6.2.6-6": ("deny", "unverified"),
                "A.8.4-4": ("deny", "unverified"),
                "CL-9.1-2": ("deny", "unverified"),
            },
        ),
        ("concerns.yaml", {"A.3.3-3": ("review", "unverified")}),
    ],
)
def test_without_a_register_what_it_would_tell_is_unknown(decide_without, file, found):
    """Nobody takes a register that is not there for one in which nothing stands."""
    assert _found(decide_without(file)) == found
