package gate.proofs_test

import data.gate.proofs

controls := {
	"m": {
		"passes": {"M-1"},
		"exempt": {"M-2", ["M-3", 0]},
		"stale": {"M-4"},
		"unverified": {"M-5"},
		"invalid": {"M-6"},
		"when": {["M-1", "small"]},
		"found": {"M-1": {"x": 1}},
	},
	"n": {"passes": {"N-1"}},
}

own := {"gate": {
	"passes": {"GATE-1"},
	"exempt": {"GATE-2"},
	"stale": {"GATE-3"},
	"unverified": {"GATE-4"},
	"invalid": {"GATE-5"},
	"when": {["GATE-1", "large"]},
	"found": {"GATE-1": {"y": 2}},
}}

test_the_sets_of_all_controls_are_put_together if {
	proofs.passes == {"M-1", "N-1", "GATE-1"} with data.iso42001 as controls with data.gate.rules as own
	proofs.exempt == {"M-2", ["M-3", 0], "GATE-2"} with data.iso42001 as controls with data.gate.rules as own
	proofs.stale == {"M-4", "GATE-3"} with data.iso42001 as controls with data.gate.rules as own
	proofs.unverified == {"M-5", "GATE-4"} with data.iso42001 as controls with data.gate.rules as own
	proofs.invalid == {"M-6", "GATE-5"} with data.iso42001 as controls with data.gate.rules as own
	proofs.conditions == {["M-1", "small"], ["GATE-1", "large"]} with data.iso42001 as controls
		with data.gate.rules as own
}

test_a_set_that_nobody_writes_is_empty if {
	proofs.stale == set() with data.iso42001 as {"n": controls.n} with data.gate.rules as {}
}

test_the_values_of_a_rule_are_found_by_its_id if {
	proofs.found("M-1") == {"x": 1} with data.iso42001 as controls with data.gate.rules as own
	proofs.found("GATE-1") == {"y": 2} with data.iso42001 as controls with data.gate.rules as own
}

test_a_rule_that_shows_nothing_of_its_own_has_no_values if {
	proofs.found("N-1") == {} with data.iso42001 as controls with data.gate.rules as own
}
