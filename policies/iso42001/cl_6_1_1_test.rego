package iso42001.cl_6_1_1_test

import data.iso42001.cl_6_1_1 as control
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

level := "/risk/risk_criteria/acceptance_level"

version := "/risk/risk_criteria/version"

test_every_rule_passes[rule] if {
	some rule in ["CL-6.1.1-1", "CL-6.1.1-2"]
	is_in("passes", rule, {}, "high")
}

test_acceptance_level_of_the_tier[tier] if {
	some tier, levels in {
		"limited": {"highest": "medium", "next": "high"},
		"high": {"highest": "medium", "next": "high"},
		"critical": {"highest": "low", "next": "medium"},
	}
	is_in("passes", "CL-6.1.1-1", {level: levels.highest}, tier)
	is_not_in("passes", "CL-6.1.1-1", {level: levels.next}, tier)
	found("CL-6.1.1-1", {}, tier) == {"acceptance_level_max": levels.highest}
}

test_criteria_refused[note] if {
	some note, change in {
		"no version": {version: sample.gone},
		"blank version": {version: " "},
		"number for a version": {version: 1},
		"no level": {level: sample.gone},
		"level null": {level: null},
		"unknown level": {level: "none"},
		"level as a number": {level: 0},
		"no criteria": {"/risk/risk_criteria": sample.gone},
	}
	is_not_in("passes", "CL-6.1.1-1", change, "limited")
}

test_assessment_against_other_criteria[note] if {
	some note, change in {
		"other version": {$"{sample.at.assessment}/fields/criteria_version": "RC-2"},
		"other case": {$"{sample.at.assessment}/fields/criteria_version": "rc-1"},
		"version not stated": {$"{sample.at.assessment}/fields/criteria_version": sample.gone},
		"both null": {$"{sample.at.assessment}/fields/criteria_version": null, version: null},
		"both blank": {$"{sample.at.assessment}/fields/criteria_version": " ", version: " "},
		"both the same number": {$"{sample.at.assessment}/fields/criteria_version": 1, version: 1},
		"no fields": {$"{sample.at.assessment}/fields": sample.gone},
		"other kind": {$"{sample.at.assessment}/kind": "policy"},
		"refers to nothing": {"/risk/assessment/evidence_id": "elsewhere"},
		"no assessment": {"/risk/assessment": sample.gone},
	}
	is_not_in("passes", "CL-6.1.1-2", change, "high")
}

test_version_of_the_assessment_is_shown if {
	found("CL-6.1.1-2", {}, "high") == {"assessed_against": ["RC-1"]}
	found("CL-6.1.1-2", {"/risk/assessment": sample.gone}, "high") == {"assessed_against": []}
}
