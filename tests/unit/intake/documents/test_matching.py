"""Which element a document is about."""

import pytest

from gate.intake.documents.matching import find_element, forms

SHA = "a" * 64
CITES = {"card": {"digest": {"alg": "sha256", "value": SHA}}}


def _position(elements, *names):
    return find_element(elements, names, SHA).position


def test_a_cited_document_belongs_to_whoever_cites_it():
    """A digest says more than a name."""
    elements = [{"id": "a", "name": "x"}, {"id": "b", **CITES}]

    assert _position(elements, "x") == 1


@pytest.mark.parametrize(
    "name", ["Bean Sorter", "bean_sorter", "BEAN-SORTER", "org/bean-sorter", "m2"]
)
def test_a_name_or_an_id_is_found_however_it_is_written(name):
    """Case, separators and an owner before a slash make no difference."""
    elements = [{"id": "m1", "name": "other"}, {"id": "m2", "name": "org/bean-sorter"}]

    assert _position(elements, "nothing", name) == 1


def test_the_only_element_is_meant_whatever_the_name():
    """And it is said when the name is another one."""
    match = find_element([{"id": "m", "name": "x"}], ("y",), SHA)

    assert match.position == 0
    assert "another name" in (match.remark or "")
    assert find_element([{"id": "m", "name": "x"}], (), SHA).remark is None


@pytest.mark.parametrize(
    ("elements", "names"),
    [
        ([], ("x",)),
        ([{"id": "a"}, {"id": "b"}], ("x",)),
        ([{"id": "a"}, {"id": "b"}], ()),
        ([{"id": "a", "name": "x"}, {"id": "b", "name": "X"}], ("x",)),
        ([{"id": "a", **CITES}, {"id": "b", **CITES}], ()),
        ([{"id": "a", "name": "x", "base_models": [{"name": "org/y"}]}], ("y",)),
    ],
)
def test_where_it_is_not_clear_no_element_is_meant(elements, names):
    """None, none of several, several, and the card of a base model."""
    match = find_element(elements, names, SHA)

    assert match.position is None
    assert match.remark


def test_forms_of_a_name():
    """The whole name comes before its last part."""
    assert forms(" Org/My Model_v2 ") == ("org/my-model-v2", "my-model-v2")
    assert forms("a") == ("a",)
    assert forms(" ") == ()
