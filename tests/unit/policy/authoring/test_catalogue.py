"""The catalogue in words, and the data that evaluation reads."""

from pathlib import Path

from gate.policy.authoring.annotations import AuthoredControl, slug
from gate.policy.authoring.catalogue import catalogue_data, in_order, paths_data
from gate.policy.authoring.paths import read_path
from gate.policy.authoring.rego import Module
from tests.policy_folder import HEAD, RULE, checked, control, policy_folder

_IN_ORDER = (
    "GATE A.2.2 A.2.4 A.3.2 A.4.6 A.5.2 A.6.1.2 A.6.1.3 A.6.2.2 A.6.2.8 A.7.2 A.9.4 A.10.2 "
    "A.10.4 CL-4.1/4.2 CL-4.3 CL-5.1/5.3 CL-5.2 CL-6.1.1 CL-6.1.2/8.2 CL-6.1.3/8.3 CL-6.1.3-SoA "
    "CL-6.1.4/8.4 CL-6.2 CL-6.3/8.1 CL-7.1 CL-7.3/7.4 CL-7.5 CL-9.1 CL-10.1 CL-10.2"
)


def _control(name: str) -> AuthoredControl:
    module = Module(file="x", package=(), imports={}, annotation={}, line=1, rules=[])
    return AuthoredControl(module, name, name, ())


def test_controls_come_in_the_order_of_their_numbers() -> None:
    """The gate's own first, A.10 after A.9, a combined clause before its special part."""
    expected = _IN_ORDER.split()

    found = [each.control for each in in_order(map(_control, sorted(expected)))]

    assert found == expected


def test_a_slug_has_no_dots_slashes_or_hyphens() -> None:
    """As paths and file names have it."""
    assert slug("CL-6.1.2/8.2") == "cl_6_1_2_8_2"
    assert slug("CL-6.1.3-SoA") == "cl_6_1_3_soa"
    assert slug("GATE") == "gate"


def test_paths_are_taken_apart() -> None:
    """A path has at most two lists, and each part is looked up on its own."""
    assert read_path("system.purpose").description == {
        "parts": ["system", "purpose"],
        "pointer": "/system/purpose",
    }
    assert read_path("data[]").description == {"list": "data[]", "parts": [], "pointer": ""}
    assert read_path("a.b[].c.d").description == {
        "list": "a.b[]",
        "parts": ["c", "d"],
        "pointer": "/c/d",
    }
    assert read_path("a[].b[].c").description == {
        "list": "a[]",
        "parts": ["b"],
        "inner": ["c"],
        "pointer": "/b",
    }
    assert read_path("facts.live").description == {"parts": ["facts", "live"]}


def test_evaluation_gets_what_it_needs(tmp_path: Path) -> None:
    """Scopes are turned round, paths grouped, rules looked up by path."""
    first = RULE.replace("#   profile: K", "#   profile: K\n#   tiers: [high]\n#   envs: [prod]")
    second = (
        RULE.replace("T.1-1", "T.1-10")
        .replace(
            "[system.purpose]",
            "[system.purpose, 'data[]', 'data[].id', 'models[].id']",
        )
        .replace("#   profile", "#   each: data[]\n#   reason: No data.\n#   profile")
    )
    third = RULE.replace("T.1-1", "T.1-2").replace(
        "[system.purpose]", "['data[].id']\n#   found: [facts.live]\n#   actions: [retire]"
    )
    folder = policy_folder(tmp_path / "policies", control(first, second, third))

    data = checked(folder).data

    assert data["catalogue"] == {
        "rules": {
            "T.1-1": _entry(0, needs=["system.purpose"]),
            "T.1-2": _entry(1, needs=["data[].id"], found=["facts.live"]),
            "T.1-10": {
                **_entry(2, needs=["system.purpose", "data[]", "data[].id", "models[].id"]),
                "each": "data[]",
            },
        },
        "outside": {
            "tiers": {
                "minimal": ["T.1-1"],
                "limited": ["T.1-1"],
                "high": [],
                "critical": ["T.1-1"],
            },
            "envs": {"dev": ["T.1-1"], "staging": ["T.1-1"], "prod": []},
            "actions": {
                "deploy": ["T.1-2"],
                "update": ["T.1-2"],
                "rollback": ["T.1-1", "T.1-2", "T.1-10"],
                "retire": ["T.1-1", "T.1-10"],
            },
        },
        "each": {"data[]": ["T.1-10"]},
        "annex_a": {},
        "unwaivable": [],
    }
    assert data["paths"] == {
        "known": {
            path: read_path(path).description
            for path in ("data[]", "data[].id", "facts.live", "models[].id", "system.purpose")
        },
        "lists": {
            "data[]": {"parts": ["data"], "pointer": "/data"},
            "models[]": {"parts": ["models"], "pointer": "/models"},
        },
        "asked": {
            "plain": [["system.purpose", ["system", "purpose"]]],
            "lists": {"data[]": ["data[]", "data[].id"], "models[]": ["models[].id"]},
            "elements": {
                "data[]": [["data[].id", ["id"]]],
                "models[]": [["models[].id", ["id"]]],
            },
        },
        "needed_by": {
            "data[]": {"whole": [], "selected": ["T.1-10"]},
            "data[].id": {"whole": ["T.1-2"], "selected": ["T.1-10"]},
            "models[].id": {"whole": ["T.1-10"], "selected": []},
            "system.purpose": {"whole": ["T.1-1", "T.1-10"], "selected": []},
        },
    }


def test_annex_a_and_what_no_waiver_sets_aside_are_listed(tmp_path: Path) -> None:
    """The Statement of Applicability speaks about Annex A alone."""
    head = HEAD.replace("T.1", "A.9.9").replace("t_1", "a_9_9")
    first = RULE.replace("T.1-1", "A.9.9-10")
    second = RULE.replace("T.1-1", "A.9.9-2").replace("#   needs", "#   waivable: false\n#   needs")
    files = {**control(RULE), "iso42001/a_9_9.rego": "\n".join([head, first, second])}

    data = checked(policy_folder(tmp_path / "policies", files)).data["catalogue"]

    assert data["annex_a"] == {"A.9.9": ["A.9.9-2", "A.9.9-10"]}
    assert data["unwaivable"] == ["A.9.9-2"]


def _entry(order: int, *, needs: list[str], found: list[str] | None = None) -> dict[str, object]:
    return {
        "control": "T.1",
        "profile": "K",
        "order": order,
        "needs": needs,
        "found": found or [],
    }


def test_no_rules_make_empty_data() -> None:
    """Groups are there even when nothing is in them, so that no lookup is undefined."""
    assert catalogue_data([])["outside"]["envs"] == {"dev": [], "staging": [], "prod": []}
    assert paths_data([])["asked"] == {"plain": [], "lists": {}, "elements": {}}
