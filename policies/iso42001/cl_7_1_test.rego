package iso42001.cl_7_1_test

import data.iso42001.cl_7_1 as control
import data.testing.risk_document as sample

holds(set, changes, tier) := items if {
	items := control[set] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in holds(set, changes, tier)

is_not_in(set, item, changes, tier) if {
	items := holds(set, changes, tier)
	not item in items
}

second := "/oversight/roles/1"

planned := $"{second}/max_decisions_per_hour"

observed := $"{second}/observed_decisions_per_hour"

test_no_overseer_decides_faster_than_planned[note] if {
	some note, change in {
		"at the maximum, and none at all": {},
		"fractions": {planned: 0.25, observed: 0.25},
	}
	is_in("passes", "CL-7.1-1", change, "critical")
}

test_load_refused[note] if {
	some note, change in {
		"too many": {observed: 0.6},
		"below nothing": {observed: -1},
		"as text": {observed: "0"},
		"null": {observed: null},
		"not observed": {observed: sample.gone},
		"nothing planned": {planned: sample.gone},
		"plan of nothing": {planned: 0},
		"plan as text": {planned: "10"},
		"plan true": {planned: true},
		"no roles": {"/oversight/roles": []},
		"roles absent": {"/oversight": sample.gone},
	}
	is_not_in("passes", "CL-7.1-1", change, "critical")
}
