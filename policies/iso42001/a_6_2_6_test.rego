package iso42001.a_6_2_6_test

import data.iso42001.a_6_2_6 as control
import data.testing.operated_document as operated

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as operated.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

learns := {"/system/autonomy/continuous_learning": true}

test_every_rule_passes[rule] if {
	some rule in ["A.6.2.6-1", "A.6.2.6-2", "A.6.2.6-3", "A.6.2.6-4", "A.6.2.6-5", "A.6.2.6-6"]
	is_in("passes", rule, learns, "high")
	is_in("passes", rule, {}, "critical")
	is_not_in("exempt", rule, learns, "high")
}

plan := "/operations/monitoring/plan"

test_the_plan_is_refused[note] if {
	some note, change in {
		"no reference": {plan: operated.gone},
		"reference to nothing": {$"{plan}/evidence_id": "elsewhere"},
		"other kind": {$"{operated.at.plan}/kind": "plan"},
		"draft": {$"{operated.at.plan}/status": "draft"},
		"too old": {$"{operated.at.plan}/issued_at": "366 days ago"},
		"no owner": {"/operations/monitoring/owner": operated.gone},
		"owner without an id": {"/operations/monitoring/owner/id": operated.gone},
		"blank owner": {"/operations/monitoring/owner/id": " "},
	}
	is_not_in("passes", "A.6.2.6-1", change, "minimal")
}

test_the_plan_may_be_a_year_old if {
	is_in("passes", "A.6.2.6-1", {$"{operated.at.plan}/issued_at": "365 days ago"}, "critical")
}

test_from_high_owner_and_support_are_there[note] if {
	some note, change in {
		"owner left": {"/operations/monitoring/owner/id": "gone@example.org"},
		"owner is a service": {"/operations/monitoring/owner/id": "robot@example.org"},
		"owner unknown": {"/operations/monitoring/owner/id": "stranger@example.org"},
		"directory not known": {"/facts/identity": null},
		"no support": {"/operations/support": operated.gone},
		"no hours": {"/operations/support/hours": operated.gone},
		"blank hours": {"/operations/support/hours": " "},
		"placeholder for hours": {"/facts/quality/~1operations~1support~1hours": {"score": 49}},
		"no contact": {"/operations/support/contact": null},
		"placeholder for a contact": {"/facts/quality/~1operations~1support~1contact": {"score": 0}},
	}
	is_not_in("passes", "A.6.2.6-1", change, "high")
	is_in("passes", "A.6.2.6-1", change, "limited")
	is_not_in("passes", "A.6.2.6-1", object.union(change, learns), "limited")
}

test_why_the_plan_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{operated.at.plan}/issued_at": "366 days ago"}],
		"not checked": ["unverified", {$"{operated.checked.plan}/digest_ok": null}],
		"directory not known": ["unverified", {"/facts/identity": null}],
		"another file": ["invalid", {$"{operated.checked.plan}/digest_ok": false}],
		"other kind": ["invalid", {$"{operated.at.plan}/kind": "plan"}],
		"reference to nothing": ["invalid", {$"{plan}/evidence_id": "elsewhere"}],
	}
	is_in(case[0], "A.6.2.6-1", case[1], "high")
	is_not_in("passes", "A.6.2.6-1", case[1], "high")
	is_not_in(case[0], "A.6.2.6-1", {}, "high")
}

test_an_unknown_directory_is_not_the_only_lack[note] if {
	some note, change in {
		"no support": {"/operations/support": operated.gone},
		"blank owner": {"/operations/monitoring/owner/id": " "},
		"draft": {$"{operated.at.plan}/status": "draft"},
	}
	is_not_in("unverified", "A.6.2.6-1", object.union({"/facts/identity": null}, change), "high")
}

test_below_high_the_directory_is_not_asked if {
	is_not_in("unverified", "A.6.2.6-1", {"/facts/identity": null}, "limited")
}

test_the_plan_is_shown if {
	shown := {"kind": "monitoring_plan", "status": "approved", "issued_at": "10 days ago"}
	sets({}, "high").found["A.6.2.6-1"] == {"plan": shown}
}

metrics := "/operations/monitoring/metrics"

of_kinds(kinds) := {metrics: [operated.metric(kind) | some kind in kinds]}

test_kinds_rise_with_the_tier[note] if {
	some note, case in {
		"minimal": ["minimal", ["performance"]],
		"limited": ["limited", ["data_drift", "performance"]],
		"high": ["high", ["performance", "data_drift", "concept_drift", "fairness", "safety"]],
		"critical": ["critical", ["performance", "data_drift", "concept_drift", "fairness", "safety", "security"]],
	}
	is_in("passes", "A.6.2.6-2", of_kinds(case[1]), case[0])
	every kind in case[1] {
		is_not_in("passes", "A.6.2.6-2", of_kinds([other | some other in case[1]; other != kind]), case[0])
	}
}

test_learning_asks_for_more_kinds if {
	kinds := ["performance", "data_drift", "concept_drift", "fairness", "safety"]
	is_not_in("passes", "A.6.2.6-2", object.union(of_kinds(kinds), learns), "high")
}

test_metrics_are_a_list[note] if {
	some note, value in {
		"absent": operated.gone,
		"null": null,
		"text": "performance",
		"object": {"a": operated.metric("performance")},
	}
	every rule in ["A.6.2.6-2", "A.6.2.6-3"] {
		is_not_in("passes", rule, {metrics: value}, "minimal")
	}
}

condition(name) := ["A.6.2.6-2", name]

test_unwatched_production[note] if {
	some note, value in {"none": [], "absent": operated.gone, "null": null}
	is_in("when", condition("unwatched_production_of_lowest_row"), {metrics: value}, "minimal")
	is_not_in("when", condition("unwatched_production"), {metrics: value}, "minimal")
	is_in("when", condition("unwatched_production"), {metrics: value}, "limited")
	is_not_in("when", condition("unwatched_production_of_lowest_row"), {metrics: value}, "limited")
	is_in("when", condition("unwatched_production"), object.union(learns, {metrics: value}), "minimal")
}

test_no_unwatched_production[note] if {
	some note, change in {
		"something is watched": of_kinds(["cost"]),
		"staging": {metrics: [], "/request/environment": "staging"},
	}
	is_not_in("when", condition("unwatched_production_of_lowest_row"), change, "minimal")
	is_not_in("when", condition("unwatched_production"), change, "high")
}

test_kinds_not_watched_are_shown if {
	shown := {"kinds_not_watched": ["concept_drift", "fairness", "safety"]}
	sets(of_kinds(["data_drift", "performance"]), "high").found["A.6.2.6-2"] == shown
}

test_a_monitor_is_refused[note] if {
	some note, change in {
		"no threshold": {$"{metrics}/5/threshold": operated.gone},
		"threshold null": {$"{metrics}/5/threshold": null},
		"threshold as a text": {$"{metrics}/5/threshold": "0.2"},
		"threshold as a boolean": {$"{metrics}/5/threshold": true},
		"no operator": {$"{metrics}/5/op": operated.gone},
		"other operator": {$"{metrics}/5/op": "=="},
		"no route": {$"{metrics}/5/alert_to": operated.gone},
		"route empty": {$"{metrics}/5/alert_to": []},
		"route as a text": {$"{metrics}/5/alert_to": "oncall@example.org"},
		"second route blank": {$"{metrics}/5/alert_to/1": " "},
		"not often enough": {$"{metrics}/0/check_interval_minutes": 60.5},
		"never": {$"{metrics}/0/check_interval_minutes": 0},
		"interval not stated": {$"{metrics}/0/check_interval_minutes": operated.gone},
		"interval as a text": {$"{metrics}/0/check_interval_minutes": "15"},
	}
	is_not_in("passes", "A.6.2.6-3", change, "high")
}

test_monitors_are_checked_as_often_as_the_tier_asks[tier] if {
	some tier, limit in {"minimal": 10080, "limited": 1440, "high": 60, "critical": 15}
	is_in("passes", "A.6.2.6-3", {$"{metrics}/0/check_interval_minutes": limit}, tier)
	is_not_in("passes", "A.6.2.6-3", {$"{metrics}/0/check_interval_minutes": limit + 1}, tier)
	sets({}, tier).found["A.6.2.6-3"] == {"minutes_max": limit}
}

test_learning_asks_for_more_frequent_checks if {
	is_not_in("passes", "A.6.2.6-3", object.union(learns, {$"{metrics}/0/check_interval_minutes": 60}), "high")
}

test_other_kinds_are_checked_at_will[note] if {
	some note, change in {
		"of a kind that the tier does not ask for": {$"{metrics}/5/check_interval_minutes": operated.gone},
		"without a kind": {$"{metrics}/6/kind": operated.gone},
		"once a minute": {$"{metrics}/0/check_interval_minutes": 1},
		"every operator": {$"{metrics}/0/op": ">", $"{metrics}/1/op": ">=", $"{metrics}/2/op": "<"},
	}
	is_in("passes", "A.6.2.6-3", change, "high")
}

probe := "/facts/registries/monitor_probe_ok"

started := "/operations/monitoring/started"

test_the_probe_decides_from_high[note] if {
	some note, value in {"failed": false, "unknown": null, "absent": operated.gone, "text": "true"}
	is_not_in("passes", "A.6.2.6-4", {probe: value}, "high")
	is_not_in("passes", "A.6.2.6-4", object.union(learns, {probe: value}), "limited")
}

test_below_high_a_statement_is_enough if {
	is_in("passes", "A.6.2.6-4", {probe: null}, "limited")
	is_in("passes", "A.6.2.6-4", {probe: operated.gone}, "limited")
	is_not_in("passes", "A.6.2.6-4", {probe: false}, "limited")
	is_in("passes", "A.6.2.6-4", {started: false}, "limited")
}

test_a_statement_says_that_monitoring_runs[note] if {
	some note, value in {"not": false, "null": null, "absent": operated.gone, "text": "true"}
	is_not_in("passes", "A.6.2.6-4", {probe: null, started: value}, "minimal")
}

test_an_unknown_probe_is_unverified_from_high if {
	is_in("unverified", "A.6.2.6-4", {probe: null}, "high")
	is_in("unverified", "A.6.2.6-4", {"/facts/registries": {}}, "high")
	is_not_in("unverified", "A.6.2.6-4", {probe: null}, "limited")
	is_not_in("unverified", "A.6.2.6-4", {probe: false}, "high")
}

test_learning_is_refused[note] if {
	some note, change in {
		"no change detected": of_kinds(["performance", "fairness"]),
		"detected by no method": {
			$"{metrics}/1/method": " ",
			$"{metrics}/2/method": operated.gone,
		},
		"detected at no threshold": {
			$"{metrics}/1/threshold": "0.2",
			$"{metrics}/2/threshold": null,
		},
		"no update policy": {"/operations/update_policy": operated.gone},
		"short update policy": {"/facts/text/~1operations~1update_policy": {"chars": 199, "words": 8}},
		"update policy of few words": {"/facts/text/~1operations~1update_policy": {"chars": 200, "words": 7}},
		"placeholder": {"/facts/quality/~1operations~1update_policy": {"score": 49}},
		"no plan": {plan: operated.gone},
		"other kind": {$"{operated.at.plan}/kind": "plan"},
		"draft": {$"{operated.at.plan}/status": "draft"},
		"no gate": {$"{operated.at.plan}/fields": {}},
		"not evaluated": {$"{operated.at.plan}/fields/retrain_gate/evaluated": "true"},
		"not approved": {$"{operated.at.plan}/fields/retrain_gate/approved": false},
	}
	is_not_in("passes", "A.6.2.6-5", object.union(learns, change), "high")
}

test_one_detector_is_enough if {
	is_in("passes", "A.6.2.6-5", object.union(learns, {$"{metrics}/1/method": ""}), "high")
	is_in("passes", "A.6.2.6-5", object.union(learns, of_kinds(["data_drift"])), "high")
}

test_the_update_policy_says_as_much_as_the_lifted_tier_asks if {
	short := object.union(learns, {"/facts/text/~1operations~1update_policy": {"chars": 80, "words": 8}})
	is_in("passes", "A.6.2.6-5", short, "minimal")
	is_not_in("passes", "A.6.2.6-5", short, "limited")
}

test_the_plan_may_be_old_for_its_gate if {
	is_in("passes", "A.6.2.6-5", object.union(learns, {$"{operated.at.plan}/issued_at": "1000 days ago"}), "high")
}

test_a_system_that_does_not_learn_is_exempt if {
	is_in("exempt", "A.6.2.6-5", {}, "high")
	is_not_in("exempt", "A.6.2.6-5", learns, "high")
}

test_the_gate_is_shown if {
	sets({}, "high").found["A.6.2.6-5"] == {"retrain_gate": {"evaluated": true, "approved": true}}
}

breaches := "/facts/history/breaches_30d"

test_breaches_are_unresolved[note] if {
	some note, change in {
		"more than resolved": {breaches: 3},
		"not known": {breaches: null},
		"a text": {breaches: "0"},
		"a boolean": {breaches: false},
		"absent": {breaches: operated.gone},
		"by another version": {$"{operated.at.analysis}/fields/version": "4.1.0"},
		"by no version": {$"{operated.at.analysis}/fields/version": null, "/system/version": null},
		"number not stated": {$"{operated.at.analysis}/fields/breaches": operated.gone},
		"number as a text": {$"{operated.at.analysis}/fields/breaches": "2"},
		"other kind": {$"{operated.at.analysis}/kind": "breach"},
		"draft": {$"{operated.at.analysis}/status": "draft"},
		"too old": {$"{operated.at.analysis}/issued_at": "31 days ago"},
		"not checked": {$"{operated.checked.analysis}/digest_ok": null},
		"no evidence": {"/evidence": []},
	}
	is_not_in("passes", "A.6.2.6-6", change, "high")
}

test_breaches_are_resolved[note] if {
	some note, change in {
		"none": {breaches: 0, "/evidence": []},
		"one of two": {breaches: 1},
		"30 days ago": {$"{operated.at.analysis}/issued_at": "30 days ago"},
	}
	is_in("passes", "A.6.2.6-6", change, "high")
}

test_unknown_breaches_are_unverified if {
	is_in("unverified", "A.6.2.6-6", {breaches: null}, "high")
	is_in("unverified", "A.6.2.6-6", {"/facts/history": null}, "high")
	is_not_in("unverified", "A.6.2.6-6", {breaches: 9}, "high")
}

test_analyses_are_shown if {
	sets({}, "high").found["A.6.2.6-6"] == {"analyses": [{
		"id": "analysis",
		"status": "approved",
		"issued_at": "10 days ago",
		"fields": {"version": "4.2.0", "breaches": 2},
	}]}
}
