package iso42001.a_6_1_2_test

import data.iso42001.a_6_1_2 as control
import data.testing.life_cycle_document as sample

# Does the control put the item into the set, for the good document with some changes?
is_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	control[set][item] with input as document with data.gate.tier.effective as tier
}

is_not_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	not control[set][item] with input as document with data.gate.tier.effective as tier
}

found(rule, changes, tier) := shown if {
	shown := control.found[rule] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

test_every_rule_passes[rule] if {
	some rule in ["A.6.1.2-1", "A.6.1.2-2", "A.6.1.2-3"]
	every tier in ["high", "critical"] {
		is_in("passes", rule, {}, tier)
	}
}

objectives := sample.at.objectives

test_objectives_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/dev_objectives": sample.gone},
		"reference to nothing": {"/organisation/aims/dev_objectives/evidence_id": "elsewhere"},
		"other kind": {$"{objectives}/kind": "policy"},
		"draft": {$"{objectives}/status": "draft"},
		"other unit": {$"{objectives}/applies_to": ["other"]},
		"too old": {$"{objectives}/issued_at": "366 days ago"},
		"run out": {$"{objectives}/expires_at": "1 days ago"},
	}
	is_not_in("passes", "A.6.1.2-1", change, "high")
}

test_objectives_may_be_a_year_old[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	is_in("passes", "A.6.1.2-1", {$"{objectives}/issued_at": "365 days ago"}, tier)
}

test_why_the_objectives_do_not_hold[set] if {
	some set, changes in {
		"stale": [{$"{objectives}/issued_at": "366 days ago"}, {$"{objectives}/expires_at": "1 days ago"}],
		"unverified": [{$"{sample.checked.objectives}/digest_ok": null}],
		"invalid": [
			{"/organisation/aims/dev_objectives/evidence_id": "elsewhere"},
			{$"{objectives}/kind": "policy"},
			{$"{sample.checked.objectives}/digest_ok": false},
			{$"{sample.checked.objectives}/signature_ok": false},
		],
	}
	is_not_in(set, "A.6.1.2-1", {}, "high")
	is_not_in(set, "A.6.1.2-1", {$"{objectives}/status": "draft"}, "high")
	every change in changes {
		is_in(set, "A.6.1.2-1", change, "high")
	}
}

test_the_objectives_and_their_age_are_shown if {
	shown := found("A.6.1.2-1", {}, "high")
	shown.days_max == 365
	object.keys(shown.objectives) == {"kind", "status", "issued_at", "applies_to"}
	found("A.6.1.2-1", {"/organisation": sample.gone}, "high") == {"days_max": 365}
}

# Of the ten requirements, places 0 to 7 stand for the eight objectives of the organisation.
item := "/requirements/items"

left(places) := {$"{item}/{place}/objective": "other" | some place in places}

test_at_limited_three_objectives_are_enough if {
	is_in("passes", "A.6.1.2-2", left([3, 4, 5, 6, 7]), "limited")
	is_not_in("passes", "A.6.1.2-2", left([2, 3, 4, 5, 6, 7]), "limited")
}

# Two requirements for one objective make one.
test_an_objective_counts_once if {
	change := object.union(left([3, 4, 5, 6, 7]), {$"{item}/2/objective": "safety"})
	is_not_in("passes", "A.6.1.2-2", change, "limited")
}

test_from_high_every_objective_is_settled if {
	every place in [0, 1, 2, 3, 4, 5, 6] {
		is_not_in("passes", "A.6.1.2-2", left([place]), "high")
	}
}

test_a_requirement_that_cannot_be_measured_settles_nothing[note] if {
	some note, change in {
		"no metric": {$"{item}/1/metric": " "},
		"metric not stated": {$"{item}/1/metric": sample.gone},
		"no operator": {$"{item}/1/op": "between"},
		"threshold as text": {$"{item}/1/threshold": "0.8"},
		"threshold null": {$"{item}/1/threshold": null},
	}
	is_not_in("passes", "A.6.1.2-2", change, "high")
}

excluded := $"{sample.at.spec}/fields/objectives_excluded"

test_an_objective_may_be_excluded_with_a_reason if {
	is_in("passes", "A.6.1.2-2", left([7]), "high")
	is_in("passes", "A.6.1.2-2", left([7]), "critical")
}

test_an_exclusion_that_does_not_count[note] if {
	some note, change in {
		"no reason": {$"{excluded}/0/reason": ""},
		"reason too short": {"/facts/text/~1evidence~12~1fields~1objectives_excluded~10~1reason/chars": 159},
		"placeholder": {"/facts/quality/~1evidence~12~1fields~1objectives_excluded~10~1reason": {"score": 10}},
		"another objective": {$"{excluded}/0/objective": "Accessibility"},
		"no exclusions": {excluded: []},
		"an object of exclusions": {excluded: {"0": {"objective": "accessibility", "reason": sample.prose}}},
		"no fields": {$"{sample.at.spec}/fields": sample.gone},
		"draft": {$"{sample.at.spec}/status": "draft"},
		"too old": {$"{sample.at.spec}/issued_at": "366 days ago"},
		"other kind": {$"{sample.at.spec}/kind": "policy"},
		"no specification": {"/requirements/spec": sample.gone},
	}
	is_not_in("passes", "A.6.1.2-2", object.union(left([7]), change), "high")
}

test_safety_and_security_cannot_be_excluded if {
	is_not_in("passes", "A.6.1.2-2", object.union(left([1]), {$"{excluded}/0/objective": "safety"}), "high")
	is_not_in("passes", "A.6.1.2-2", object.union(left([2]), {$"{excluded}/0/objective": "security"}), "high")
	is_in("passes", "A.6.1.2-2", object.union(left([0]), {$"{excluded}/0/objective": "fairness"}), "high")
}

test_objectives_that_are_not_settled_are_shown if {
	shown := found("A.6.1.2-2", left([0, 7]), "high")
	shown.not_settled == ["fairness"]
	[exclusion.objective | some exclusion in shown.objectives_excluded] == ["accessibility"]
	found("A.6.1.2-2", {"/requirements/spec": sample.gone}, "high") == {"not_settled": []}
}

metric := "/evaluation/runs/0/metrics/0"

test_requirement_not_met[note] if {
	some note, change in {
		"value too low": {$"{metric}/value": 0.79},
		"value as text": {$"{metric}/value": "0.9"},
		"value null": {$"{metric}/value": null},
		"not passed": {$"{metric}/passed": false},
		"passed as text": {$"{metric}/passed": "true"},
		"of a group": {$"{metric}/slice": {"sex": "f"}},
		"other name": {$"{metric}/name": "auc"},
		"other unit": {$"{metric}/unit": "percent"},
		"no unit": {$"{item}/0/unit": sample.gone},
		"run did not pass": {"/evaluation/runs/0/status": "partial"},
		"named run measures something else": {$"{item}/0/tests": ["safety"]},
		"no runs": {"/evaluation/runs": []},
	}
	is_not_in("passes", "A.6.1.2-3", change, "high")
}

test_requirement_met[note] if {
	some note, change in {
		"just": {$"{metric}/value": 0.8},
		"passed not stated": {$"{metric}/passed": sample.gone},
		"empty slice": {$"{metric}/slice": {}},
		"no run named": {$"{item}/0/tests": []},
		"a run that was not made": {$"{item}/0/tests": ["x"]},
		"interval too low": {$"{metric}/ci/lower": 0.1},
		"another kind of requirement": object.union(left([0]), {$"{metric}/value": 0.1}),
		"not measurable": {$"{item}/0/op": "about", $"{metric}/value": 0.1},
	}
	is_in("passes", "A.6.1.2-3", change, "high")
}

test_one_measurement_of_several_is_enough if {
	second := object.union(sample.run("load", "aa"), {"metrics": [sample.metric("fairness_score")]})
	changes := {"/evaluation/runs/-": second, $"{item}/0/tests": [], $"{metric}/value": 0.1}
	is_in("passes", "A.6.1.2-3", changes, "high")
}

test_some_requirement_stands_for_an_objective if {
	is_not_in("passes", "A.6.1.2-3", left(numbers.range(0, 7)), "high")
	is_in("passes", "A.6.1.2-3", left(numbers.range(1, 7)), "high")
}

test_requirements_that_are_not_met_are_shown if {
	found("A.6.1.2-3", {}, "high") == {"not_met": []}
	found("A.6.1.2-3", {$"{metric}/value": 0.1}, "high") == {"not_met": [{
		"id": "R-fairness",
		"objective": "fairness",
		"metric": "fairness_score",
		"op": ">=",
		"threshold": 0.8,
		"unit": "ratio",
		"measured": [{
			"run": "performance",
			"value": 0.1,
			"unit": "ratio",
			"ci": {"level": 0.95, "lower": 0.85, "upper": 0.95},
			"passed": true,
		}],
	}]}
}
