"""A verdict says where somebody stands, not who it is."""

from typing import Any

import pytest

from gate.model.people import People, people_in
from gate.model.unnamed import without_names
from gate.model.verdict import TierReason, Verdict
from tests.mini import denied_input
from tests.personal import ANNA, evaluated


@pytest.fixture
def verdict(mini_wasm) -> Verdict:
    return Verdict.model_validate_json(mini_wasm.evaluate(denied_input(), seconds=10))


def _found(verdict: Verdict, value: Any, people: People) -> Any:
    first = verdict.findings[0].model_copy(update={"found": value})
    named = verdict.model_copy(update={"findings": (first, *verdict.findings[1:])})
    return without_names(named, people).findings[0].found


def test_a_verdict_that_names_nobody_is_the_same(verdict: Verdict) -> None:
    """Word for word, whoever the document names."""
    assert without_names(verdict, people_in(evaluated(0, ANNA))) == verdict


def test_a_name_gives_way_to_the_place_where_it_stands(verdict: Verdict) -> None:
    """In texts, keys and lists, in any case of letters."""
    people = people_in(evaluated(0, ANNA))
    place = people.pointers["anna berg"]

    assert _found(verdict, {"owner": "Anna Berg"}, people) == {"owner": place}
    assert _found(verdict, [1, ["ask ANNA BERG."]], people) == [1, [f"ask {place}."]]
    assert _found(verdict, {"Anna Berg": None}, people) == {place: None}


@pytest.mark.parametrize("name", ['Anna "Ann" Berg', "Anna \\ Berg", "Anna\tBerg", "Änna Berg"])
def test_a_name_that_json_writes_otherwise_gives_way_too(verdict: Verdict, name: str) -> None:
    """Quotation marks and the like are escaped in JSON, and names are looked for in JSON."""
    people = people_in(evaluated(0, {**ANNA, "name": name}))

    assert name not in str(_found(verdict, {"owner": f"{name}, today"}, people))
    assert _found(verdict, {"owner": name}, people) == {"owner": people.pointers[name.lower()]}


def test_the_reasons_of_the_tier_name_nobody_either(verdict: Verdict) -> None:
    """They show values of the request as findings do."""
    people = people_in(evaluated(0, ANNA))
    reason = TierReason(code="c", source="s", value="Anna Berg", tier="none", finding=None)
    tier = verdict.tier.model_copy(update={"reasons": (reason,)})
    named = without_names(verdict.model_copy(update={"tier": tier}), people)

    assert named.tier.reasons[0].value == people.pointers["anna berg"]
