package iso42001.a_6_2_2_test

import data.iso42001.a_6_2_2 as control
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
	some rule in ["A.6.2.2-1", "A.6.2.2-2", "A.6.2.2-3", "A.6.2.2-4"]
	is_in("passes", rule, {}, "critical")
}

test_purpose_refused[note] if {
	some note, change in {
		"absent": {"/system/purpose": sample.gone},
		"blank": {"/system/purpose": " "},
		"number": {"/system/purpose": 7},
		"not measured": {"/facts/text/~1system~1purpose": sample.gone},
		"too few words": {"/facts/text/~1system~1purpose/words": 7},
		"placeholder": {"/facts/quality/~1system~1purpose": {"score": 49}},
		"quality not known": {"/facts/quality": null},
	}
	is_not_in("passes", "A.6.2.2-1", change, "minimal")
}

test_the_length_of_the_purpose_rises_with_the_tier[tier] if {
	some tier, chars in {"minimal": 40, "limited": 80, "high": 160, "critical": 200}
	is_in("passes", "A.6.2.2-1", {"/facts/text/~1system~1purpose/chars": chars}, tier)
	is_not_in("passes", "A.6.2.2-1", {"/facts/text/~1system~1purpose/chars": chars - 1}, tier)
}

test_the_quality_of_the_purpose_is_shown if {
	found("A.6.2.2-1", {}, "high") == {"characters_min": 160}
	quality := {"score": 49, "reasons": ["placeholder"]}
	change := {"/facts/quality/~1system~1purpose": quality}
	found("A.6.2.2-1", change, "minimal") == {"characters_min": 40, "quality": quality}
}

item := "/requirements/items"

first(count_of_items) := {item: array.slice(sample.requirements, 0, count_of_items)}

test_enough_requirements[tier] if {
	some tier, least in {"minimal": 1, "limited": 3, "high": 6, "critical": 10}
	is_in("passes", "A.6.2.2-2", first(least), tier)
	is_not_in("passes", "A.6.2.2-2", first(least - 1), tier)
}

test_requirement_refused[note] if {
	some note, change in {
		"no metric": {$"{item}/9/metric": " "},
		"metric null": {$"{item}/9/metric": null},
		"other operator": {$"{item}/9/op": "="},
		"threshold as text": {$"{item}/9/threshold": "0.8"},
		"threshold absent": {$"{item}/9/threshold": sample.gone},
		"no unit": {$"{item}/9/unit": ""},
		"blank unit": {$"{item}/9/unit": " "},
		"unit absent": {$"{item}/9/unit": sample.gone},
		"number for a text": {$"{item}/9/text": 7},
		"same id": {$"{item}/9/id": "R-safety"},
		"same text": {$"{item}/9/text": " THE SCORE ON SAFETY is high enough. "},
	}
	is_not_in("passes", "A.6.2.2-2", change, "minimal")
}

# Whether there is an id at all, the schema of the request asks.
test_no_ids_are_not_the_same_id if {
	is_in("passes", "A.6.2.2-2", {$"{item}/8/id": sample.gone, $"{item}/9/id": sample.gone}, "high")
	is_in("passes", "A.6.2.2-2", {$"{item}/8/id": null, $"{item}/9/id": null}, "high")
}

test_the_number_of_requirements_is_shown if {
	found("A.6.2.2-2", first(2), "high") == {"requirements": 2, "requirements_min": 6}
}

test_traced_by_run_or_by_metric if {
	is_in("passes", "A.6.2.2-3", {$"{item}/0/metric": "other"}, "high")
	is_in("passes", "A.6.2.2-3", {$"{item}/0/tests": []}, "high")
	is_in("passes", "A.6.2.2-3", {$"{item}/0/tests": sample.gone}, "high")
	is_in("passes", "A.6.2.2-3", {$"{item}/0/metric": "other", $"{item}/0/tests": ["x", "safety"]}, "high")
}

test_not_traced[note] if {
	some note, change in {
		"neither": {$"{item}/9/metric": "other", $"{item}/9/tests": ["x"]},
		"nothing named": {$"{item}/9/metric": sample.gone, $"{item}/9/tests": []},
		"text for a list": {$"{item}/9/metric": "other", $"{item}/9/tests": "safety"},
		"object for a list": {$"{item}/9/metric": "other", $"{item}/9/tests": {"0": "safety"}},
		"metric null": {$"{item}/9/metric": null, $"{item}/9/tests": []},
	}
	is_not_in("passes", "A.6.2.2-3", change, "minimal")
	shown := found("A.6.2.2-3", change, "minimal").not_traced
	[requirement.id | some requirement in shown] == ["R-human_ai_interaction"]
}

test_in_development_a_trace_is_a_warning if {
	is_in("when", ["A.6.2.2-3", "in_dev"], {"/request/environment": "dev"}, "high")
	is_not_in("when", ["A.6.2.2-3", "in_dev"], {}, "high")
}

test_topics_refused[note] if {
	some note, change in {
		"nothing on data": {$"{item}/8/objective": "other"},
		"nothing on people": {$"{item}/9/objective": "people"},
		"topic not stated": {$"{item}/9/objective": sample.gone},
		"not measurable": {$"{item}/8/threshold": null},
	}
	is_not_in("passes", "A.6.2.2-4", change, "high")
}

test_topics_that_are_left_are_shown if {
	found("A.6.2.2-4", {}, "high") == {"topics_left": []}
	found("A.6.2.2-4", {$"{item}/9/objective": "x"}, "high") == {"topics_left": ["human_ai_interaction"]}
}
