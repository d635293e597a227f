"""References that name nothing."""

import pytest

from gate.intake.dangling import dangling
from gate.intake.walk import leaves

KNOWN = {
    "data": [{"id": "d1"}],
    "suppliers": [{"id": "s1"}],
    "evidence": [{"id": "e1"}],
    "imports": [{"id": "i1"}],
}


def _dangling(document):
    return dangling(document, leaves(document))


@pytest.mark.parametrize(
    ("known", "place", "pointer"),
    [
        ("e1", lambda i: {"design": {"doc": {"evidence_id": i}}}, "/design/doc/evidence_id"),
        (
            "e1",
            lambda i: {"organisation": {"aims": {"policy": {"evidence_id": i}}}},
            "/organisation/aims/policy/evidence_id",
        ),
        ("d1", lambda i: {"models": [{"datasets": ["d1", i]}]}, "/models/0/datasets/1"),
        ("s1", lambda i: {"models": [{"supplier_id": i}]}, "/models/0/supplier_id"),
        (
            "i1",
            lambda i: {"models": [{"source_ref": {"import_id": i}}]},
            "/models/0/source_ref/import_id",
        ),
        (
            "d1",
            lambda i: {"evaluation": {"runs": [{"dataset_id": i}]}},
            "/evaluation/runs/0/dataset_id",
        ),
        (
            "i1",
            lambda i: {"evaluation": {"runs": [{"source": {"import_id": i}}]}},
            "/evaluation/runs/0/source/import_id",
        ),
    ],
)
def test_every_kind_of_reference_is_looked_up(known, place, pointer):
    """A reference that resolves is silent, another one is listed by its pointer."""
    assert _dangling({**KNOWN, **place(known)}) == []
    assert _dangling({**KNOWN, **place("nowhere")}) == [pointer]


def test_a_supplier_of_data_is_looked_up():
    """`data[].acquisition.supplier_id` names a supplier, not a dataset."""
    data = [{"id": "d1", "acquisition": {"supplier_id": "d1"}}]

    assert _dangling({**KNOWN, "data": data}) == ["/data/0/acquisition/supplier_id"]


def test_the_order_is_that_of_the_document():
    """Not sorted: the first that a reader meets stands first."""
    document = {"z": {"evidence_id": "1"}, "a": {"evidence_id": "2"}}

    assert _dangling(document) == ["/z/evidence_id", "/a/evidence_id"]


def test_ids_in_free_places_are_no_references():
    """Evidence.fields and x_ keys may hold anything under any name."""
    document = {
        "evidence": [{"id": "e1", "fields": {"evidence_id": "nowhere"}}],
        "system": {"x_own": {"evidence_id": "nowhere"}},
    }

    assert _dangling(document) == []


def test_an_empty_id_names_nothing():
    """Stated is stated, even when it is empty."""
    assert _dangling({**KNOWN, "design": {"doc": {"evidence_id": ""}}}) == [
        "/design/doc/evidence_id"
    ]


def test_references_without_any_target_block_dangle():
    """A request without evidence has nothing that an evidence id could name."""
    assert _dangling({"design": {"doc": {"evidence_id": "e1"}}}) == ["/design/doc/evidence_id"]
