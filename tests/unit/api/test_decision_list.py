"""`GET /v1/decisions`."""

import pytest

from gate.limits import PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX, SHORT_TEXT_CHARS_MAX
from gate.model.decision import DecisionPage
from tests.service import JSON, body, client_in

URL = "/v1/decisions"


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """A service with five decisions of its own, and their ids, newest first."""
    with client_in(tmp_path_factory.mktemp("list") / "var") as client:
        ids = []
        for environment in ("dev", "staging", "prod", "dev", "prod"):
            answer = client.post(URL, content=body(environment=environment), headers=JSON)
            ids.insert(0, answer.json()["decision_id"])
        yield client, ids


def ids_of(answer):
    assert answer.status_code == 200
    return [item["decision_id"] for item in answer.json()["decisions"]]


def test_decisions_come_newest_first(listed):
    """Whole, as they were answered."""
    client, ids = listed
    answer = client.get(URL)
    page = DecisionPage.model_validate_json(answer.content)

    assert ids_of(answer) == ids
    assert page.next is None
    assert answer.json()["decisions"][0] == client.get(f"{URL}/{ids[0]}").json()


def test_pages_lead_through_all(listed):
    """Each decision once, whatever is decided meanwhile."""
    client, ids = listed
    found, cursor = [], ""
    while True:
        page = client.get(f"{URL}?limit=2{cursor}")
        found += ids_of(page)
        if page.json()["next"] is None:
            break
        cursor = f"&cursor={page.json()['next']}"

    assert found == ids


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("environment=dev", [1, 4]),
        ("environment=staging", [3]),
        ("system=manual-search", [0, 1, 2, 3, 4]),
        ("system=other", []),
        ("control=no-such-control", []),
        ("since=2020-01-01", [0, 1, 2, 3, 4]),
        ("until=2020-01-01T00:00:00Z", []),
        ("environment=prod&limit=1", [0]),
        ("cursor=0", []),
    ],
)
def test_filters_select(listed, query, places):
    """One by one and together."""
    client, ids = listed

    assert ids_of(client.get(f"{URL}?{query}")) == [ids[place] for place in places]


def test_outcomes_and_controls_select(listed):
    """What is found is what has them."""
    client, _ = listed
    everything = client.get(URL).json()["decisions"]
    for outcome in ("allow", "deny", "needs_review"):
        expected = [d["decision_id"] for d in everything if d["outcome"] == outcome]
        assert ids_of(client.get(f"{URL}?outcome={outcome}")) == expected
    for control in {f["control"] for d in everything for f in d["findings"]}:
        expected = [
            d["decision_id"] for d in everything if control in {f["control"] for f in d["findings"]}
        ]
        assert ids_of(client.get(f"{URL}?control={control}")) == expected


def test_instants_select_to_the_microsecond(listed):
    """`since` includes its instant, `until` does not; other zones are the same instant."""
    client, ids = listed
    at = client.get(f"{URL}/{ids[2]}").json()["decided_at"]

    assert ids_of(client.get(URL, params={"since": at})) == ids[:3]
    assert ids_of(client.get(URL, params={"until": at})) == ids[3:]
    assert ids_of(client.get(URL, params={"since": "2020-01-01T01:00:00+01:00"})) == ids


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("environment=production", "/query/environment"),
        ("outcome=", "/query/outcome"),
        ("since=yesterday", "/query/since"),
        ("until=2026-02-30", "/query/until"),
        ("limit=0", "/query/limit"),
        (f"limit={PAGE_ITEMS_MAX + 1}", "/query/limit"),
        ("cursor=-1", "/query/cursor"),
        ("cursor=x", "/query/cursor"),
        ("cursor=9007199254740992", "/query/cursor"),
        ("system=", "/query/system"),
        ("system=" + "a" * (SHORT_TEXT_CHARS_MAX + 1), "/query/system"),
        ("tenant=x", "/query"),
        ("limit=1&limit=2", "/query/limit"),
    ],
)
def test_other_queries_are_refused(listed, query, pointer):
    """Naming the parameter, not its value."""
    answer = listed[0].get(f"{URL}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert "yesterday" not in answer.text


def test_the_largest_page_and_filter_are_taken(listed):
    """The bounds themselves are allowed."""
    client, _ = listed

    assert client.get(f"{URL}?limit={PAGE_ITEMS_MAX}").status_code == 200
    assert client.get(f"{URL}?system={'a' * SHORT_TEXT_CHARS_MAX}").status_code == 200
    assert PAGE_ITEMS_DEFAULT <= PAGE_ITEMS_MAX
