package iso42001.a_8_4_test

import data.iso42001.a_8_4 as control
import data.testing.use_document as use

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as use.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.8.4-1", "A.8.4-2", "A.8.4-3", "A.8.4-4"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

incident := "/operations/incident"

test_plan_refused[note] if {
	some note, change in {
		"no plan": {$"{incident}/plan": use.gone},
		"reference to nothing": {$"{incident}/plan/evidence_id": "elsewhere"},
		"other kind": {$"{use.at.plan}/kind": "policy"},
		"draft": {$"{use.at.plan}/status": "draft"},
		"too old": {$"{use.at.plan}/issued_at": "366 days ago"},
		"no contact": {$"{incident}/contacts": []},
		"contacts absent": {$"{incident}/contacts": use.gone},
		"second contact empty": {$"{incident}/contacts": ["duty@example.org", ""]},
		"text for a list": {$"{incident}/contacts": "duty@example.org"},
		"placeholder for a contact": {"/facts/quality/~1operations~1incident~1contacts~11": {"score": 49}},
		"never exercised": {$"{incident}/drill_at": use.gone},
		"no date": {$"{incident}/drill_at": "last spring"},
		"exercise in future": {$"{incident}/drill_at": "in 1 days"},
	}
	is_not_in("passes", "A.8.4-1", change, "high")
}

test_the_plan_is_exercised_as_often_as_the_tier_asks[tier] if {
	some tier, limits in {
		"limited": ["365 days ago", "366 days ago"],
		"high": ["180 days ago", "181 days ago"],
		"critical": ["90 days ago", "91 days ago"],
	}
	is_in("passes", "A.8.4-1", {$"{incident}/drill_at": limits[0]}, tier)
	is_not_in("stale", "A.8.4-1", {$"{incident}/drill_at": limits[0]}, tier)
	is_not_in("passes", "A.8.4-1", {$"{incident}/drill_at": limits[1]}, tier)
	is_in("stale", "A.8.4-1", {$"{incident}/drill_at": limits[1]}, tier)
}

test_minimal_tier_needs_no_exercise[note] if {
	some note, value in {"absent": use.gone, "null": null, "old": "1000 days ago"}
	is_in("passes", "A.8.4-1", {$"{incident}/drill_at": value}, "minimal")
	is_not_in("stale", "A.8.4-1", {$"{incident}/drill_at": value}, "minimal")
}

test_why_the_plan_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{use.at.plan}/issued_at": "366 days ago"},
		"unverified": {$"{use.checked.plan}/digest_ok": null},
		"invalid": {$"{use.checked.plan}/digest_ok": false},
	}
	is_in(set, "A.8.4-1", change, "high")
	is_not_in("passes", "A.8.4-1", change, "high")
	is_not_in(set, "A.8.4-1", {}, "high")
}

test_the_plan_and_the_age_of_an_exercise_are_shown if {
	shown := {"kind": "incident_plan", "status": "approved", "issued_at": "10 days ago"}
	sets({}, "high").found["A.8.4-1"] == {"plan": shown, "drill_days_max": 180}
	sets({$"{incident}/plan": use.gone}, "minimal").found["A.8.4-1"] == {"drill_days_max": null}
}

test_customers_hear_within_the_hours_of_the_tier[tier] if {
	some tier, limit in {"minimal": 72, "limited": 72, "high": 72, "critical": 24}
	is_in("passes", "A.8.4-2", {$"{incident}/customer_notice_hours": limit}, tier)
	is_not_in("passes", "A.8.4-2", {$"{incident}/customer_notice_hours": limit + 1}, tier)
	sets({}, tier).found["A.8.4-2"] == {"hours_max": limit}
}

test_hours_for_customers_refused[note] if {
	some note, value in {"absent": use.gone, "null": null, "zero": 0, "negative": -1, "text": "24", "list": [24]}
	is_not_in("passes", "A.8.4-2", {$"{incident}/customer_notice_hours": value}, "high")
}

test_authorities_hear_within_their_hours[field] if {
	some field, limit in {"authority_notice_hours": 360, "fatal_notice_hours": 240, "widespread_notice_hours": 48}
	is_in("passes", "A.8.4-3", {$"{incident}/{field}": limit}, "high")
	every value in [limit + 1, 0, null, "24", use.gone] {
		is_not_in("passes", "A.8.4-3", {$"{incident}/{field}": value}, "high")
	}
}

test_the_hours_of_authorities_are_shown if {
	sets({}, "high").found["A.8.4-3"] == {"hours_max": {"authority": 360, "fatal": 240, "widespread": 48}}
}

class := "/classification/eu/class"

test_another_class_has_no_authority_to_tell[value] if {
	some value in ["prohibited", "transparency", "minimal", "out_of_scope"]
	is_in("exempt", "A.8.4-3", {class: value}, "critical")
}

test_a_high_risk_system_tells_at_every_tier[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	is_not_in("exempt", "A.8.4-3", {}, tier)
	is_not_in("exempt", "A.8.4-3", {"/request/regions": ["US"], "/classification/regimes": []}, tier)
}

test_an_unstated_class_counts_as_high_from_the_high_tier_in_the_union[note] if {
	some note, value in {"absent": use.gone, "null": null, "unknown": "limited"}
	is_not_in("exempt", "A.8.4-3", {class: value}, "high")
	is_not_in("exempt", "A.8.4-3", {class: value}, "critical")
	is_in("exempt", "A.8.4-3", {class: value}, "limited")
	elsewhere := {class: value, "/request/regions": ["US"], "/classification/regimes": []}
	is_in("exempt", "A.8.4-3", elsewhere, "high")
	nowhere := {class: value, "/request/regions": [], "/classification/regimes": []}
	is_not_in("exempt", "A.8.4-3", nowhere, "high")
}

open := "/facts/history/open_sev1"

# The fix is the last item of evidence.
repaired := {
	open: 2,
	"/evidence": array.concat(use.evidence, [use.fix]),
	"/facts/evidence/fix": {"digest_ok": true, "signature_ok": true},
}

fix := $"/evidence/{count(use.evidence)}"

test_the_approved_fix_of_all_open_incidents_passes[tier] if {
	some tier in ["minimal", "limited", "high"]
	is_in("passes", "A.8.4-4", repaired, tier)
}

test_the_role_that_accepts_the_fix_rises_with_the_tier if {
	is_not_in("passes", "A.8.4-4", repaired, "critical")
	change := {$"{fix}/approved_by/role": "accountable_executive"}
	is_in("passes", "A.8.4-4", object.union(repaired, change), "critical")
}

test_fix_refused[note] if {
	some note, change in {
		"a third incident": {open: 3},
		"unknown incidents": {open: null},
		"fewer than none": {open: -1},
		"not an update": {"/request/action": "deploy"},
		"other kind": {$"{fix}/kind": "policy"},
		"draft": {$"{fix}/status": "draft"},
		"approved by a role that may not": {$"{fix}/approved_by/role": "peer"},
		"too old": {$"{fix}/issued_at": "31 days ago"},
		"for the unit": {$"{fix}/applies_to": ["lending"]},
		"for everything": {$"{fix}/applies_to": ["*"]},
		"not checked": {"/facts/evidence/fix/digest_ok": null},
		"another file": {"/facts/evidence/fix/digest_ok": false},
		"other version": {$"{fix}/fields/version": "4.2"},
		"no version": {$"{fix}/fields/version": use.gone},
		"no version in both": {$"{fix}/fields/version": null, "/system/version": null},
		"empty version in both": {$"{fix}/fields/version": "", "/system/version": ""},
		"one incident": {$"{fix}/fields/incident_ids": ["INC-1"]},
		"one incident twice": {$"{fix}/fields/incident_ids": ["INC-1", "INC-1"]},
		"one incident and nothing": {$"{fix}/fields/incident_ids": ["INC-1", "", null, 2]},
		"no list": {$"{fix}/fields/incident_ids": {"a": "INC-1", "b": "INC-2"}},
		"no incidents": {$"{fix}/fields/incident_ids": use.gone},
	}
	is_not_in("passes", "A.8.4-4", object.union(repaired, change), "limited")
}

test_a_fix_is_not_a_month_old if {
	is_in("passes", "A.8.4-4", object.union(repaired, {$"{fix}/issued_at": "30 days ago"}), "limited")
}

test_an_open_incident_without_a_fix_fails[note] if {
	some note, value in {"one": 1, "text": "0", "boolean": false, "negative": -1}
	is_not_in("passes", "A.8.4-4", {open: value}, "minimal")
	is_not_in("unverified", "A.8.4-4", {open: value}, "minimal")
}

test_unknown_incidents_are_unverified[note] if {
	some note, value in {"absent": use.gone, "null": null}
	is_not_in("passes", "A.8.4-4", {open: value}, "minimal")
	is_in("unverified", "A.8.4-4", {open: value}, "minimal")
}

test_known_incidents_are_not_unverified if is_not_in("unverified", "A.8.4-4", {}, "high")

test_fixes_are_shown if {
	sets({}, "high").found["A.8.4-4"] == {"fixes": []}
	shown := {"id": "fix", "fields": {"version": "4.2.0", "incident_ids": ["INC-1", "INC-2"]}}
	sets(repaired, "high").found["A.8.4-4"] == {"fixes": [shown]}
}
