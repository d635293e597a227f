package iso42001.cl_6_1_3_8_3_test

import data.iso42001.cl_6_1_3_8_3 as control
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
	some rule in ["CL-6.1.3/8.3-1", "CL-6.1.3/8.3-2", "CL-6.1.3/8.3-3", "CL-6.1.3/8.3-4"]
	is_in("passes", rule, {}, "high")
}

first := "/risk/risks/0"

grave := "/risk/risks/1"

accepted := "/risk/risks/5"

test_treatment_accepted[note] if {
	some note, change in {
		"avoided": {$"{first}/treatment": "avoid"},
		"transferred": {$"{first}/treatment": "transfer"},
		"mitigated without control, but accepted": {$"{grave}/controls": sample.gone},
		"accepted, with a control": {$"{accepted}/controls": ["A.7.4"]},
	}
	is_in("passes", "CL-6.1.3/8.3-1", change, "high")
}

test_treatment_refused[note] if {
	some note, change in {
		"no treatment": {$"{first}/treatment": sample.gone},
		"treatment null": {$"{first}/treatment": null},
		"unknown treatment": {$"{first}/treatment": "watch"},
		"no control": {$"{first}/controls": []},
		"controls absent": {$"{first}/controls": sample.gone},
		"text for controls": {$"{first}/controls": "A.7.4"},
		"object for controls": {$"{first}/controls": {"a": "A.7.4"}},
		"accepted by nobody": {$"{accepted}/accepted_by": sample.gone},
		"a control is no acceptance": {
			$"{accepted}/accepted_by": sample.gone,
			$"{accepted}/controls": ["A.7.4"],
		},
		"acceptance rejected": {$"{accepted}/accepted_by/decision": "reject"},
		"acceptance conditional": {$"{accepted}/accepted_by/decision": "conditional"},
		"no risks": {"/risk/risks": []},
		"risks absent": {"/risk/risks": sample.gone},
	}
	is_not_in("passes", "CL-6.1.3/8.3-1", change, "minimal")
}

test_treatment_plan_refused[note] if {
	some note, change in {
		"none": {"/risk/treatment_plan": sample.gone},
		"refers to nothing": {"/risk/treatment_plan/evidence_id": "elsewhere"},
		"other kind": {$"{sample.at.plan}/kind": "policy"},
		"draft": {$"{sample.at.plan}/status": "draft"},
		"too old": {$"{sample.at.plan}/issued_at": "366 days ago"},
		"file not checked": {$"{sample.checked.plan}/digest_ok": null},
	}
	is_not_in("passes", "CL-6.1.3/8.3-1", change, "high")
	is_in("passes", "CL-6.1.3/8.3-1", change, "limited")
}

test_treatment_plan_stale if {
	old := {$"{sample.at.plan}/issued_at": "366 days ago"}
	is_in("stale", "CL-6.1.3/8.3-1", old, "high")
	is_not_in("stale", "CL-6.1.3/8.3-1", object.union(old, {$"{first}/controls": []}), "high")
	is_not_in("stale", "CL-6.1.3/8.3-1", {}, "high")
}

test_treatment_plan_unverified if {
	unread := {$"{sample.checked.plan}/digest_ok": null}
	is_in("unverified", "CL-6.1.3/8.3-1", unread, "high")
	is_in("unverified", "CL-6.1.3/8.3-1", {$"{sample.checked.plan}/digest_ok": false}, "high")
	is_not_in("unverified", "CL-6.1.3/8.3-1", object.union(unread, {$"{first}/controls": []}), "high")
}

test_risks_not_treated_are_shown if {
	found("CL-6.1.3/8.3-1", {$"{first}/controls": []}, "high") == {"not_treated": ["K1"]}
}

acceptance_level := "/risk/risk_criteria/acceptance_level"

approval := "/risk/risks/1/accepted_by"

test_residual_risk_refused[note] if {
	some note, change in {
		"no acceptance level": {acceptance_level: sample.gone},
		"unknown acceptance level": {acceptance_level: "none"},
		"no residual level": {$"{first}/residual_level": sample.gone},
		"residual level null": {$"{first}/residual_level": null},
		"unknown residual level": {$"{first}/residual_level": "none"},
		"above, accepted by nobody": {$"{first}/residual_level": "high"},
		"acceptance absent": {approval: sample.gone},
		"acceptance conditional": {$"{approval}/decision": "conditional"},
		"other role": {$"{approval}/role": "peer"},
		"no role": {$"{approval}/role": sample.gone},
		"too old": {$"{approval}/at": "181 days ago"},
		"in the future": {$"{approval}/at": "in 1 days"},
		"no date": {$"{approval}/at": sample.gone},
		"person has left": {$"{approval}/person/id": "gone@example.org"},
		"no human": {$"{approval}/person/id": "robot@example.org"},
		"stranger": {$"{approval}/person/id": "eve@example.org"},
		"nobody": {$"{approval}/person": sample.gone},
		"nobody is known": {"/facts/identity": null},
		"no risks": {"/risk/risks": []},
	}
	is_not_in("passes", "CL-6.1.3/8.3-2", change, "high")
}

test_residual_risk_within_the_level if {
	change := {"/risk/risks/1/residual_level": "medium", approval: sample.gone}
	is_in("passes", "CL-6.1.3/8.3-2", change, "high")
	is_in("passes", "CL-6.1.3/8.3-2", {acceptance_level: "high", approval: sample.gone}, "high")
	is_in("passes", "CL-6.1.3/8.3-2", {"/risk/risks/1/residual_level": "critical"}, "high")
}

test_acceptance_of_the_tier if {
	is_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/at": "180 days ago"}, "high")
	is_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/at": "365 days ago"}, "limited")
	is_not_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/at": "366 days ago"}, "limited")
	is_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/person/id": "eve@example.org"}, "limited")
	is_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/role": "system_owner"}, "limited")
	is_not_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/role": "system_owner"}, "high")
	is_not_in("passes", "CL-6.1.3/8.3-2", {}, "critical")
	is_in("passes", "CL-6.1.3/8.3-2", {$"{approval}/role": "board"}, "critical")
}

test_residual_risk_stale if {
	old := {$"{approval}/at": "181 days ago"}
	is_in("stale", "CL-6.1.3/8.3-2", old, "high")
	is_not_in("stale", "CL-6.1.3/8.3-2", {$"{approval}/at": "in 1 days"}, "high")
	is_not_in("stale", "CL-6.1.3/8.3-2", object.union(old, {$"{approval}/role": "peer"}), "high")
	is_not_in("stale", "CL-6.1.3/8.3-2", object.union(old, {"/facts/identity": null}), "high")
	is_not_in("stale", "CL-6.1.3/8.3-2", object.union(old, {$"{first}/residual_level": "high"}), "high")
}

test_residual_risk_unverified if {
	unknown := {"/facts/identity": null}
	is_in("unverified", "CL-6.1.3/8.3-2", unknown, "high")
	is_not_in("unverified", "CL-6.1.3/8.3-2", {$"{approval}/person/id": "eve@example.org"}, "high")
	is_not_in("unverified", "CL-6.1.3/8.3-2", object.union(unknown, {$"{approval}/at": "181 days ago"}), "high")
	is_not_in("unverified", "CL-6.1.3/8.3-2", object.union(unknown, {$"{approval}/role": "peer"}), "high")
}

moderate := ["CL-6.1.3/8.3-2", "moderate_risk_at_high_in_production"]

unaccepted := {approval: sample.gone}

test_moderate_risk_asks_for_review if {
	is_in("when", moderate, unaccepted, "high")
	is_in("when", moderate, object.union(unaccepted, {$"{first}/residual_level": "high"}), "high")
	low := {acceptance_level: "low", "/risk/risks/1/residual_level": "medium"}
	is_in("when", moderate, object.union(unaccepted, low), "high")
}

test_graver_risk_is_not_moderate[note] if {
	some note, change in {
		"staging": {"/request/environment": "staging"},
		"critical": {$"{first}/residual_level": "critical"},
		"unknown level": {$"{first}/residual_level": "none"},
		"residual level missing": {$"{first}/residual_level": sample.gone},
	}
	is_not_in("when", moderate, object.union(unaccepted, change), "high")
}

test_what_is_missing_is_not_moderate[note] if {
	some note, change in {
		"acceptance level": {acceptance_level: sample.gone},
		"residual level": {$"{first}/residual_level": sample.gone},
		"no risks": {"/risk/risks": []},
		"placeholder for a level": {"/facts/quality/~1risk~1risks~11~1residual_level": {"score": 49}},
	}
	all_moderate := {"/risk/risks": [object.union(risk, {"residual_level": "medium", "accepted_by": {}}) |
		some risk in array.slice(sample.risks, 0, 2)
	]}
	is_in("when", moderate, object.union(all_moderate, {acceptance_level: "low"}), "high")
	lacking := sample.altered_of(sample.altered(object.union(all_moderate, {acceptance_level: "low"})), change)
	said := control.when with input as lacking with data.gate.tier.effective as "high"
	not moderate in said
}

test_moderate_risk_at_other_tiers if {
	is_not_in("when", moderate, unaccepted, "critical")
	is_not_in("when", moderate, unaccepted, "limited")
}

test_excessive_risks_are_shown if {
	found("CL-6.1.3/8.3-2", {$"{approval}/role": "peer"}, "high") == {
		"above_acceptance": [{"id": "K2", "residual_level": "high", "accepted_by": {"role": "peer"}}],
		"accepting_roles": ["risk_owner", "accountable_executive", "ai_governance_board"],
	}
}

# The entry for A.7.4, on which all risks rely.
entry := $"/risk/soa/entries/{place}" if some place, "A.7.4" in data.tables.SOA.controls

test_controls_refused[note] if {
	some note, change in {
		"partial": {$"{entry}/implemented": "partial"},
		"not stated": {$"{entry}/implemented": sample.gone},
		"excluded": {$"{entry}/applicable": false},
		"applicable not stated": {$"{entry}/applicable": sample.gone},
		"not in the statement": {$"{entry}/control_id": "A.7.04"},
		"second control": {$"{grave}/controls": ["A.7.4", "A.10.4"]},
		"second control not in the statement": {$"{grave}/controls": ["A.7.4", "A.99"]},
		"control null": {$"{grave}/controls": [null], $"{entry}/control_id": null},
		"second entry not implemented": {"/risk/soa/entries/-": {
			"control_id": "A.7.4",
			"applicable": true,
			"implemented": "planned",
		}},
		"no statement": {"/risk/soa": sample.gone},
		"no risks": {"/risk/risks": []},
		"risks are no list": {"/risk/risks": {"0": {"id": "K1", "controls": ["A.7.4"]}}},
	}
	is_not_in("passes", "CL-6.1.3/8.3-3", change, "minimal")
}

test_own_controls_count_like_others if {
	own := {$"{first}/controls": ["OWN-1"], "/risk/soa/entries/38/implemented": "yes"}
	is_in("passes", "CL-6.1.3/8.3-3", own, "high")
}

test_risks_without_controls_rely_on_none if {
	is_in("exempt", ["CL-6.1.3/8.3-3", 5], {}, "high")
	is_in("exempt", ["CL-6.1.3/8.3-3", 0], {$"{first}/controls": sample.gone}, "high")
	is_not_in("exempt", ["CL-6.1.3/8.3-3", 0], {}, "high")
	is_not_in("exempt", ["CL-6.1.3/8.3-3", 0], {$"{first}/controls": [null]}, "high")
}

test_controls_not_in_place_are_shown if {
	change := {$"{grave}/controls": ["A.7.4", "A.10.4", "A.99"]}
	found("CL-6.1.3/8.3-3", change, "high") == {"controls_not_in_place": [{
		"risk": "K2",
		"controls": ["A.10.4", "A.99"],
	}]}
}

test_treatment_under_way[note] if {
	some note, change in {
		"due today": {$"{grave}/due": "0 days ago"},
		"not serious": {$"{first}/due": "10 days ago"},
		"serious by the product, due": {$"{first}/likelihood": 2},
	}
	is_in("passes", "CL-6.1.3/8.3-4", change, "high")
}

test_treatment_overdue[note] if {
	some note, change in {
		"yesterday": {$"{grave}/due": "1 days ago"},
		"no date": {$"{grave}/due": sample.gone},
		"date null": {$"{grave}/due": null},
		"no such date": {$"{grave}/due": "spring"},
		"serious by the product": {$"{first}/likelihood": 2, $"{first}/due": "1 days ago"},
		"closed in the future": {$"{grave}/due": "1 days ago", $"{grave}/closed_at": "in 1 days"},
		"closed at no date": {$"{grave}/due": "1 days ago", $"{grave}/closed_at": "spring"},
		"treatment not stated": {$"{grave}/due": "1 days ago", $"{grave}/treatment": sample.gone},
	}
	is_not_in("passes", "CL-6.1.3/8.3-4", change, "high")
}

test_only_serious_open_risks_under_treatment_are_asked if {
	exempted := {"/risk/risks/1/closed_at": "0 days ago"}
	is_in("exempt", ["CL-6.1.3/8.3-4", 1], exempted, "high")
	is_in("exempt", ["CL-6.1.3/8.3-4", 1], {"/risk/risks/1/treatment": "accept"}, "high")
	is_in("exempt", ["CL-6.1.3/8.3-4", 0], {}, "high")
	is_not_in("exempt", ["CL-6.1.3/8.3-4", 1], {}, "high")
	is_not_in("passes", "CL-6.1.3/8.3-4", exempted, "high")
}

test_product_of_the_tier if {
	nine := {$"{first}/likelihood": 3, $"{first}/impact": 3}
	is_in("exempt", ["CL-6.1.3/8.3-4", 0], nine, "high")
	is_not_in("exempt", ["CL-6.1.3/8.3-4", 0], nine, "critical")
	is_not_in("exempt", ["CL-6.1.3/8.3-4", 0], {$"{first}/likelihood": 2}, "high")
	is_in("exempt", ["CL-6.1.3/8.3-4", 0], {$"{first}/likelihood": "9"}, "high")
	is_in("exempt", ["CL-6.1.3/8.3-4", 0], {$"{first}/likelihood": 9, $"{first}/impact": "5"}, "high")
}

test_treatment_stale if {
	is_in("stale", "CL-6.1.3/8.3-4", {$"{grave}/due": "1 days ago"}, "high")
	is_not_in("stale", "CL-6.1.3/8.3-4", {$"{grave}/due": "spring"}, "high")
	is_not_in("stale", "CL-6.1.3/8.3-4", {$"{first}/due": "1 days ago"}, "high")
}

test_risks_under_treatment_are_shown if {
	found("CL-6.1.3/8.3-4", {}, "high") == {"under_treatment": [{"id": "K2", "due": "in 30 days"}]}
}
