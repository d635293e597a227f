package gate.lib.runs_test

import data.gate.lib.runs

auc := {
	"name": "auc",
	"value": 0.9,
	"unit": "ratio",
	"n": 1000,
	"ci": {"level": 0.95, "lower": 0.85, "upper": 0.95},
}

document := {"evaluation": {"runs": [
	{"id": "first", "kind": "performance", "metrics": [auc, changed({"slice": {"sex": "f"}})]},
	{"id": "second", "kind": "safety", "metrics": [changed({"unit": "percent", "value": 90})]},
]}}

changed(extra) := object.union(object.remove(auc, object.keys(extra)), extra)

requirement(extra) := object.union({"metric": "auc", "unit": "ratio", "op": ">=", "threshold": 0.8}, extra)

test_kinds_that_were_run if {
	runs.kinds == {"performance", "safety"} with input as document
	runs.kinds == set() with input as {}
}

asked(tier) := [run.id | some run in found] if {
	found := runs.asked with input as document with data.gate.tier.effective as tier
}

test_runs_of_asked_kinds if {
	asked("minimal") == ["first"]
	asked("limited") == ["first", "second"]
}

test_overall[note] if {
	some note, case in {
		"absent": [{}, true],
		"null": [{"slice": null}, true],
		"empty": [{"slice": {}}, true],
		"group": [{"slice": {"sex": "f"}}, false],
		"text": [{"slice": "f"}, false],
		"list": [{"slice": []}, false],
	}
	holds := [1 | runs.overall(changed(case[0]))]
	count(holds) == 1 == case[1]
}

test_overall_metrics_of_a_run if {
	runs.overall_metrics(document.evaluation.runs[0]) == [auc]
	runs.overall_metrics({"metrics": {"0": auc}}) == []
	runs.overall_metrics({"metrics": null}) == []
	runs.overall_metrics({}) == []
}

places(tests) := found if {
	found := runs.places(requirement({"tests": tests})) with input as document
}

test_runs_that_count_for_a_requirement if {
	places(["second"]) == {1}
	places(["first", "second", "third"]) == {0, 1}
	places(["third"]) == {0, 1}
	places([]) == {0, 1}
	places(null) == {0, 1}
	places({"0": "second"}) == {0, 1}
	places("second") == {0, 1}
	runs.places(requirement({})) == {0, 1} with input as document
}

measured(extra) := [place | some [place, _] in found] if {
	found := runs.measurements(requirement(extra)) with input as document
}

test_what_a_requirement_is_measured_by if {
	measured({}) == [0]
	measured({"unit": "percent"}) == [1]
	measured({"tests": ["second"]}) == []
	measured({"metric": "brier"}) == []
	measured({"unit": null}) == []
	measured({"unit": "score"}) == []
}

test_a_slice_is_no_measurement if {
	count(runs.measurements(requirement({}))) == 1 with input as document
	count(runs.namesakes(requirement({}))) == 3 with input as document
}

test_metrics_of_the_name_are_shown if {
	shown := runs.shown(requirement({})) with input as document
	[[metric.run, metric.unit] | some metric in shown] == [["first", "ratio"], ["first", "ratio"], ["second", "percent"]]
	[object.keys(metric) | some metric in shown][1] == {"run", "value", "unit", "slice", "ci"}
	runs.shown(requirement({"tests": ["second"]})) == [shown[2]] with input as document
	runs.shown(requirement({"metric": "brier"})) == [] with input as document
}

names_a_run(tests) if runs.names_a_run(requirement({"tests": tests})) with input as document

test_a_requirement_names_a_run if {
	names_a_run(["third", "second"])
	every tests in [[], ["third"], null, "second", {"0": "second"}] {
		not names_a_run(tests)
	}
	not runs.names_a_run(requirement({})) with input as document
}

test_no_metric_is_read_from_what_is_no_list if {
	runs.by_name == {} with input as {"evaluation": {"runs": [{"metrics": {"0": auc}}, {"metrics": "auc"}]}}
}

bad_end(extra, op, tier) := [value |
	value := runs.bad_end(changed(extra), op) with input as document with data.gate.tier.effective as tier
]

test_below_high_the_value_counts if {
	every op in [">=", ">", "<=", "<", "=="] {
		bad_end({}, op, "limited") == [0.9]
		bad_end({"ci": null}, op, "limited") == [0.9]
	}
}

test_from_high_the_bad_end_of_a_share_counts if {
	every op in [">=", ">"] {
		bad_end({}, op, "high") == [0.85]
		bad_end({"unit": "percent"}, op, "high") == [0.85]
	}
	every op in ["<=", "<"] {
		bad_end({}, op, "high") == [0.95]
	}
}

test_other_units_and_equality_are_read_by_value if {
	bad_end({"unit": "seconds"}, ">=", "high") == [0.9]
	bad_end({}, "==", "high") == [0.9]
}

test_learning_lifts_what_is_read_by_interval if {
	runs.bad_end(auc, ">=") == 0.85 with input as {"system": {"autonomy": {"continuous_learning": true}}}
		with data.gate.tier.effective as "limited"
}

test_an_interval_has_to_be_credible[note] if {
	some note, ci in {
		"null": null,
		"text": "0.85",
		"no level": {"lower": 0.85, "upper": 0.95},
		"level too low": {"level": 0.949, "lower": 0.85, "upper": 0.95},
		"level as text": {"level": "0.95", "lower": 0.85, "upper": 0.95},
		"no lower end": {"level": 0.95, "upper": 0.95},
		"no upper end": {"level": 0.95, "lower": 0.85},
		"lower end as text": {"level": 0.95, "lower": "0.85", "upper": 0.95},
		"upper end null": {"level": 0.95, "lower": 0.85, "upper": null},
		"above the value": {"level": 0.95, "lower": 0.91, "upper": 0.95},
		"below the value": {"level": 0.95, "lower": 0.85, "upper": 0.89},
	}
	bad_end({"ci": ci}, ">=", "high") == []
	bad_end({"ci": ci}, "<=", "high") == []
}

test_an_interval_may_begin_and_end_at_the_value if {
	bad_end({"ci": {"level": 0.99, "lower": 0.9, "upper": 0.9}}, ">=", "high") == [0.9]
}

test_outside_the_interval if {
	runs.outside_interval(changed({"ci": {"lower": 0.91, "upper": 0.95}}))
	runs.outside_interval(changed({"value": "0.9"}))
	not runs.outside_interval(auc)
	not runs.outside_interval(changed({"ci": {"lower": 0.91, "upper": null}}))
	not runs.outside_interval(changed({"ci": null}))
}

test_perfect if {
	runs.perfect(changed({"value": 1}))
	runs.perfect(changed({"value": 1, "higher_is_better": true}))
	runs.perfect(changed({"value": 100, "unit": "percent"}))
}

test_not_perfect if {
	every extra in [
		{}, {"value": 1, "unit": "percent"}, {"value": 100}, {"value": 1, "unit": "count"},
		{"value": 1, "higher_is_better": false}, {"value": 1, "slice": {"sex": "f"}}, {"value": "1"},
	] {
		not runs.perfect(changed(extra))
	}
}

test_not_failed if {
	runs.not_failed(changed({"passed": true}))
	runs.not_failed(changed({"passed": null}))
	runs.not_failed({"name": "auc"})
}

test_failed if {
	every value in [false, "true", "false", 1, {}] {
		not runs.not_failed(changed({"passed": value}))
	}
}
