package gate.lib.training_test

import data.gate.lib.training
import data.testing.risk_document as sample

said(changes, tier) := words if {
	words := training with input as sample.altered(changes) with data.gate.tier.effective as tier
}

courses(holders) := {holder.role: holder.courses | some holder in holders}

people := {"/resources/people": [{"role": role} |
	some role in [
		"developer",
		"operator",
		"evaluator",
		"data_steward",
		"domain_expert",
		"oversight",
		"security",
		"legal",
		"clerk",
		7,
	]
]}

both := ["ai_literacy", "responsible_use"]

test_staff_and_courses_of_the_tier[tier] if {
	some tier, expected in {
		"minimal": {"developer": [], "operator": []},
		"limited": {"developer": ["ai_literacy"], "operator": ["ai_literacy"], "evaluator": ["ai_literacy"]},
		"high": {
			"developer": array.concat(both, ["secure_ai_development"]),
			"operator": array.concat(both, ["ai_operation"]),
			"evaluator": array.concat(both, ["ai_evaluation"]),
			"data_steward": array.concat(both, ["data_governance"]),
			"domain_expert": array.concat(both, ["domain_qualification"]),
			"oversight": array.concat(both, ["human_oversight"]),
		},
		"critical": {
			"developer": array.concat(both, ["secure_ai_development"]),
			"operator": array.concat(both, ["ai_operation"]),
			"evaluator": array.concat(both, ["ai_evaluation"]),
			"data_steward": array.concat(both, ["data_governance"]),
			"domain_expert": array.concat(both, ["domain_qualification"]),
			"oversight": array.concat(both, ["human_oversight"]),
			"security": array.concat(both, ["ai_security"]),
			"legal": array.concat(both, ["ai_regulation"]),
		},
	}
	courses(said(people, tier).staff) == expected
}

test_roles_in_any_case if {
	courses(said({}, "high").staff).Operator == array.concat(both, ["ai_operation"])
}

test_overseers_are_asked_from_the_high_tier if {
	courses(said({}, "limited").overseers) == {"lead": [], "duty officer": []}
	courses(said({}, "high").overseers) == {"lead": ["human_oversight"], "duty officer": ["human_oversight"]}
}

test_holders_are_staff_and_overseers if {
	[holder.role | some holder in said({}, "high").holders] == ["developer", "Operator", "lead", "duty officer"]
	[holder.person | some holder in said({}, "high").holders] == ["ada@example.org", "bo@example.org", null, null]
}

# What lacks a part is not left out.
test_nobody_disappears[note] if {
	some note, change in {
		"no competence": {"/resources/people/0/competence": sample.gone},
		"competence null": {"/resources/people/0/competence": null},
		"competence as an object": {"/resources/people/0/competence": {"a": {"course": "ai_literacy"}}},
		"no person": {"/resources/people/0/person": sample.gone, "/resources/people/0/competence": []},
	}
	holders := said(change, "high").holders
	count(holders) == 4
	holders[0].records == []
}

test_no_overseer_disappears[note] if {
	some note, change in {
		"no training": {"/oversight/roles/1/training": sample.gone},
		"no name": {"/oversight/roles/1/role": sample.gone, "/oversight/roles/1/training": []},
		"null": {"/oversight/roles": [{"role": "lead"}, null]},
	}
	overseers := said(change, "high").overseers
	count(overseers) == 2
	overseers[1].records == []
}

test_without_lists_there_is_nobody if {
	words := said({"/resources": sample.gone, "/oversight": sample.gone}, "high")
	words.holders == []
}

holder := {
	"courses": ["first", "second", "third"],
	"records": [
		{"course": "first", "completed_at": "1000 days ago"},
		{"course": "second", "completed_at": "1000 days ago"},
		{"course": "second", "completed_at": "10 days ago"},
		{"course": "Third", "completed_at": "10 days ago"},
		null,
	],
}

current(course) if {
	training.current(holder, course) with input as sample.good with data.gate.tier.effective as "high"
}

test_courses_taken if {
	training.taken(holder, "first")
	not training.taken(holder, "third")
	training.not_taken(holder) == ["third"]
}

test_courses_current if {
	current("second")
	not current("first")
	not current("third")
}

test_records_that_count if {
	records := training.current_records(holder, "second") with input as sample.good with data.gate.tier.effective as "high"
	records == [{"course": "second", "completed_at": "10 days ago"}]
}
