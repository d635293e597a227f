"""Documents without their personal values, and with them again."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.errors import VerificationFailed
from gate.model.concealed import Concealed, conceal
from gate.model.disclosure import Disclosure
from gate.model.people import people_in
from gate.model.revealed import commitments, reveal
from tests.personal import ANNA, BO, evaluated
from tests.request_example import full_request


def _ref(person: str) -> str:
    return f"ref-{person}"


def _kept(document: dict[str, Any]) -> Concealed:
    return conceal(document, people_in(document), _ref)


def _disclosures(kept: Concealed) -> list[Disclosure]:
    return [Disclosure.read(text) for group in kept.disclosures.values() for text in group]


def _again(document: dict[str, Any]) -> dict[str, Any]:
    kept = _kept(document)
    return reveal(json.loads(kept.content), _disclosures(kept))


def test_a_document_without_people_is_kept_as_it_is() -> None:
    """In canonical form, with nothing added."""
    assert _kept({"b": 1, "a": []}) == Concealed(b'{"a":[],"b":1}', {})


def test_every_value_says_of_whom_it_is() -> None:
    """Under the reference of the person, whose id the document does not have."""
    kept = _kept(evaluated(0, ANNA, BO))
    names = {
        refs: {Disclosure.read(text).name for text in texts}
        for refs, texts in kept.disclosures.items()
    }

    assert names == {
        ("ref-anna.berg@bank.example",): {"owner", None, "person", "signature", ANNA["id"]},
        ("ref-bo.lund@bank.example",): {None, "person", "signature", BO["id"]},
    }
    assert commitments(json.loads(kept.content)).keys() == kept.disclosures.keys()


@pytest.mark.parametrize(
    "note",
    [
        "Anna Berg",
        "ask ANNA BERG.",
        ["x", "by anna.berg@bank.example"],
        {"anna.berg@bank.example": 1},
        {"deep": [{"deeper": "Bo Lund"}]},
        {"_sd": ["Bo Lund"], "x": 1},
        {"...": "Bo Lund"},
        {"_sd": "Bo Lund"},
        "Anna Berg and Bo Lund",
    ],
)
def test_a_name_is_hidden_wherever_it_stands(note: Any) -> None:
    """In texts, keys and lists, in whatever case, also in what looks like a commitment."""
    document = evaluated(0, ANNA, BO, note=note)
    kept = _kept(document)

    for name in ("anna", "bo lund", "bo.lund"):
        assert name not in kept.content.decode().lower().replace("ref-anna", "").replace(
            "ref-bo.lund", ""
        )
    assert _again(document) == document


@pytest.mark.parametrize("name", ["facts", "approvals", "system", "id", 'é"\\', "x"])
def test_a_name_may_be_anything(name: str) -> None:
    """Also a word of the schema, a reserved one, one letter, or what JSON writes otherwise."""
    document = evaluated(0, {"id": name, "name": name}, BO, note=name)

    assert _again(document) == document


@given(
    st.dictionaries(
        st.sampled_from(["x_a", "_sd", "...", "_sd_alg", "anna berg"]),
        st.recursive(
            st.sampled_from(["Anna Berg", "none", 1, None, "bo.lund@bank.example"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["_sd", "...", "k", "Bo Lund"]), inner, max_size=3
                )
            ),
            max_leaves=6,
        ),
        max_size=3,
    )
)
def test_whatever_was_there_comes_back(note: Any) -> None:
    """Nothing that a request can have is taken for a commitment."""
    document = evaluated(0, ANNA, BO, note=note)

    assert _again(document) == document


def test_every_field_of_a_full_request_comes_back() -> None:
    """And nobody's name stays behind."""
    document = full_request()
    kept = _kept(document)

    assert reveal(json.loads(kept.content), _disclosures(kept)) == document


def test_what_is_not_there_is_told() -> None:
    """In its place, or beside the other members where its name is hidden, too."""
    kept = _kept(evaluated(0, ANNA, BO))
    document = json.loads(kept.content)
    [anna] = [refs for refs in kept.disclosures if "anna" in refs[0]]
    absent = dict.fromkeys(commitments(document)[anna], "gone")
    found = reveal(
        document,
        [
            Disclosure.read(text)
            for refs, group in kept.disclosures.items()
            if refs != anna
            for text in group
        ],
        absent,
    )

    assert found["oversight"]["roles"][0]["persons"] == ["gone", BO]
    assert found["system"]["redacted"] == ["gone"]
    assert document == json.loads(kept.content)


def _broken(kept: Concealed, **changes: Any) -> dict[str, Any]:
    return {**json.loads(kept.content), **changes}


def test_a_document_that_does_not_fit_its_list_is_refused() -> None:
    """Another algorithm, a list that is none, a commitment twice or nowhere."""
    kept = _kept(evaluated(0, ANNA, BO))
    listed = json.loads(kept.content)["_sd_subjects"]
    one, other = listed
    for changes in (
        {"_sd_alg": "md5"},
        {"_sd_subjects": []},
        {"_sd_subjects": {"a": "b"}},
        {"_sd_subjects": {"a": [1]}},
        {"_sd_subjects": {**listed, other: [*listed[other], *listed[one]]}},
        {"_sd_subjects": {**listed, "a": ["A" * 43]}},
    ):
        with pytest.raises(VerificationFailed):
            reveal(_broken(kept, **changes), _disclosures(kept) if "a" not in changes else [])


def test_a_disclosure_that_does_not_belong_is_refused() -> None:
    """Of another document, twice, or of a member where an element stands."""
    kept, other = _kept(evaluated(0, ANNA, BO)), _kept(evaluated(1, ANNA, BO))
    document = json.loads(kept.content)
    for disclosures in (_disclosures(other), [*_disclosures(kept), _disclosures(kept)[0]]):
        with pytest.raises(VerificationFailed, match="not of a commitment"):
            reveal(document, disclosures)

    member, element = Disclosure.of("persons", 1), Disclosure.of(None, 1)
    for place in ({"a": {"_sd": [element.digest]}}, {"a": [{"...": member.digest}]}):
        wrong = {
            **place,
            "_sd_alg": "sha-256",
            "_sd_subjects": {"r": [element.digest if "_sd" in place["a"] else member.digest]},
        }
        with pytest.raises(VerificationFailed, match="does not belong"):
            reveal(wrong, [element if "_sd" in place["a"] else member])
