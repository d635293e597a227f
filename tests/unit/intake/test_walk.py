"""The one walk over the request."""

from gate.intake import walk as walk_module
from gate.intake.walk import Leaf, leaves, texts
from gate.limits import PATHS_REMEMBERED_MAX
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


def test_lists_in_lists_have_an_index_for_each():
    """The schema has none; an own field may."""
    document = {"a": [["b", ["c"]], {"d": "e"}], "x_own": [["f"]]}

    assert leaves(document) == [
        Leaf("/a/0/0", "a[][]", "b"),
        Leaf("/a/0/1/0", "a[][][]", "c"),
        Leaf("/a/1/d", "a[].d", "e"),
        Leaf("/x_own/0/0", "", "f"),
    ]


def test_the_same_key_has_a_path_of_its_own_in_each_place():
    """At the top, below a key, below a free key, and where it looks like the top."""
    for document, found in (
        ({"name": "a"}, Leaf("/name", "name", "a")),
        ({"b": {"name": "a"}}, Leaf("/b/name", "b.name", "a")),
        ({"x_b": {"name": "a"}}, Leaf("/x_b/name", "", "a")),
        ({"": {"name": "a"}}, Leaf("//name", "", "a")),
        ({"/": {"name": "a"}}, Leaf("/~1/name", "/.name", "a")),
    ):
        assert leaves(document) == [found]


def test_what_is_remembered_of_paths_is_bounded():
    """The schema's fields fit, and keys of own values are not remembered."""
    walk_module._step.cache_clear()
    own = {f"key {number}": "a" for number in range(10)}
    document = {"x_own": own, "evidence": [{"id": "e", "fields": own}]}

    assert len(leaves(document)) == 21
    assert walk_module._step.cache_info().currsize == len(
        ["x_own", "evidence", "evidence[].id", "evidence[].fields"]
    )
    assert walk_module._step.cache_info().maxsize == PATHS_REMEMBERED_MAX
    assert _fields(request_schema()) < PATHS_REMEMBERED_MAX


def _fields(schema):
    """How many fields a request may have, those of lists counted once."""

    def count(node):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        inside = [*node.get("properties", {}).values()]
        items = node.get("items")
        return len(inside) + sum(map(count, inside)) + (count(items) if items else 0)

    return count(schema)


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
