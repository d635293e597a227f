"""`gate policy sign` and `verify`, and what a gate does that asks for signatures."""

import json
from pathlib import Path

import pytest

from gate.policy.release import load_release, write_release
from gate.policy.signatures import signatures_beside
from tests.releases import parts_of
from tests.releasing import keys_in, people_in, releasing, shipped_in, sign_in_place
from tests.signing import ANNA, ANNA_ID, BEN, BEN_ID, key_id
from tests.unit.cli.commands import Said, gate

REQUEST = "fixtures/requests/1_loan_guide_staging_allow/request.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release, keys, and an organisation whose people may release."""
    shipped_in(tmp_path)
    keys_in(tmp_path)
    people_in(tmp_path / "org")
    return tmp_path


def sign(folder: Path, key: str, *options: str | Path) -> Said:
    file = folder / f"{key}-for-tests-only.pem"
    return gate("policy", "sign", folder / "release", "--key", file, *options)


def verify(folder: Path, *options: str | Path, **environment: str) -> Said:
    named = ("--organisation", folder / "org")
    return gate("policy", "verify", folder / "release", *named, *options, **environment)


def test_two_people_sign_and_anybody_sees_it(folder: Path) -> None:
    """Until then it says who is missing; the release itself does not change."""
    before = load_release(folder / "release")
    organisation = ("--organisation", folder / "org")

    first = sign(folder, "anna", *organisation)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        f"Signed {before.id} as {ANNA_ID}.",
        str(folder / "release.dsse"),
    ]
    assert verify(folder, "--required", "1").code == 0
    few = verify(folder, "--required", "2")
    assert (few.code, few.out.splitlines()[0]) == (
        1,
        "NOT SIGNED BY ENOUGH PEOPLE  1 of 2 required",
    )

    assert sign(folder, "ben", *organisation).code == 0
    both = verify(folder, "--required", "2")
    assert (both.code, both.out.splitlines()) == (
        0,
        ["SIGNED  2 of 2 required", before.id, before.digest, f"  {ANNA_ID}", f"  {BEN_ID}"],
    )
    assert load_release(folder / "release") == before


def test_programs_read_it_as_json(folder: Path) -> None:
    """Both commands; the number of signatures comes from the settings where it is not given."""
    said = sign(folder, "anna", "--output", "json")
    release = load_release(folder / "release")

    assert json.loads(said.out) == {
        "release": release.id,
        "digest": release.digest,
        "key": key_id(ANNA),
        "person": None,
        "signatures": str(folder / "release.dsse"),
    }
    found = verify(folder, "--output", "json", GATE_RELEASE_SIGNATURES="2")
    assert found.code == 1
    assert json.loads(found.out) == {
        "release": release.id,
        "digest": release.digest,
        "signed_by": [ANNA_ID],
        "required": 2,
        "enough": False,
    }


def test_without_an_organisation_a_key_is_named_by_its_id(folder: Path) -> None:
    """Whether it counts the gate finds out that uses the release."""
    said = sign(folder, "stranger")

    assert (said.code, "as the key " in said.out) == (0, True)
    assert verify(folder).code == 1


@pytest.mark.parametrize("key", ["stranger", "pipeline"])
def test_a_key_that_would_not_count_does_not_sign(folder: Path, key: str) -> None:
    """It says what the people file would have to say, and writes nothing."""
    said = sign(folder, key, "--organisation", folder / "org")

    assert said.code == 2
    assert "would not count" in said.err
    assert not (folder / "release.dsse").exists()


def test_a_key_that_was_withdrawn_counts_no_more(folder: Path) -> None:
    """Also for what it signed before."""
    sign_in_place(folder / "release", ANNA, BEN)
    people_in(folder / "org", releasing(withdrawn="2026-01-01"))

    said = verify(folder, "--output", "json")

    assert json.loads(said.out)["signed_by"] == [BEN_ID]


def test_what_cannot_be_signed_is_said(folder: Path) -> None:
    """No release, no key, or signatures of the release that was here before."""
    assert (
        gate("policy", "sign", folder / "org", "--key", folder / "anna-for-tests-only.pem").code
        == 2
    )
    assert "cannot be read" in sign(folder, "nobody").err
    assert gate("policy", "verify", folder / "release").code == 2

    sign_in_place(folder / "release", ANNA)
    kept = signatures_beside(folder / "release").read_bytes()
    write_release(folder / "release", parts_of("mini", folder))
    said = sign(folder, "ben")
    assert (said.code, "not over the release" in said.err) == (2, True)
    assert signatures_beside(folder / "release").read_bytes() == kept
    assert verify(folder).code == 2


def test_signatures_that_cannot_be_written_are_said(folder: Path) -> None:
    """And nothing is left behind."""
    (folder / "release.dsse.draft").mkdir()

    said = sign(folder, "anna")

    assert (said.code, "cannot be written" in said.err) == (2, True)
    assert not (folder / "release.dsse").exists()


def test_a_laptop_asks_for_signatures_as_the_gate_does(folder: Path) -> None:
    """`gate check` decides with a release that is signed, and with no other."""
    organisation = ("--organisation", folder / "org")
    asked = {"GATE_RELEASE_SIGNATURES": "1", "GATE_VAR": str(folder / "var")}

    def check(*options: str | Path) -> Said:
        return gate("check", REQUEST, *organisation, *options, **asked)

    assert (check().code, "by nobody" in check().err) == (2, True)
    assert check("--release", folder / "release").code == 2
    sign_in_place(folder / "release", ANNA)
    said = check("--release", folder / "release")
    assert (said.code, said.err) == (1, ""), said.err


def test_a_service_starts_with_a_signed_release_alone(folder: Path) -> None:
    """The refusal is for the operator to read."""
    options = ("--release", folder / "release", "--organisation", folder / "org", "--port", "0")
    said = gate("serve", *options, "--var", folder / "var", GATE_RELEASE_SIGNATURES="2")

    assert said.code == 2
    assert "has to be signed by 2 different persons" in said.err
