package iso42001.cl_6_3_8_1_test

import data.iso42001.cl_6_3_8_1 as control
import data.testing.risk_document as sample

# What the control shows of the good document with some changes.
found(rule, changes, tier) := shown if {
	shown := control.found[rule] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

holds(set, changes, tier) := items if {
	items := control[set] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in holds(set, changes, tier)

is_not_in(set, item, changes, tier) if {
	items := holds(set, changes, tier)
	not item in items
}

test_every_rule_passes[rule] if {
	some rule in ["CL-6.3/8.1-1", "CL-6.3/8.1-2", "CL-6.3/8.1-3", "CL-6.3/8.1-4"]
	is_in("passes", rule, {}, "high")
}

change_of(key) := $"/request/change/{key}"

test_update_of_another_version[note] if {
	some note, change in {
		"not the live one": {change_of("from_version"): "4.0.0"},
		"other case": {change_of("from_version"): "4.1.0B", "/facts/live/version": "4.1.0b"},
		"no version": {change_of("from_version"): sample.gone},
		"nothing live": {"/facts/live": null},
		"live not known": {"/facts/live": sample.gone},
		"both null": {change_of("from_version"): null, "/facts/live/version": null},
		"both blank": {change_of("from_version"): " ", "/facts/live/version": " "},
		"both a number": {change_of("from_version"): 4, "/facts/live/version": 4},
	}
	is_not_in("passes", "CL-6.3/8.1-1", change, "minimal")
}

test_update_of_an_unknown_version_is_unverified if {
	is_in("unverified", "CL-6.3/8.1-1", {"/facts/live": null}, "minimal")
	is_not_in("unverified", "CL-6.3/8.1-1", {change_of("from_version"): "4.0.0"}, "minimal")
}

test_ticket_refused[note] if {
	some note, change in {
		"none": {change_of("ticket"): sample.gone},
		"null": {change_of("ticket"): null},
		"number": {change_of("ticket"): 7},
		"not encrypted": {change_of("ticket"): "http://tracker.example.org/7"},
		"upper case": {change_of("ticket"): "HTTPS://tracker.example.org/7"},
		"nothing after the scheme": {change_of("ticket"): "https://"},
		"leads nowhere": {"/facts/dangling": ["/data/0/dpia", "/request/change/ticket"]},
		"not looked up": {"/facts/dangling": null},
		"look-up not known": {"/facts/dangling": sample.gone},
		"look-up as an object": {"/facts/dangling": {}},
	}
	is_not_in("passes", "CL-6.3/8.1-2", change, "minimal")
}

test_other_dangling_references_do_no_harm if {
	is_in("passes", "CL-6.3/8.1-2", {"/facts/dangling": ["/data/0/dpia"]}, "minimal")
}

test_ticket_unverified if {
	is_in("unverified", "CL-6.3/8.1-2", {"/facts/dangling": null}, "minimal")
	is_not_in("unverified", "CL-6.3/8.1-2", {change_of("ticket"): "http://tracker.example.org/7"}, "minimal")
}

measured := "/facts/text/~1request~1change~1summary"

test_summary_refused[note] if {
	some note, change in {
		"none": {change_of("summary"): sample.gone},
		"null": {change_of("summary"): null},
		"list": {change_of("summary"): ["Retrains the score"]},
		"too short": {$"{measured}/chars": 159},
		"too few words": {$"{measured}/words": 7},
		"not measured": {measured: sample.gone},
		"placeholder": {"/facts/quality/~1request~1change~1summary": {"score": 49}},
	}
	is_not_in("passes", "CL-6.3/8.1-3", change, "high")
}

test_summary_of_the_tier if {
	is_in("passes", "CL-6.3/8.1-3", {$"{measured}/chars": 40}, "minimal")
	is_not_in("passes", "CL-6.3/8.1-3", {$"{measured}/chars": 39}, "minimal")
	is_not_in("passes", "CL-6.3/8.1-3", {}, "critical")
}

nothing_outsourced := {"/models": [], "/data": [], "/responsibility_matrix": []}

test_nothing_outsourced_is_exempt if {
	is_in("exempt", "CL-6.3/8.1-4", nothing_outsourced, "minimal")
	is_not_in("passes", "CL-6.3/8.1-4", nothing_outsourced, "minimal")
	is_not_in("exempt", "CL-6.3/8.1-4", {}, "minimal")
	is_not_in("exempt", "CL-6.3/8.1-4", {"/suppliers": []}, "minimal")
}

test_work_without_supplier_is_shown if {
	change := {"/suppliers/0/role": ["hosting"]}
	is_not_in("passes", "CL-6.3/8.1-4", change, "minimal")
	found("CL-6.3/8.1-4", change, "minimal") == {"without_supplier": [{
		"work": "model",
		"place": 1,
		"party": "sup-model",
		"roles": ["model"],
	}]}
}
