package iso42001.a_5_4_test

import data.iso42001.a_5_4 as control
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

assessment := "/impact_assessment"

individual := $"{assessment}/individuals"

group := $"{assessment}/groups"

test_every_rule_passes[rule] if {
	some rule in ["A.5.4-1", "A.5.4-2", "A.5.4-3", "A.5.4-4", "A.5.4-5", "A.5.4-6"]
	every tier in ["limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_harms_refused[note] if {
	some note, change in {
		"no harm to individuals": {
			$"{individual}/0/polarity": "benefit",
			$"{individual}/1/polarity": "benefit",
		},
		"no individuals": {individual: assessed.gone},
		"no harm to groups": {$"{group}/0/polarity": "benefit"},
		"no groups": {group: []},
		"second description short": {$"{assessed.measure($"{individual}/1/description")}/chars": 159},
		"second description of few words": {$"{assessed.measure($"{individual}/1/description")}/words": 7},
		"benefit not described": {$"{group}/1/description": assessed.gone},
		"nobody": {$"{individual}/1/stakeholder": assessed.gone},
		"stakeholder of two characters": {$"{individual}/1/stakeholder": "me"},
		"blank stakeholder": {$"{individual}/1/stakeholder": "    "},
		"number for a stakeholder": {$"{individual}/1/stakeholder": 1234},
		"placeholder": {"/facts/quality": {$"{individual}/1/stakeholder": {"score": 49}}},
		"no likelihood": {$"{individual}/1/likelihood": assessed.gone},
		"likelihood of 6": {$"{individual}/1/likelihood": 6},
		"likelihood of 0": {$"{individual}/1/likelihood": 0},
		"text for severity": {$"{group}/1/severity": "4"},
		"null severity": {$"{group}/1/severity": null},
		"number for an impact": {$"{group}/-": 7},
		"reason too short": {$"{assessed.measure($"{individual}/2/not_relevant_reason")}/chars": 159},
	}
	is_not_in("passes", "A.5.4-1", change, "high")
}

test_three_characters_name_somebody if {
	is_in("passes", "A.5.4-1", {$"{individual}/1/stakeholder": "kin"}, "high")
}

test_fields_that_say_too_little_are_named if {
	change := {
		$"{individual}/1/stakeholder": "me",
		$"{individual}/1/severity": "4",
		$"{group}/0/description": "",
		$"{group}/0/id": assessed.gone,
	}
	sets(change, "high").found["A.5.4-1"] == {"incomplete": [
		{"id": "I2", "fields": ["stakeholder", "severity"]},
		{"fields": ["description"]},
	]}
	sets({}, "high").found["A.5.4-1"] == {"incomplete": []}
}

test_categories_refused[note] if {
	some note, change in {
		"category of an entry": {$"{individual}/0/category": "other"},
		"entry not described": {$"{individual}/1/description": assessed.gone},
		"entry described too briefly": {$"{assessed.measure($"{group}/0/description")}/chars": 159},
		"category of an absence": {$"{assessment}/society/3/category": assessed.gone},
		"reason too short and no description": {
			$"{individual}/2/not_relevant_reason": "no",
			$"{assessed.measure($"{individual}/2/not_relevant_reason")}/chars": 2,
			$"{assessed.measure($"{individual}/2/description")}/chars": 12,
		},
		"rated, so no absence, and no description": {
			$"{individual}/2/likelihood": 1,
			$"{assessed.measure($"{individual}/2/description")}/chars": 12,
		},
		"in the wrong list": {
			$"{individual}/0/category": "other",
			$"{assessment}/environment/0/category": "fairness",
			$"{assessment}/benefits/0/category": "fairness",
		},
		"an absence in the wrong list": {
			$"{assessment}/society/4/category": "other",
			$"{assessment}/benefits/0": {"not_relevant_reason": "Long enough.", "category": "security_privacy"},
			assessed.measure($"{assessment}/benefits/0/not_relevant_reason"): {"chars": 200, "words": 8},
		},
	}
	is_not_in("passes", "A.5.4-2", change, "high")
}

test_categories_without_entry_or_reason_are_named if {
	change := {$"{individual}/0/category": "other", $"{assessment}/society": assessed.gone}
	sets(change, "high").found["A.5.4-2"] == {"categories_missing": [
		"fairness",
		"transparency_explainability",
		"accountability",
		"security_privacy",
	]}
}

# Likelihood and severity, before and after, with or without a mitigation.
rated(likelihood, severity, residual_likelihood, residual_severity, mitigations) := {
	$"{individual}/1/likelihood": likelihood,
	$"{individual}/1/severity": severity,
	$"{individual}/1/residual_likelihood": residual_likelihood,
	$"{individual}/1/residual_severity": residual_severity,
	$"{individual}/1/mitigations": mitigations,
}

test_what_remains_is_within_the_limit_of_the_tier[tier] if {
	some tier, scores in {
		"minimal": [[4, 4], [5, 4]],
		"limited": [[4, 3], [5, 3]],
		"high": [[3, 3], [5, 2]],
		"critical": [[3, 2], [4, 2]],
	}
	is_in("passes", "A.5.4-3", rated(5, 5, scores[0][0], scores[0][1], ["x"]), tier)
	is_not_in("passes", "A.5.4-3", rated(5, 5, scores[1][0], scores[1][1], ["x"]), tier)
}

test_a_grave_level_lowers_the_limit[note] if {
	some note, case in {
		"3": [3, [3, 3], [5, 2]],
		"4": [4, [3, 3], [5, 2]],
		"2": [2, [4, 3], [5, 3]],
		"text": ["3", [4, 3], [5, 3]],
	}
	level := {$"{assessment}/score/level": case[0]}
	is_in("passes", "A.5.4-3", object.union(level, rated(5, 5, case[1][0], case[1][1], ["x"])), "limited")
	is_not_in("passes", "A.5.4-3", object.union(level, rated(5, 5, case[2][0], case[2][1], ["x"])), "limited")
}

test_a_grave_level_does_not_raise_the_limit if {
	change := object.union({$"{assessment}/score/level": 4}, rated(5, 5, 4, 2, ["x"]))
	is_not_in("passes", "A.5.4-3", change, "critical")
}

test_a_lower_score_needs_a_mitigation if {
	is_in("passes", "A.5.4-3", rated(2, 3, 3, 2, []), "high")
	is_not_in("passes", "A.5.4-3", rated(2, 3, 2, 2, []), "high")
	is_not_in("passes", "A.5.4-3", rated(2, 3, 2, 2, "talks"), "high")
	is_not_in("passes", "A.5.4-3", rated(2, 3, 2, 2, null), "high")
	is_not_in("passes", "A.5.4-3", rated(2, 2, 2, 3, ["x"]), "high")
}

test_harms_not_bearable[note] if {
	some note, change in {
		"no residual likelihood": {$"{individual}/1/residual_likelihood": assessed.gone},
		"null residual severity": {$"{individual}/1/residual_severity": null},
		"text for a number": {$"{individual}/1/residual_severity": "1"},
		"residual severity of 0": {$"{individual}/1/residual_severity": 0},
		"no likelihood": {$"{individual}/1/likelihood": assessed.gone},
		"severity of 9": {$"{individual}/1/severity": 9},
		"in the environment": {$"{assessment}/environment/0/residual_severity": 5},
		"excused in few words": {$"{assessed.measure($"{individual}/2/not_relevant_reason")}/words": 7},
		"no harm": no_harm,
		"nothing": {assessment: assessed.gone},
	}
	is_not_in("passes", "A.5.4-3", change, "high")
}

no_harm := {
	individual: [],
	group: [],
	$"{assessment}/society": [],
	$"{assessment}/environment": [],
}

test_only_without_harms_is_the_minimal_tier_exempt if {
	is_in("exempt", "A.5.4-3", no_harm, "minimal")
	is_in("exempt", "A.5.4-3", {assessment: assessed.gone}, "minimal")
	is_not_in("exempt", "A.5.4-3", {}, "minimal")
	is_not_in("exempt", "A.5.4-3", no_harm, "limited")
}

rated_in_high := ["A.5.4-3", "residuals_rated_in_high_production"]

test_rated_residuals_are_reviewed_in_high_production if {
	is_in("when", rated_in_high, rated(5, 5, 5, 5, []), "high")
	is_in("when", rated_in_high, {$"{individual}/1/residual_severity": 6}, "high")
	is_not_in("when", rated_in_high, {$"{individual}/1/residual_severity": "1"}, "high")
	is_not_in("when", rated_in_high, {}, "critical")
	is_not_in("when", rated_in_high, {}, "limited")
	is_not_in("when", rated_in_high, {"/request/environment": "staging"}, "high")
	is_not_in("when", rated_in_high, {$"{individual}/1/residual_severity": assessed.gone}, "high")
	is_not_in("when", rated_in_high, {$"{individual}/1/residual_likelihood": null}, "high")
	is_not_in("when", rated_in_high, no_harm, "high")
}

test_harms_over_the_limit_are_shown if {
	change := object.union(rated(5, 5, 5, 2, ["x"]), {$"{group}/0/residual_severity": assessed.gone})
	sets(change, "high").found["A.5.4-3"] == {
		"residual_max": 9,
		"harms": [{"id": "I2", "initial": 25, "residual": 10}, {"id": "G1", "initial": 12}],
	}
}

groups := "/system/vulnerable_groups"

test_vulnerable_groups_refused[note] if {
	some note, change in {
		"second group without an entry": {groups: ["young adults", "pensioners"]},
		"text for a list": {groups: "young adults"},
		"number for a group": {groups: [7]},
		"not vulnerable": {$"{individual}/1/vulnerable": false},
		"text for a flag": {$"{individual}/1/vulnerable": "true"},
		"a benefit": {$"{individual}/1/polarity": "benefit"},
		"no mitigation": {$"{individual}/1/mitigations": []},
		"mitigations absent": {$"{individual}/1/mitigations": assessed.gone},
		"another stakeholder": {$"{individual}/1/stakeholder": "adults"},
		"entry on society": {groups: ["citizens"]},
		"no groups": {groups: []},
		"groups absent": {groups: assessed.gone},
	}
	is_not_in("passes", "A.5.4-4", change, "high")
}

test_vulnerable_groups_may_be_stakeholders_of_groups if {
	is_in("passes", "A.5.4-4", {groups: ["HOUSEHOLDS", " young adults"]}, "high")
}

test_no_vulnerable_groups_are_stated if {
	is_in("exempt", "A.5.4-4", {groups: []}, "critical")
	is_in("exempt", "A.5.4-4", {groups: assessed.gone}, "limited")
	is_in("exempt", "A.5.4-4", {groups: null}, "limited")
	is_not_in("exempt", "A.5.4-4", {groups: assessed.gone}, "high")
	is_not_in("exempt", "A.5.4-4", {groups: null}, "high")
	is_not_in("exempt", "A.5.4-4", {groups: ""}, "limited")
	is_not_in("exempt", "A.5.4-4", {groups: {}}, "limited")
}

test_groups_without_entry_are_named if {
	change := {groups: ["young adults", "pensioners"]}
	sets(change, "high").found["A.5.4-4"] == {"groups_without_entry": ["pensioners"]}
}

one_benefit := {$"{group}/1/polarity": "harm"}

test_a_benefit_is_recorded_somewhere[note] if {
	some note, change in {
		"of groups": {$"{assessment}/benefits": []},
		"in its list": one_benefit,
		"of individuals": object.union(one_benefit, {
			$"{assessment}/benefits": [],
			$"{individual}/0/polarity": "benefit",
		}),
	}
	is_in("passes", "A.5.4-5", change, "high")
}

test_benefit_refused[note] if {
	some note, change in {
		"none": {$"{assessment}/benefits": assessed.gone},
		"harm": {$"{assessment}/benefits/0/polarity": "harm"},
		"not described": {$"{assessed.measure($"{assessment}/benefits/0/description")}/chars": 159},
		"nobody": {$"{assessment}/benefits/0/stakeholder": " "},
		"excused": {
			$"{assessment}/benefits/0/not_relevant_reason": "Long enough.",
			$"{assessment}/benefits/0/likelihood": assessed.gone,
			$"{assessment}/benefits/0/severity": assessed.gone,
		},
	}
	is_not_in("passes", "A.5.4-5", object.union(one_benefit, change), "high")
}

test_benefits_are_shown if sets({}, "high").found["A.5.4-5"] == {"benefits": ["G2", "B1"]}

consultation := $"{assessment}/consultations/1"

test_consultation_refused[note] if {
	some note, change in {
		"none": {$"{assessment}/consultations": []},
		"absent": {$"{assessment}/consultations": assessed.gone},
		"only internal": {$"{consultation}/type": "internal"},
		"nobody": {$"{consultation}/party": assessed.gone},
		"blank party": {$"{consultation}/party": " "},
		"no outcome": {$"{consultation}/outcome": assessed.gone},
		"placeholder for an outcome": {"/facts/quality": {$"{consultation}/outcome": {"score": 49}}},
		"too long ago": {$"{consultation}/date": "366 days ago"},
		"planned": {$"{consultation}/date": "in 1 days"},
		"no date": {$"{consultation}/date": null},
	}
	is_not_in("passes", "A.5.4-6", change, "high")
}

test_a_consultation_counts_for_a_year if {
	is_in("passes", "A.5.4-6", {$"{consultation}/date": "365 days ago"}, "high")
	is_in("passes", "A.5.4-6", {$"{consultation}/date": "0 days ago"}, "high")
	sets({}, "high").found["A.5.4-6"] == {"days_max": 365}
}

test_only_old_consultations_are_stale if {
	is_in("stale", "A.5.4-6", {$"{consultation}/date": "366 days ago"}, "high")
	is_not_in("stale", "A.5.4-6", {}, "high")
	is_not_in("stale", "A.5.4-6", {$"{consultation}/date": null}, "high")
	is_not_in("stale", "A.5.4-6", {$"{assessment}/consultations": []}, "high")
	two := {
		$"{consultation}/date": "366 days ago",
		$"{assessment}/consultations/0/type": "affected_group",
		$"{assessment}/consultations/0/date": "in 1 days",
	}
	is_not_in("stale", "A.5.4-6", two, "high")
}
