package iso42001.cl_6_1_3_soa_test

import data.iso42001.cl_6_1_3_soa as control
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

rules := ["CL-6.1.3-SoA-1", "CL-6.1.3-SoA-2", "CL-6.1.3-SoA-3", "CL-6.1.3-SoA-4"]

test_every_rule_passes[rule] if {
	some rule in rules
	is_in("passes", rule, {}, "high")
}

test_every_rule_needs_a_statement[rule] if {
	some rule in rules
	is_not_in("passes", rule, {"/risk/soa": sample.gone}, "minimal")
	is_not_in("passes", rule, {"/risk/soa/entries": [], "/risk/soa/version": ""}, "minimal")
}

entries := "/risk/soa/entries"

second := $"{entries}/1"

excluded := $"{entries}/{sample.excluded}"

own := $"{entries}/38"

test_entries_refused[note] if {
	some note, change in {
		"missing": {second: sample.gone},
		"repeated": {$"{entries}/-": {"control_id": "A.2.3", "applicable": true, "implemented": "yes"}},
		"own control repeated": {$"{entries}/-": {"control_id": "OWN-1", "applicable": true, "implemented": "yes"}},
		"unknown control of the annex": {own: {"control_id": "A.11.1", "applicable": true, "implemented": "yes"}},
		"id with white space": {$"{second}/control_id": "A.2.3 "},
		"id null": {$"{own}/control_id": null},
		"id absent": {$"{own}/control_id": sample.gone},
		"blank id": {$"{own}/control_id": " "},
		"number for an id": {$"{own}/control_id": 7},
		"applicable absent": {$"{second}/applicable": sample.gone},
		"applicable null": {$"{second}/applicable": null},
		"applicable as text": {$"{second}/applicable": "true"},
		"implemented absent": {$"{second}/implemented": sample.gone},
		"implemented as a boolean": {$"{second}/implemented": true},
		"unknown implementation": {$"{second}/implemented": "done"},
	}
	is_not_in("passes", "CL-6.1.3-SoA-1", change, "minimal")
}

test_entries_pass[note] if {
	some note, change in {
		"no own control": {own: sample.gone},
		"own control that begins alike": {$"{own}/control_id": "a.2.3"},
		"planned": {$"{second}/implemented": "planned"},
		"not implemented": {$"{second}/implemented": "no"},
		"partial": {$"{second}/implemented": "partial"},
	}
	is_in("passes", "CL-6.1.3-SoA-1", change, "high")
}

test_wrong_entries_are_shown if {
	found("CL-6.1.3-SoA-1", {$"{second}/control_id": "A.2.2"}, "high") == {
		"missing": ["A.2.3"],
		"repeated_unknown_or_undecided": ["A.2.2", "A.2.2"],
	}
	found("CL-6.1.3-SoA-1", {$"{own}/applicable": null}, "high") == {
		"missing": [],
		"repeated_unknown_or_undecided": ["OWN-1"],
	}
}

measured := $"/facts/text/~1risk~1soa~1entries~1{sample.excluded}~1justification"

test_exclusion_refused[note] if {
	some note, change in {
		"no justification": {$"{excluded}/justification": sample.gone},
		"justification null": {$"{excluded}/justification": null},
		"too short": {$"{measured}/chars": 159},
		"too few words": {$"{measured}/words": 7},
		"not measured": {measured: sample.gone},
		"placeholder": {$"/facts/quality/~1risk~1soa~1entries~1{sample.excluded}~1justification": {"score": 49}},
		"second exclusion not justified": {$"{own}/applicable": false},
		"no evidence": {"/risk/soa/evidence": sample.gone},
		"evidence is nothing": {"/risk/soa/evidence/evidence_id": "elsewhere"},
		"other kind": {$"{sample.at.statement}/kind": "policy"},
		"approved by no executive": {$"{sample.at.statement}/approved_by/role": "risk_owner"},
		"too old": {$"{sample.at.statement}/issued_at": "366 days ago"},
		"file not checked": {$"{sample.checked.statement}/digest_ok": null},
	}
	is_not_in("passes", "CL-6.1.3-SoA-2", change, "high")
}

test_justification_of_the_tier if {
	is_in("passes", "CL-6.1.3-SoA-2", {$"{measured}/chars": 40}, "minimal")
	is_not_in("passes", "CL-6.1.3-SoA-2", {$"{measured}/chars": 39}, "minimal")
}

test_only_exclusions_are_asked if {
	is_in("exempt", ["CL-6.1.3-SoA-2", 0], {}, "high")
	is_in("exempt", ["CL-6.1.3-SoA-2", 0], {$"{entries}/0/applicable": null}, "high")
	is_not_in("exempt", ["CL-6.1.3-SoA-2", sample.excluded], {}, "high")
	none := {$"{excluded}/applicable": true}
	is_in("exempt", ["CL-6.1.3-SoA-2", sample.excluded], none, "high")
	is_not_in("passes", "CL-6.1.3-SoA-2", none, "high")
}

test_exclusion_stale if {
	old := {$"{sample.at.statement}/issued_at": "366 days ago"}
	is_in("stale", "CL-6.1.3-SoA-2", old, "high")
	is_not_in("stale", "CL-6.1.3-SoA-2", object.union(old, {$"{measured}/chars": 1}), "high")
	is_not_in("stale", "CL-6.1.3-SoA-2", {}, "high")
}

test_exclusion_unverified if {
	unread := {$"{sample.checked.statement}/digest_ok": null}
	is_in("unverified", "CL-6.1.3-SoA-2", unread, "high")
	is_in("unverified", "CL-6.1.3-SoA-2", {$"{sample.checked.statement}/digest_ok": false}, "minimal")
	is_not_in("unverified", "CL-6.1.3-SoA-2", object.union(unread, {$"{measured}/chars": 1}), "high")
}

test_approver_is_shown if {
	found("CL-6.1.3-SoA-2", {}, "high") == {"approved_by_role": ["board"]}
	found("CL-6.1.3-SoA-2", {"/risk/soa/evidence": sample.gone}, "high") == {"approved_by_role": []}
}

test_not_implemented[note] if {
	some note, change in {
		"planned": {$"{second}/implemented": "planned"},
		"no": {$"{second}/implemented": "no"},
		"not stated": {$"{second}/implemented": sample.gone},
		"applicable not stated": {$"{second}/applicable": sample.gone},
		"applicable null": {$"{second}/applicable": null},
		"own control": {$"{own}/implemented": "planned"},
	}
	is_not_in("passes", "CL-6.1.3-SoA-3", change, "high")
}

test_implemented_in_part if is_in("passes", "CL-6.1.3-SoA-3", {$"{second}/implemented": "partial"}, "critical")

test_not_implemented_is_shown if {
	found("CL-6.1.3-SoA-3", {$"{second}/implemented": "no"}, "high") == {"not_implemented": [{
		"control_id": "A.2.3",
		"implemented": "no",
	}]}
}

date := "/risk/soa/date"

test_review_refused[note] if {
	some note, change in {
		"no version": {"/risk/soa/version": sample.gone},
		"blank version": {"/risk/soa/version": " "},
		"number for a version": {"/risk/soa/version": 2},
		"no date": {date: sample.gone},
		"date null": {date: null},
		"no such date": {date: "spring"},
		"too long ago": {date: "366 days ago"},
		"in the future": {date: "in 1 days"},
	}
	is_not_in("passes", "CL-6.1.3-SoA-4", change, "minimal")
}

test_review_within_a_year if {
	is_in("passes", "CL-6.1.3-SoA-4", {date: "365 days ago"}, "critical")
	is_in("stale", "CL-6.1.3-SoA-4", {date: "366 days ago"}, "critical")
	is_not_in("stale", "CL-6.1.3-SoA-4", {date: "in 1 days"}, "critical")
	found("CL-6.1.3-SoA-4", {}, "high") == {"days_max": 365}
}
