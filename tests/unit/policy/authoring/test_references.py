"""References that are never defined, orders that differ and keys that clash are refused."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from tests.policy_folder import RULE, T_1, checked, control, policy_folder, refusals

_LIB = "gate/lib/places.rego"
_TABLES = {
    "data/limits.yaml": "AGE:\n  policy: [1, 2, 3, 4]\nrows:\n- {code: a, tier: x}\n- {code: b}\n",
    "data/limits.schema.json": '{"type": "object"}',
}

_UNDEFINED = {
    "a field": "_x if input.system.purposes == 1",
    "a block": "_x if input.sistem.purpose == 1",
    "a field of an element": "_x if {\n\tsome d in input.data\n\td.licences\n}",
    "a field of an element by place": "_x if input.data[0].licences",
    "a field of an element by a free place": "_x if input.data[_].licences",
    "a field within every": "_x if every d in input.data { d.licences }",
    "a field of a list": "_x if input.data.licence",
    "a field of a text": "_x if input.system.purpose.text",
    "a field through a name": "_x if {\n\td := input.system\n\td.purposes\n}",
    "a field through a rule": "_d := input.system\n\n_x if _d.purposes",
    "a field through a set": "_d contains d if some d in input.data\n\n"
    "_x if {\n\tsome d in _d\n\td.licences\n}",
    "a field through an array": "_d := [d | some d in input.data]\n\n"
    "_x if {\n\tsome d in _d\n\td.licences\n}",
    "a field through a pair": "_x if {\n\tsome [_, d] in [[i, e] | some i, e in input.data]\n"
    "\td.licences\n}",
    "a field in a comprehension": "_x := {d.licences | some d in input.data}",
    "a field of an argument": "_x if _f(input.system)\n\n_f(s) if s.purposes == 1",
    "a field of what a function gives": "_x if _f(input.data[0]).licences\n\n_f(d) := d",
    "a field by a constant key": 'key := "purposes"\n\n_x if input.system[key]'.replace(
        "key", "_key"
    ),
    "a field for object.get": '_x if object.get(input.system, "purposes", 1) == 1',
    "a field below a negation": "_x if not input.system.purposes",
    "a fact": "_x if input.facts.lives",
    "a field of a fact by id": '_x if input.facts.evidence["a"].digest',
    "a table": "_x if data.tables.AGE.plicy[0] == 1",
    "a field of an object of our own": '_x if {\n\to := {"a": 1}\n\to.b\n}',
    "iteration over a text": "_x if {\n\tsome c in input.system.purpose\n\tc.d\n\tinput.system.purpose[_]\n}",
}


@pytest.mark.parametrize("case", _UNDEFINED)
def test_a_reference_to_nothing_is_refused(case: str, tmp_path: Path) -> None:
    """The type checker of OPA lets most of these pass; the rule would then never hold."""
    files = {**control(RULE, _UNDEFINED[case] + "\n"), **_TABLES}

    found = refusals(policy_folder(tmp_path / "policies", files))

    assert all(place.startswith(f"{T_1}:") for place in found), found
    assert "never holds" in " ".join(found.values()) or "does not exist" in " ".join(found.values())


_DEFINED = {
    "a field of one's own": '_x if object.get(input.system, "x_cost", 0) == 1',
    "below free fields of evidence": "_x if input.evidence[0].fields.sections.purpose",
    "a fact that may be null": '_x if input.facts.identity["a"].active',
    "a clock": "_x if input.clock.days_since[input.data[0].disposal.verified_at] > 1",
    "a key that varies": "_x if {\n\tsome key, value in input.system\n\tvalue == key\n}",
    "an optional field with a default": '_x := [object.get(row, "tier", 1) | '
    "some row in data.tables.rows]",
    "two shapes that both have it": "_x if _f(input.system)\n\n_y if _f(input.models[0])\n\n"
    "_f(s) if s.id == 1",
    "records put together": '_x if object.union({"a": 1}, {"b": 2}).b == 2',
    "a member of a set": '_s := {"a", "b"}\n\n_x if _s[input.system.id]',
    "values of every kind": '_x := [1, null, true, {1}, {"a": input}, -1, $"{input.system.id}"]',
    "a default and an else": "default _x := 1\n\n_x := 2 if {\n\tinput.system.id\n} else := 3",
    "an index that another rule names": "_i := 0\n\n_x if input.data[_i].id",
    "destructured arrays": "_x if {\n\t[a, b] := input.request.regions\n\ta == b\n}",
    "an imported name": "_x if lower(input.system.id) == upper(input.system.id)",
    "declared variables": "_x if {\n\tsome i\n\tinput.data[i].id\n}",
}


@pytest.mark.parametrize("case", _DEFINED)
def test_a_reference_to_something_is_accepted(case: str, tmp_path: Path) -> None:
    """Only what is certain is refused."""
    files = {**control(RULE, _DEFINED[case] + "\n"), **_TABLES}

    assert checked(policy_folder(tmp_path / "policies", files)).catalogue.rules


def test_a_wrong_argument_is_refused_at_the_caller(tmp_path: Path) -> None:
    """The mistake is where a value was handed in, not in the library that reads it."""
    library = (
        "# METADATA\n# title: x\npackage gate.lib.places\n\n"
        "first(element) := inner(element)\n\ninner(element) := element.digest.alg\n"
    )
    rule = control("import data.gate.lib.places\n", RULE, "_x if places.first(input.system)\n")

    found = refusals(policy_folder(tmp_path / "policies", {**rule, _LIB: library}))

    [(place, words)] = found.items()
    assert place == f"{T_1}:19"
    assert f"(in {_LIB}:7)" in words


_ORDERED = {
    "concat over a set": '_x := concat(",", {d.id | some d in input.data})',
    "concat over a set rule": '_s contains "a"\n\n_x := concat(",", _s)',
    "json.marshal of an object": "_x := json.marshal(input.system)",
    "json.marshal of a set": "_x := json.marshal({1, 2})",
    "a template string of an object": '_x := $"{input.system}"',
    "a template string of a set": '_s contains "a"\n\n_x := $"{_s}"',
    "an array from a set": "_s contains d.id if some d in input.data\n\n_x := [s | some s in _s]",
    "an array from an object": "_x := [v | some v in input.system.decision]",
    "an array from a walk": "_x := [v | walk(input.system, [_, v])]",
    "the first of a set": '_s contains "a"\n\n_x := [s | some s in _s][0]',
    "an array from a set, handed on": '_s contains "a"\n\n_x := array.slice([s | some s in _s], 0, 1)',
}


@pytest.mark.parametrize("case", _ORDERED)
def test_what_depends_on_an_order_is_refused(case: str, tmp_path: Path) -> None:
    """The two engines go through sets and objects in different orders."""
    found = refusals(policy_folder(tmp_path / "policies", control(RULE, _ORDERED[case] + "\n")))

    assert "different orders" in " ".join(found.values())


@pytest.mark.parametrize(
    "body",
    [
        '_x := concat(",", [d.id | some d in input.data])',
        '_s contains "a"\n\n_x := concat(",", sort([s | some s in _s]))',
        '_s contains "a"\n\n_x := count([s | some s in _s])',
        '_s contains "a"\n\n_x := sort(_s)[0]',
        '_x := $"{input.system.id}{input.request.regions}"',
        "_x := sum([1 | walk(input.system, [_, _])])",
    ],
)
def test_what_keeps_its_order_is_accepted(body: str, tmp_path: Path) -> None:
    """Arrays of the request, what is sorted, and what does not depend on order."""
    assert checked(policy_folder(tmp_path / "policies", control(RULE, body + "\n")))


@pytest.mark.parametrize(
    "body",
    [
        "_x[d.id] := d.licence if some d in input.data",
        "_x := {d.id: d | some d in input.data}",
        "_x := {d.id: i | some i, d in input.data}",
        "_d := input.data\n\n_x := {d.id: d | some d in _d}",
        "_x := {d.id: e | some d in input.data; e := d.licence}",
        "_x := {k: v | some k, v in input.data[_]}",
        "_x if {\n\tdatasets := input.data\n\t{d.id: d | some d in datasets}.a\n}",
        "_f(datasets) := {d.id: d | some d in datasets}\n\n_x := _f(input.data)",
    ],
)
def test_an_object_with_clashing_keys_is_refused(body: str, tmp_path: Path) -> None:
    """Two elements of a request with one id would abort the engine."""
    found = refusals(policy_folder(tmp_path / "policies", control(RULE, body + "\n")))

    assert "two values" in " ".join(found.values())


@pytest.mark.parametrize(
    "body",
    [
        "_x[i] := d.licence if some i, d in input.data",
        "_x := {i: d | some i, d in input.data}",
        "_x := {d.id: true | some d in input.data}",
        "_x := {d.id: input.system.id | some d in input.data}",
        "_x := {i: e | some i, d in input.data; e := d.licence}",
        "_x[d.id] contains i if some i, d in input.data",
        '_x := {t: i | some i, t in ["a", "b"]}',
        "_x := object.union_n([{d.id: d} | some d in input.data])",
        '_f(d) := {k: d.id | some k in ["a"]}\n\n_x := _f(input.data[0])',
    ],
)
def test_an_object_whose_values_follow_from_its_keys_is_accepted(body: str, tmp_path: Path) -> None:
    """Places are unique, a constant is a constant, and the last of a union wins."""
    assert checked(policy_folder(tmp_path / "policies", control(RULE, body + "\n")))


def test_a_policy_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    """What OPA says of it reaches the author, with the place."""
    folder = policy_folder(tmp_path / "policies", control(RULE, "passes contains"))

    assert "unexpected eof" in refusals(folder)[f"{T_1}:17"]


def test_a_policy_that_opa_refuses_is_refused(tmp_path: Path) -> None:
    """Strict mode: an import that nothing uses."""
    folder = policy_folder(tmp_path / "policies", control("import data.gate.lib.x\n", RULE))

    with pytest.raises(Misconfigured, match="opa check"):
        checked(folder)
