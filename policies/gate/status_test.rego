package gate.status_test

import data.gate.status
import data.testing.machinery

# METADATA
# title: Every status under one document and one control
statuses(document, control) := found if {
	found := {
		"not_applicable": status.not_applicable,
		"missing": status.missing,
		"passed": status.passed,
		"failing": {rule: status.of(rule) | some rule in status.failing},
	} with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": control}
		with data.gate.rules as {}
		with input as document
}

proved(document) := statuses(document, machinery.proofs)

nothing_proved(document, more) := statuses(document, object.union({"passes": set()}, more))

test_a_proof_is_a_pass if {
	found := proved(machinery.document)
	found.passed == {"M-1", "M-2", "M-3", "M-4", "M-5", "M-6"}
	found.not_applicable == set()
	found.missing == set()
	found.failing == {}
}

test_without_a_proof_nothing_passes if {
	nothing_proved(machinery.document, {}).failing == {rule: "fail" | some rule in machinery.proofs.passes}
}

test_a_proof_of_something_else_is_ignored if {
	statuses(machinery.document, {"passes": {"X-1"}}).passed == set()
}

test_each_scope_leaves_a_rule_out if {
	every document in [
		machinery.with_value("classification", "declared_tier", "limited"),
		machinery.with_value("request", "environment", "staging"),
		machinery.with_value("request", "action", "update"),
	] {
		proved(document).not_applicable == {"M-5"}
	}
	proved(machinery.with_value("request", "action", "rollback")).not_applicable == {"M-1", "M-5"}
}

test_an_unknown_environment_or_action_leaves_no_status if {
	every document in [
		machinery.with_value("request", "environment", "production"),
		machinery.with_value("request", "action", null),
		object.remove(machinery.document, ["request"]),
	] {
		not proved(document)
	}
}

test_an_exempt_rule_is_not_applicable_even_when_proved if {
	found := statuses(machinery.document, object.union(machinery.proofs, {"exempt": {"M-2", "X-1"}}))
	found.not_applicable == {"M-2"}
	not "M-2" in found.passed
}

test_missing_comes_before_a_proof if {
	found := proved(machinery.with_value("system", "purpose", ""))
	found.missing == {"M-1", "M-3"}
	found.passed == {"M-2", "M-4", "M-5", "M-6"}
}

test_one_element_without_a_value_is_missing if {
	found := proved(machinery.with_data([{"licence": "MIT"}, {"id": "b"}]))
	found.missing == {"M-2", "M-3"}
}

test_an_empty_list_is_missing_where_elements_are_not_chosen if {
	found := proved(machinery.with_data([]))
	found.missing == {"M-2"}
	found.not_applicable == {"M-3"}
}

test_an_exempt_element_need_not_state_anything if {
	document := machinery.with_data([{"licence": "MIT"}, {"id": "b"}])
	found := statuses(document, object.union(machinery.proofs, {"exempt": {["M-3", 1]}}))
	found.missing == {"M-2"}
	"M-3" in found.passed
}

test_a_rule_without_an_element_to_speak_about_is_not_applicable if {
	all_exempt := object.union(machinery.proofs, {"exempt": {["M-3", 0], ["M-3", 1]}})
	statuses(machinery.document, all_exempt).not_applicable == {"M-3"}
	proved(object.remove(machinery.document, ["data"])).not_applicable == {"M-3"}
	proved(machinery.with_data(null)).not_applicable == {"M-3"}
}

test_what_is_no_list_is_missing_not_left_out if {
	every value in ["x", {"a": 1}, false] {
		found := proved(machinery.with_data(value))
		found.missing == {"M-2", "M-3"}
		found.not_applicable == set()
	}
}

test_the_reason_of_a_failure_is_the_first_that_is_stated if {
	everything := {"stale": {"M-1"}, "unverified": {"M-1", "M-2"}, "invalid": {"M-1", "M-2", "M-4"}}
	found := nothing_proved(machinery.document, everything)
	found.failing == {
		"M-1": "stale",
		"M-2": "unverified",
		"M-3": "fail",
		"M-4": "invalid",
		"M-5": "fail",
		"M-6": "fail",
	}
}

test_a_reason_does_not_turn_a_pass_into_a_failure if {
	found := statuses(machinery.document, object.union(machinery.proofs, {"invalid": {"M-1"}}))
	"M-1" in found.passed
}

test_a_missing_rule_says_so if {
	status.of("M-1") == "missing" with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": {"passes": set(), "stale": {"M-1"}}}
		with data.gate.rules as {}
		with input as machinery.with_value("system", "purpose", null)
}

# METADATA
# title: Every status, and the reasons, where the statement excludes or admits something
declared(control, excluded, admitted) := found if {
	found := {
		"not_applicable": status.not_applicable,
		"missing": status.missing,
		"passed": status.passed,
		"failing": {rule: status.of(rule) | some rule in status.failing},
		"reasons": {rule: why | some rule in status.rules; why := status.reason(rule); why != null},
	} with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": control}
		with data.gate.rules as {}
		with data.gate.applicability.excluded as excluded
		with data.gate.applicability.unimplemented as admitted
		with input as machinery.with_value("system", "purpose", "")
}

test_an_excluded_rule_is_not_applicable_whatever_it_was if {
	found := declared({"passes": {"M-2"}, "exempt": {"M-5"}, "stale": {"M-6"}}, {"M-1", "M-2", "M-5", "M-6", "X-1"}, set())
	found.not_applicable == {"M-1", "M-2", "M-5", "M-6"}
	found.missing == {"M-3"}
	found.passed == set()
	found.failing == {"M-4": "fail"}
	found.reasons == {"M-1": "soa", "M-2": "soa", "M-5": "soa", "M-6": "soa"}
}

test_an_admission_fails_what_passes_and_leaves_the_rest if {
	control := {
		"passes": {"M-1", "M-2"},
		"exempt": {"M-5"},
		"stale": {"M-2", "M-6"},
		"unverified": {"M-2"},
	}
	found := declared(control, set(), {"M-1", "M-2", "M-4", "M-5", "M-6", "X-1"})
	found.not_applicable == {"M-5"}
	found.missing == {"M-1", "M-3"}
	found.passed == set()
	found.failing == {"M-2": "fail", "M-4": "fail", "M-6": "stale"}
	found.reasons == {"M-2": "soa_not_implemented"}
}

test_what_is_neither_excluded_nor_admitted_has_no_reason if {
	declared(machinery.proofs, set(), set()).reasons == {}
}
