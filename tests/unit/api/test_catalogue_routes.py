"""`/v1/controls` and `/v1/policies`: what decides, in words."""

import pytest

from gate.api.controls import slug_of
from gate.api.shapes import ControlDetail, ControlList, ReleaseList, ReleaseState
from gate.policy.authoring.annotations import slug


def test_every_control_is_listed_in_its_order(client, services):
    """With how many rules it has."""
    listed = ControlList.model_validate_json(client.get("/v1/controls").content)
    catalogue = services.policy.release.catalogue

    assert {item.control for item in listed.controls} == set(catalogue.by_control)
    assert [catalogue.by_control[item.control].order for item in listed.controls] == sorted(
        control.order for control in catalogue.controls
    )
    assert sum(item.rules for item in listed.controls) == len(catalogue.rules)
    assert listed.release == services.policy.release.id


def test_a_control_has_its_rules(client, services):
    """Found by its id and by its slug."""
    for found in services.policy.release.catalogue.controls:
        answer = client.get(f"/v1/controls/{slug_of(found.control)}")
        detail = ControlDetail.model_validate_json(answer.content)

        assert detail.control == found.control
        assert detail.rules
        assert {rule.control for rule in detail.rules} == {found.control}
        assert all(rule.remediation and rule.required for rule in detail.rules)
    assert client.get("/v1/controls/A.9.2").json()["control"] == "A.9.2"


def test_the_links_of_findings_lead_there(client, services):
    """Whatever `docs` of a rule names can be read."""
    for rule in services.policy.release.catalogue.rules:
        if rule.docs.startswith("/"):
            assert client.get(rule.docs).status_code == 200


@pytest.mark.parametrize("control", ["A.99", "x", "a" * 2000])
def test_other_controls_are_not_found(client, control):
    """A release knows what it knows."""
    assert client.get(f"/v1/controls/{control}").status_code == 404


def test_slugs_are_those_of_the_files():
    """One rule for paths and file names."""
    for control in ("A.9.2", "CL-6.1.2/8.2", "GATE"):
        assert slug_of(control) == slug(control)
    assert slug_of("CL-6.1.2/8.2") == "cl_6_1_2_8_2"


def test_the_active_release_is_shown(client, services):
    """With what a decision names, so that they can be compared."""
    state = ReleaseState.model_validate_json(client.get("/v1/policies/active").content)
    release = services.policy.release

    assert (state.id, state.digest, state.version) == (
        release.id,
        release.digest,
        release.manifest.version,
    )
    assert state.rules == len(release.catalogue.rules)
    assert (state.engine, state.active, state.signed_by) == ("wasm", True, ())
    assert client.get("/v1/policies/releases").json() == {
        "releases": [client.get("/v1/policies/active").json()]
    }
    assert ReleaseList.model_validate_json(client.get("/v1/policies/releases").content)
