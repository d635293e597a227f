package gate.lib.groups_test

import data.gate.lib.groups
import data.testing

metric(name, group, value) := {"name": name, "slice": {"sex": group}, "value": value, "unit": "ratio", "n": 100}

document := {
	"fairness": {
		"protected_attributes": ["sex"],
		"metrics": [
			metric("selection_rate", "f", 0.8),
			metric("selection_rate", "m", 1),
			metric("Selection Rate Ratio", "f", 0.1),
		],
	},
	"evaluation": {"runs": [
		{"kind": "fairness", "metrics": [
			metric("Recall", "f", 0.8),
			metric("recall", "m", 0.9),
			{"name": "demographic-parity ratio", "value": 0.8, "unit": "ratio"},
			{"name": "tpr difference", "value": -10, "unit": "percent"},
		]},
		{"kind": "performance", "metrics": [metric("recall", "x", 0.1)]},
	]},
}

changed(path, value) := testing.changed(document, path, value)

removed(path) := testing.removed(document, path)

fairness := "/fairness/metrics"

run := "/evaluation/runs/0/metrics"

test_names_are_read_without_regard_to_spelling if {
	groups.normal(" True-Positive Rate ") == "true_positive_rate"
	groups.normal("a - b") == "a___b"
	[1 | groups.normal(input.name)] == [] with input as {"name": null}
}

test_attributes if {
	groups.attributes == ["sex"] with input as document
	every value in [null, "sex", {"0": "sex"}, []] {
		groups.attributes == [] with input as changed("/fairness/protected_attributes", value)
	}
	groups.attributes == [] with input as {}
}

test_the_pool_holds_what_is_stated_and_what_was_measured if {
	count(groups.pool) == 7 with input as document
	count(groups.pool) == 4 with input as removed("/fairness")
	count(groups.pool) == 3 with input as removed("/evaluation")
	count(groups.pool) == 4 with input as changed(fairness, {"0": document.fairness.metrics[0]})
	count(groups.pool) == 3 with input as changed(run, "recall")
}

about_one_group(slice) if {
	count(groups.of_one_group) == 1 with input as {"fairness": {"metrics": [{"name": "tpr", "slice": slice}]}}
}

test_a_slice_with_one_key_is_about_one_group if {
	about_one_group({"sex": "f"})
	about_one_group({"sex": null})
	every slice in [{}, null, "f", ["f"], {"sex": "f", "age": "old"}] {
		not about_one_group(slice)
	}
}

measured(family, changed_document) if groups.measured(family) with input as changed_document

test_measured if {
	measured("rate", document)
	measured("tpr", document)
	not measured("tpr", removed("/evaluation"))
	not measured("rate", changed("/fairness/protected_attributes", ["age"]))
	not measured("rate", removed("/fairness"))
}

compares(family, changed_document) if groups.compares_groups(family) with input as changed_document

test_two_groups_are_compared if {
	compares("rate", document)
	compares("tpr", document)
	not compares("rate", removed($"{fairness}/0"))
	not compares("rate", changed($"{fairness}/0/slice/sex", "m"))
	not compares("tpr", removed($"{run}/1/slice"))
	not compares("tpr", changed($"{run}/1/name", "precision"))
}

test_groups_of_every_attribute_are_compared if {
	not compares("rate", changed("/fairness/protected_attributes", ["sex", "age"]))
	not compares("rate", changed("/fairness/protected_attributes", ["sex", null]))
}

large_enough(changed_document, tier) if {
	groups.large_enough with input as changed_document with data.gate.tier.effective as tier
}

test_groups_are_large_enough if {
	large_enough(document, "critical")
	large_enough(changed($"{fairness}/0/n", 30), "limited")
	not large_enough(changed($"{fairness}/0/n", 29), "limited")
	not large_enough(changed($"{fairness}/0/n", 99), "high")
	every n in [null, "100", true, []] {
		not large_enough(changed($"{fairness}/0/n", n), "minimal")
	}
	not large_enough(removed($"{fairness}/0/n"), "minimal")
}

# Also groups of an attribute, and of a metric, that nothing is compared by.
test_every_group_is_large_enough if {
	small := {"name": "accuracy", "slice": {"channel": "web"}, "value": 1, "unit": "ratio", "n": 29}
	not large_enough(changed($"{fairness}/-", small), "minimal")
	not large_enough(changed($"{fairness}/-", object.remove(small, ["name"])), "minimal")
	large_enough(changed($"{fairness}/-", object.union(small, {"slice": {"age": "old"}})), "minimal")
}

alike(changed_document, tier) if {
	groups.alike("sex") with input as changed_document with data.gate.tier.effective as tier
}

test_alike if {
	alike(document, "high")
	alike(changed($"{fairness}/0/value", 0.7999995), "high")
	alike(removed("/evaluation"), "high")
	alike(removed("/fairness"), "high")
	alike({}, "high")
}

test_selected_much_less_often if {
	not alike(changed($"{fairness}/0/value", 0.79999), "high")
	not alike(changed($"{fairness}/1/value", 1.01), "minimal")
}

test_recognised_much_less_often if {
	not alike(changed($"{run}/0/value", 0.79999), "high")
	not alike(document, "critical")
	alike(changed($"{run}/0/value", 0.85), "critical")
	not alike(changed($"{run}/0/value", 0.8499), "critical")
}

test_percent_are_shares_of_a_hundred if {
	percent := testing.changed(changed($"{fairness}/0/unit", "percent"), $"{fairness}/0/value", 80)
	alike(percent, "high")
	not alike(testing.changed(percent, $"{fairness}/0/value", 79), "high")
}

test_values_that_are_no_shares[note] if {
	some note, changed_document in {
		"other unit": changed($"{fairness}/0/unit", "score"),
		"no unit": removed($"{fairness}/0/unit"),
		"text": changed($"{fairness}/0/value", "0.8"),
		"null": changed($"{run}/0/value", null),
		"percent as text": testing.changed(changed($"{run}/0/unit", "percent"), $"{run}/0/value", "80"),
		"absent": removed($"{run}/0/value"),
	}
	not alike(changed_document, "minimal")
}

summaries_fair(changed_document, tier) if {
	groups.summaries_fair with input as changed_document with data.gate.tier.effective as tier
}

test_summaries if {
	summaries_fair(document, "high")
	summaries_fair({}, "high")
	summaries_fair(changed($"{run}/3/value", 10), "high")
}

test_unfair_summaries[note] if {
	some note, changed_document in {
		"ratio too low": changed($"{run}/2/value", 0.79),
		"ratio as text": changed($"{run}/2/value", "0.9"),
		"ratio in another unit": changed($"{run}/2/unit", "other"),
		"difference too large": changed($"{run}/3/value", -11),
		"difference too large, the other way": changed($"{run}/3/value", 11),
		"stated difference": changed($"{fairness}/-", {
			"name": "equal opportunity difference",
			"slice": null,
			"value": 0.2,
			"unit": "ratio",
		}),
	}
	not summaries_fair(changed_document, "high")
}

test_differences_follow_the_tier if {
	not summaries_fair(document, "critical")
	summaries_fair(changed($"{run}/3/value", -5), "critical")
}

grounds(attributes) := found if {
	found := groups.grounds with input as {"fairness": {"protected_attributes": attributes}}
}

test_each_ground_counts_once if {
	grounds(["sex", "Gender", "gender-identity"]) == {"sex"}
	grounds(["Age Band", "race"]) == {"age", "ethnicity"}
	grounds(["branch", null, 7]) == set()
	grounds([]) == set()
}

comparison(changed_document) := shown if shown := groups.comparison("sex") with input as changed_document

test_the_comparison_is_shown if {
	shown := comparison(document)
	shown.attribute == "sex"
	[group.slice.sex | some group in shown.groups] == ["f", "m", "f", "f", "m"]
	object.keys(shown.groups[0]) == {"name", "slice", "value", "unit", "n"}
	[shown.rate_min, shown.rate_max, shown.rate_ratio] == [0.8, 1, 0.8]
	abs(shown.tpr_difference - 0.1) < 0.000001
}

test_what_is_not_measured_is_not_shown if {
	comparison({}) == {"attribute": "sex", "groups": []}
	nobody := testing.changed(changed($"{fairness}/0/value", 0), $"{fairness}/1/value", 0)
	not "rate_ratio" in object.keys(comparison(nobody))
	comparison(nobody).rate_max == 0
}
