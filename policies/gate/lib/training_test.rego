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

course(name, date) := {"course": name, "completed_at": date}

of_the_lead(records) := holder if {
	holder := said({"/oversight/roles": [{"role": "lead", "training": records}]}, "high").holders[2]
}

test_courses_taken if {
	training.not_taken(of_the_lead([course("human_oversight", "1000 days ago")])) == []
	training.not_taken(of_the_lead([course("Human_oversight", "10 days ago")])) == ["human_oversight"]
	training.not_taken(of_the_lead([])) == ["human_oversight"]
	training.not_taken(of_the_lead([null, {}])) == ["human_oversight"]
}

test_records_that_count if {
	lead := of_the_lead([
		course("first", "366 days ago"),
		course("second", "365 days ago"),
		course("second", "1000 days ago"),
		course("third", "in 1 days"),
		object.union(course("fourth", "10 days ago"), {"expires_at": "0 days ago"}),
		null,
	])
	lead.counting == [course("second", "365 days ago")]
	training.counting(lead, "second") == [course("second", "365 days ago")]
	training.counting(lead, "first") == []
}
