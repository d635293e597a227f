package iso42001.a_9_3_test

import data.iso42001.a_9_3 as control
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
	some rule in ["A.9.3-1", "A.9.3-2"]
	is_in("passes", rule, {}, "high")
}

test_objectives_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/use_objectives": use.gone},
		"no block": {"/organisation": use.gone},
		"reference to nothing": {"/organisation/aims/use_objectives/evidence_id": "elsewhere"},
		"other kind": {$"{use.at.objectives}/kind": "policy"},
		"draft": {$"{use.at.objectives}/status": "draft"},
		"other unit": {$"{use.at.objectives}/applies_to": ["other"]},
		"too old": {$"{use.at.objectives}/issued_at": "366 days ago"},
	}
	is_not_in("passes", "A.9.3-1", change, "high")
}

test_objectives_may_be_a_year_old if {
	is_in("passes", "A.9.3-1", {$"{use.at.objectives}/issued_at": "365 days ago"}, "high")
}

test_why_the_objectives_do_not_hold[set] if {
	some set, change in {
		"stale": {$"{use.at.objectives}/issued_at": "366 days ago"},
		"unverified": {$"{use.checked.objectives}/digest_ok": null},
		"invalid": {$"{use.checked.objectives}/digest_ok": false},
	}
	is_in(set, "A.9.3-1", change, "high")
	is_not_in("passes", "A.9.3-1", change, "high")
	is_not_in(set, "A.9.3-1", {}, "high")
}

test_the_objectives_are_shown if {
	shown := {"kind": "use_objectives", "status": "approved", "issued_at": "10 days ago"}
	sets({}, "high").found["A.9.3-1"] == {"document": shown}
}

metric := "/operations/monitoring/metrics"

test_one_objective_without_metric_or_test_is_enough_to_fail[note] if {
	some note, change in {
		"one metric less": {$"{metric}/3": use.gone},
		"objective of a metric absent": {$"{metric}/0/objective": use.gone},
		"objective in another case": {$"{metric}/0/objective": "Fairness"},
		"no metrics": {metric: []},
		"metrics absent": {metric: use.gone},
		"test failed": {"/evaluation/runs/1/status": "fail"},
		"test not found": {"/evaluation/runs/1/id": "run-3"},
		"no runs": {"/evaluation/runs": use.gone},
		"no tests": {"/requirements/items/1/tests": []},
		"tests absent": {"/requirements/items/1/tests": use.gone},
		"requirement of another objective": {"/requirements/items/1/objective": "performance"},
	}
	is_not_in("passes", "A.9.3-2", change, "high")
}

test_all_objectives_may_be_watched_by_metrics if {
	change := {"/requirements": use.gone, $"{metric}/-": {"name": "accidents", "objective": "safety"}}
	is_in("passes", "A.9.3-2", change, "high")
}

test_objectives_without_metric_or_test_are_named if {
	sets({}, "high").found["A.9.3-2"] == {"objectives_not_covered": []}
	change := {$"{metric}/0": use.gone, "/evaluation": use.gone}
	sets(change, "high").found["A.9.3-2"] == {"objectives_not_covered": ["fairness", "safety"]}
}
