package gate.absence_test

import data.gate.absence
import data.testing.machinery

paths(document) := value if {
	value := absence.paths with data.paths as machinery.paths with input as document
}

elements(document) := value if {
	value := absence.elements with data.paths as machinery.paths with input as document
}

test_nothing_is_absent_from_a_whole_document if {
	paths(machinery.document) == set()
	elements(machinery.document) == set()
}

test_what_is_not_there_or_empty_is_absent if {
	paths(object.remove(machinery.document, ["system"])) == {"system.purpose"}
	every empty in [null, "", [], {}] {
		paths(machinery.with_value("system", "purpose", empty)) == {"system.purpose"}
	}
}

test_values_that_are_not_empty_are_there if {
	every value in ["x", 0, false, ["x"]] {
		paths(machinery.with_value("system", "purpose", value)) == set()
	}
}

test_a_block_of_another_type_makes_its_fields_absent if {
	every block in ["x", 1, true, null, ["x"]] {
		"system.purpose" in paths(object.union(machinery.document, {"system": block}))
	}
}

test_a_list_that_is_not_there_makes_its_paths_absent if {
	absent := {"data[]", "data[].licence"}
	paths(object.remove(machinery.document, ["data"])) == absent
	every value in [[], null, "x", {"a": {"licence": "MIT"}}] {
		paths(machinery.with_data(value)) == absent
	}
}

test_an_element_without_a_value_is_named_by_its_place if {
	every element in [{"id": "c"}, {"licence": null}, {"licence": ""}, "MIT", null, 1] {
		elements(machinery.with_data([{"licence": "MIT"}, element])) == {["data[].licence", 1]}
	}
}

test_a_text_that_says_nothing_is_absent if {
	poor := {"/system/purpose": {"score": 49}, "/data/1/licence": {"score": null}}
	document := machinery.with_value("facts", "quality", poor)
	paths(document) == {"system.purpose"}
	elements(document) == {["data[].licence", 1]}
}

test_a_text_that_says_little_is_there if {
	good := {"/system/purpose": {"score": 50}, "/data/1/licence": {"score": 99}}
	document := machinery.with_value("facts", "quality", good)
	paths(document) == set()
	elements(document) == set()
}

test_poor_quality_of_another_text_does_not_matter if {
	document := machinery.with_value("facts", "quality", {"/system/name": {"score": 0}})
	paths(document) == set()
	elements(document) == set()
}

test_texts_of_unknown_quality_are_absent_and_other_values_are_not if {
	every quality in [null, [], "x"] {
		document := machinery.with_value("facts", "quality", quality)
		paths(document) == {"system.purpose"}
		elements(document) == {["data[].licence", 0], ["data[].licence", 1]}
	}
	document := object.union(
		machinery.with_value("facts", "quality", null),
		{"system": {"purpose": 1}, "data": [{"licence": {"id": "MIT"}}]},
	)
	paths(document) == set()
	elements(document) == set()
}

test_only_an_array_is_a_list if {
	absence.list("data[]") == [1] with data.paths as machinery.paths with input as {"data": [1]}
	every value in [null, {}, "x"] {
		not absence.list("data[]") with data.paths as machinery.paths with input as {"data": value}
	}
}

test_what_is_stated_and_no_list_is_mistaken if {
	every value in [{}, "x", 1, false] {
		absence.mistaken("data[]") with data.paths as machinery.paths with input as {"data": value}
	}
	every document in [{}, {"data": null}, {"data": []}, {"data": [1]}] {
		not absence.mistaken("data[]") with data.paths as machinery.paths with input as document
	}
}
