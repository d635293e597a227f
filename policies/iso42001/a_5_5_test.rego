package iso42001.a_5_5_test

import data.iso42001.a_5_5 as control
import data.testing.assessed_document as assessed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as assessed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

society := "/impact_assessment/society"

environment := "/impact_assessment/environment"

benefits := "/impact_assessment/benefits"

test_every_rule_passes[rule] if {
	some rule in ["A.5.5-1", "A.5.5-2", "A.5.5-3"]
	every tier in ["limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
	}
}

only_one := {$"{society}/1/category": "financial"}

test_society_refused[note] if {
	some note, change in {
		"other category": {$"{society}/0/category": "fairness"},
		"no category": {$"{society}/0/category": assessed.gone},
		"not described": {$"{assessed.measure($"{society}/0/description")}/chars": 159},
		"nobody": {$"{society}/0/stakeholder": ""},
		"excused": {
			$"{society}/0/not_relevant_reason": "Long enough.",
			$"{society}/0/likelihood": assessed.gone,
			$"{society}/0/severity": assessed.gone,
		},
	}
	is_not_in("passes", "A.5.5-1", object.union(only_one, change), "high")
}

test_society_is_not_said_elsewhere[note] if {
	some note, change in {
		"empty": {society: []},
		"absent": {society: assessed.gone},
		"text": {society: "credit"},
		"number for an impact": {society: [7]},
	}
	is_not_in("passes", "A.5.5-1", change, "high")
	is_not_in("passes", "A.5.5-3", change, "high")
}

test_categories_of_society_are_shown if "economic" in sets({}, "high").found["A.5.5-1"].categories

test_environment_refused[note] if {
	some note, change in {
		"nothing": {environment: []},
		"absent": {environment: assessed.gone},
		"not described": {$"{assessed.measure($"{environment}/0/description")}/words": 7},
		"no energy": {"/models/0/energy": assessed.gone},
		"zero": {"/models/0/energy/training_kwh": 0},
		"text for a number": {"/models/0/energy/training_kwh": "38"},
		"null": {"/models/0/energy/training_kwh": null},
		"no models": {"/models": []},
	}
	is_not_in("passes", "A.5.5-2", change, "high")
}

test_any_figure_of_any_model_will_do[figure] if {
	some figure in ["training_kwh", "co2e_t", "inference_wh_per_1k"]
	change := {"/models/0/energy": assessed.gone, "/models/1/energy": {figure: 0.001}}
	is_in("passes", "A.5.5-2", change, "high")
}

test_a_large_model_states_what_its_training_took if {
	is_not_in("passes", "A.5.5-2", {"/models/1/training_compute_flop": 1e21}, "high")
	is_in("passes", "A.5.5-2", {"/models/1/training_compute_flop": 9.99e20}, "high")
	is_in("passes", "A.5.5-2", {"/models/1/training_compute_flop": "1e22"}, "high")
	every figure in ["training_kwh", "co2e_t"] {
		is_in("passes", "A.5.5-2", large({figure: 1}), "high")
		is_not_in("passes", "A.5.5-2", large({figure: 0}), "high")
	}
	is_not_in("passes", "A.5.5-2", large({"inference_wh_per_1k": 1}), "high")
}

large(energy) := {"/models/1/training_compute_flop": 1e21, "/models/1/energy": energy}

test_the_environment_may_be_left_out_below_the_high_tier if {
	is_in("exempt", "A.5.5-2", {}, "limited")
	is_in("exempt", "A.5.5-2", {"/models/1/training_compute_flop": 9.99e20}, "limited")
	is_not_in("exempt", "A.5.5-2", {"/models/1/training_compute_flop": 1e21}, "limited")
	is_not_in("exempt", "A.5.5-2", {}, "high")
}

test_both_sides_refused[note] if {
	some note, change in {
		"no harm": {$"{society}/0/polarity": "benefit", $"{society}/2/polarity": "benefit"},
		"no harm described": {
			$"{society}/0/description": "",
			$"{assessed.measure($"{society}/2/description")}/chars": 159,
		},
		"no benefit": {$"{society}/1/polarity": "harm", benefits: assessed.gone},
		"benefit for others alone": {$"{society}/1/polarity": "harm", $"{benefits}/0/category": "financial"},
		"benefit not described": {$"{society}/1/description": null, $"{benefits}/0/description": null},
		"benefit called a harm": {$"{society}/1/polarity": "harm", $"{benefits}/0/polarity": "harm"},
	}
	is_not_in("passes", "A.5.5-3", change, "high")
}

test_a_benefit_for_society_may_be_in_either_list if {
	is_in("passes", "A.5.5-3", {benefits: assessed.gone}, "high")
	is_in("passes", "A.5.5-3", {$"{society}/1/polarity": "harm"}, "high")
	sets({}, "high").found["A.5.5-3"] == {"societal_benefits": ["B1"]}
}

persons := "/system/decision/affected_persons_per_year"

test_severity_in_production[rule] if {
	some rule in ["A.5.5-1", "A.5.5-2", "A.5.5-3"]
	severities({}, rule, "critical") == {"grave_in_production"}
	severities({}, rule, "high") == {"high_tier_production"}
	severities({}, rule, "limited") == {"limited_tier_production"}
	severities({persons: 999999}, rule, "limited") == {"limited_tier_production"}
	severities({persons: 1000000}, rule, "limited") == {"grave_in_production", "limited_tier_production"}
	severities({persons: 1000000}, rule, "high") == {"grave_in_production", "high_tier_production"}
	severities({persons: "1000000"}, rule, "high") == {"high_tier_production"}
	severities({persons: assessed.gone}, rule, "high") == {"high_tier_production"}
	severities({persons: 1000000, "/request/environment": "staging"}, rule, "critical") == set()
}

severities(changes, rule, tier) := {name | some [of, name] in sets(changes, tier).when; of == rule}
