package gate.pointers_test

import data.gate.pointers
import data.testing.machinery

# METADATA
# title: The pointers of a rule under one document and one control
of(rule, document, control) := value if {
	value := pointers.of(rule) with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": control}
		with data.gate.rules as {}
		with input as document
}

nothing_proved := {"passes": set()}

some_missing := machinery.with_data([{"id": "a"}, {"licence": "MIT"}, {"licence": null}])

test_a_missing_value_is_pointed_to if {
	of("M-1", object.remove(machinery.document, ["system"]), nothing_proved) == ["/system/purpose"]
}

test_every_element_without_the_value_is_pointed_to if {
	of("M-2", some_missing, nothing_proved) == ["/data/0/licence", "/data/2/licence"]
}

test_exempt_elements_are_not_pointed_to if {
	of("M-3", some_missing, {"passes": set(), "exempt": {["M-3", 0]}}) == ["/data/2/licence"]
}

test_a_missing_list_is_pointed_to_once if {
	of("M-2", machinery.with_data([]), nothing_proved) == ["/data"]
	of("M-3", machinery.with_data("x"), nothing_proved) == ["/data"]
}

test_a_failing_rule_points_to_what_it_needs if {
	of("M-1", machinery.document, nothing_proved) == ["/system/purpose"]
	of("M-2", machinery.document, nothing_proved) == ["/data/0", "/data/1", "/data/0/licence", "/data/1/licence"]
	of("M-3", machinery.document, {"passes": set(), "exempt": {["M-3", 0]}}) == ["/data/1/licence", "/system/purpose"]
}

test_a_failing_rule_without_needs_points_to_what_it_shows if {
	of("M-5", machinery.document, nothing_proved) == ["/system/purpose"]
	of("M-4", machinery.document, nothing_proved) == []
}

test_a_path_into_a_list_that_is_not_there_points_to_the_list if {
	catalogue := object.union(machinery.catalogue, {"rules": {"M-5": {"found": ["models[].id", "facts.dangling"]}}})
	found := pointers.of("M-5") with data.catalogue as catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": nothing_proved}
		with data.gate.rules as {}
		with input as machinery.document
	found == ["/models"]
}

test_pointers_are_bounded if {
	document := machinery.with_data([{"id": i} | some i in numbers.range(1, 100)])
	found := of("M-2", document, nothing_proved)
	count(found) == data.tables.FINDING.pointers
	found[0] == "/data/0/licence"
}
