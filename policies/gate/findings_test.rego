package gate.findings_test

import data.gate.findings
import data.testing.machinery

# METADATA
# title: The findings under one document and one control
listed(document, control, rollout) := value if {
	value := findings.listed with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": control}
		with data.gate.rules as {}
		with data.policy.rollout as rollout
		with input as document
}

nothing_proved := {"passes": set()}

named(rule, document, control) := [finding | some finding in listed(document, control, {}); finding.rule == rule][0]

test_a_document_that_meets_everything_has_no_finding if listed(machinery.document, machinery.proofs, {}) == []

test_findings_come_by_severity_and_then_by_the_catalogue if {
	found := listed(machinery.with_value("request", "environment", "staging"), nothing_proved, {})
	[[finding.rule, finding.severity] | some finding in found] == [
		["M-1", "deny"],
		["M-2", "deny"],
		["M-3", "deny"],
		["M-4", "review"],
		["M-6", "review"],
	]
}

test_a_finding_has_every_field if {
	named("M-1", machinery.document, nothing_proved) == {
		"rule": "M-1",
		"status": "fail",
		"severity": "deny",
		"would_be": "deny",
		"mode": "enforce",
		"blocks_from": null,
		"reason": null,
		"waiver": null,
		"pointers": ["/system/purpose"],
		"found": {"system.purpose": "Sorts mail.", "facts.dangling": []},
	}
}

test_a_missing_rule_is_a_finding_too if {
	document := machinery.with_value("system", "purpose", null)
	named("M-1", document, machinery.proofs).status == "missing"
	named("M-1", document, machinery.proofs).found["system.purpose"] == null
}

test_what_is_off_is_not_listed if {
	found := listed(machinery.document, nothing_proved, {"M": {"mode": "off"}})
	found == []
}

test_what_is_only_observed_is_listed_as_off if {
	found := listed(machinery.document, nothing_proved, {"M": {"mode": "observe"}})
	[finding.rule | some finding in found] == ["M-1", "M-2", "M-3", "M-4", "M-5", "M-6"]
	every finding in found {
		finding.severity == "off"
		finding.would_be != "off"
	}
}

test_what_would_be_off_is_not_observed if {
	small := object.union(
		machinery.with_value("classification", "declared_tier", "minimal"),
		{"request": {"environment": "dev"}},
	)
	found := listed(small, nothing_proved, {"M": {"mode": "observe"}})
	[finding.rule | some finding in found] == ["M-1", "M-2", "M-3", "M-4"]
}

test_values_in_lists_are_those_of_the_selected_elements if {
	everything := named("M-3", machinery.document, nothing_proved).found
	everything == {"data[].id": ["a", "b"], "data[].chain[].step": [["x", "y"], []], "models[].id": []}
	second := named("M-3", machinery.document, {"passes": set(), "exempt": {["M-3", 0]}}).found
	second["data[].id"] == ["b"]
}

test_elements_that_are_no_objects_show_nothing if {
	found := named("M-2", machinery.with_data([{"id": "a"}, "x", null]), nothing_proved).found
	found == {"data[].id": ["a", null, null]}
}

test_values_of_the_author_stand_beside_the_paths if {
	control := {"passes": set(), "found": {"M-1": {"limit": 3}}}
	named("M-1", machinery.document, control).found.limit == 3
}

test_values_are_bounded if {
	long := concat("", [text | some _ in numbers.range(1, 200); text := "0123456789"])
	found := named("M-1", machinery.with_value("system", "purpose", long), nothing_proved).found
	count(found["system.purpose"]) < 300
}
