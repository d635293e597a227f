"""The one walk over the request."""

from gate.intake import walk as walk_module
from gate.intake.walk import Leaf, leaves, texts
from gate.model.request.schema import request_schema


def test_every_text_has_its_pointer_and_path_in_document_order():
    """Pointers are those of RFC 6901; a path has [] for an index."""
    document = {"data": [{"name": "a", "role": ["train", "test"]}], "a/b": {"c~d": "x"}, "n": 1}

    assert leaves(document) == [
        Leaf("/data/0/name", "data[].name", "a"),
        Leaf("/data/0/role/0", "data[].role[]", "train"),
        Leaf("/data/0/role/1", "data[].role[]", "test"),
        Leaf("/a~1b/c~0d", "a/b.c~d", "x"),
    ]


def test_free_places_have_no_path():
    """Below x_ keys, Evidence.fields and a metric's slice no key of the schema can stand."""
    document = {
        "x_own": {"name": "a"},
        "system": {"x_own": "b", "name": "c"},
        "evidence": [{"id": "e", "fields": {"evidence_id": "d", "deep": ["f"]}}],
        "evaluation": {"runs": [{"metrics": [{"name": "m", "slice": {"age": "60+"}}]}]},
    }

    assert {leaf.text: leaf.path for leaf in leaves(document)} == {
        "a": "",
        "b": "",
        "c": "system.name",
        "e": "evidence[].id",
        "d": "",
        "f": "",
        "m": "evaluation.runs[].metrics[].name",
        "60+": "",
    }


def test_texts_are_found_wherever_they_stand():
    """Keys are no texts; a text that stands twice is found once."""
    assert texts({"a": ["x", {"b": "y"}], "c": None}, {"d": "x", "e": 1}) == {"x", "y"}


def test_every_object_whose_keys_are_open_is_free():
    """All of them are in the schema as objects without properties."""
    schema = request_schema()
    found = set()

    def walk(node, path):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        if node.get("type") == "object" and "properties" not in node:
            found.add(path)
        for name, child in node.get("properties", {}).items():
            walk(child, f"{path}.{name}" if path else name)
        if isinstance(node.get("items"), dict):
            walk(node["items"], path + "[]")

    walk(schema, "")

    assert found == walk_module._FREE
