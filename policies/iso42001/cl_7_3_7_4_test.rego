package iso42001.cl_7_3_7_4_test

import data.iso42001.cl_7_3_7_4 as control
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
	some rule in ["CL-7.3/7.4-1", "CL-7.3/7.4-2"]
	is_in("passes", rule, {}, "high")
}

plan := sample.at.communication

test_plan_refused[note] if {
	some note, change in {
		"none": {"/organisation/aims/communication": sample.gone},
		"refers to nothing": {"/organisation/aims/communication/evidence_id": "elsewhere"},
		"other kind": {$"{plan}/kind": "policy"},
		"draft": {$"{plan}/status": "draft"},
		"too old": {$"{plan}/issued_at": "366 days ago"},
		"file not checked": {$"{sample.checked.communication}/digest_ok": null},
	}
	is_not_in("passes", "CL-7.3/7.4-1", change, "high")
}

test_plan_stale if {
	is_in("stale", "CL-7.3/7.4-1", {$"{plan}/issued_at": "366 days ago"}, "high")
	is_not_in("stale", "CL-7.3/7.4-1", {$"{plan}/status": "draft"}, "high")
}

test_plan_unverified if {
	is_in("unverified", "CL-7.3/7.4-1", {$"{sample.checked.communication}/digest_ok": null}, "high")
	is_in("unverified", "CL-7.3/7.4-1", {$"{sample.checked.communication}/digest_ok": false}, "high")
	is_not_in("unverified", "CL-7.3/7.4-1", {}, "high")
}

test_plan_is_shown if {
	found("CL-7.3/7.4-1", {}, "high") == {"plan": {
		"kind": "communication",
		"status": "approved",
		"issued_at": "10 days ago",
	}}
}

records := $"{plan}/fields/acknowledgements"

operator := "/resources/people/1"

test_acknowledgement_refused[note] if {
	some note, change in {
		"none": {records: []},
		"absent": {records: sample.gone},
		"object for a list": {records: {"a": {"person": "bo@example.org", "policy_version": "5", "at": "10 days ago"}}},
		"only of another version": {$"{records}/2": sample.gone},
		"in the future": {$"{records}/2/at": "in 1 days"},
		"no date": {$"{records}/2/at": sample.gone},
		"no such date": {$"{records}/2/at": "spring"},
		"of another person": {$"{records}/2/person": "Bo@example.org"},
		"of nobody": {$"{records}/2/person": null, $"{operator}/person/id": null},
		"version as a number": {$"{records}/2/policy_version": 5},
		"policy without a version": {$"{sample.at.policy}/version": sample.gone},
		"blank versions": {$"{records}/2/policy_version": " ", $"{sample.at.policy}/version": " "},
		"no policy": {"/organisation/aims/policy": sample.gone},
		"other kind of evidence": {$"{plan}/kind": "policy"},
		"second operator": {"/resources/people/0/role": "OPERATOR", $"{records}/1/policy_version": "4"},
		"no operator": {$"{operator}/role": "developer"},
		"nobody": {"/resources/people": []},
		"operator without a person": {$"{operator}/person": sample.gone},
	}
	is_not_in("passes", "CL-7.3/7.4-2", change, "high")
}

test_second_operator_has_acknowledged if {
	is_in("passes", "CL-7.3/7.4-2", {"/resources/people/0/role": "OPERATOR"}, "high")
}

test_a_bad_record_hides_no_good_one if {
	is_in("passes", "CL-7.3/7.4-2", {$"{records}/0": null, $"{records}/1": "bo"}, "high")
}

test_operators_who_have_not_acknowledged_are_shown if {
	found("CL-7.3/7.4-2", {$"{records}/2": sample.gone}, "high") == {
		"policy_version": ["5"],
		"not_acknowledged": ["bo@example.org"],
	}
}

test_beyond_development[rule] if {
	some rule in ["CL-7.3/7.4-1", "CL-7.3/7.4-2"]
	is_in("when", [rule, "beyond_development"], {}, "high")
	is_in("when", [rule, "beyond_development"], {"/request/environment": "staging"}, "high")
	is_not_in("when", [rule, "beyond_development"], {"/request/environment": "dev"}, "high")
}
