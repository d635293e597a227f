package iso42001.a_4_6_test

import data.iso42001.a_4_6 as control
import data.testing.organised_document as governed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as governed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	every rule in ["A.4.6-1", "A.4.6-2", "A.4.6-3"] {
		is_in("passes", rule, {}, tier)
	}
}

person(place) := $"/resources/people/{place}/person/id"

people_as_object := {"/resources/people": {place: staff | some place, staff in governed.good.resources.people}}

role(place) := $"/resources/people/{place}/role"

test_roles_refused[note] if {
	some note, change in {
		"nobody": {"/resources/people": []},
		"people absent": {"/resources": governed.gone},
		"people as an object": people_as_object,
		"no developer": {role(0): "builder"},
		"no operator": {role(1): governed.gone},
		"operator without a name": {person(1): governed.gone},
		"operator with an empty name": {person(1): ""},
		"name is no text": {person(1): 7},
		"role with white space": {role(1): " operator"},
	}
	is_not_in("passes", "A.4.6-1", change, "minimal")
}

test_roles_of_the_tier[note] if {
	some note, case in {
		"evaluator": [2, "minimal", "limited"],
		"data steward": [3, "limited", "high"],
		"domain expert": [4, "limited", "high"],
		"security": [6, "high", "critical"],
		"legal": [7, "high", "critical"],
	}
	change := {role(case[0]): "observer"}
	is_in("passes", "A.4.6-1", change, case[1])
	is_not_in("passes", "A.4.6-1", change, case[2])
}

test_somebody_in_an_oversight_role_fills_oversight if {
	change := {role(5): "observer"}
	is_in("passes", "A.4.6-1", change, "critical")
	is_not_in("passes", "A.4.6-1", object.union(change, {"/oversight/roles": []}), "critical")
	only_unknown := {"/oversight/roles/1/persons/0/id": "nobody@example.org", "/oversight/roles/0/persons": []}
	is_not_in("passes", "A.4.6-1", object.union(change, only_unknown), "critical")
}

test_from_the_high_tier_people_are_looked_up[note] if {
	some note, change in {
		"left": {person(1): "gone@example.org"},
		"not a human being": {person(1): "robot@example.org"},
		"not known": {person(1): "nobody@example.org"},
		"directory not known": {"/facts/identity": null},
	}
	is_in("passes", "A.4.6-1", change, "limited")
	is_not_in("passes", "A.4.6-1", change, "high")
}

test_second_person_of_a_role_counts if {
	second := {"role": "operator", "person": {"id": "ada@example.org"}}
	change := {person(1): "gone@example.org", "/resources/people/-": second}
	is_in("passes", "A.4.6-1", change, "high")
}

test_people_not_verified if {
	unknown := {"/facts/identity": null}
	is_in("unverified", "A.4.6-1", unknown, "high")
	is_not_in("unverified", "A.4.6-1", unknown, "limited")
	is_not_in("unverified", "A.4.6-1", {person(1): "gone@example.org"}, "high")
}

test_roles_not_filled_are_shown if {
	change := {role(0): "builder", role(3): "builder"}
	sets(change, "high").found["A.4.6-1"] == {"roles_not_filled": ["developer", "data_steward"]}
}

records := "/resources/people/1/competence"

old := {$"{records}/1": governed.gone}

test_competence_refused[note] if {
	some note, change in {
		"no records": {records: []},
		"absent": {records: governed.gone},
		"null": {records: null},
		"object": {records: {"a": {"course": "operation", "completed_at": "10 days ago"}}},
		"too old": old,
		"too old for the tier": {$"{records}/1/completed_at": "181 days ago"},
		"run out": {$"{records}/1/expires_at": "0 days ago"},
		"to come": {$"{records}/1/completed_at": "in 1 days"},
		"no date": {$"{records}/1/completed_at": "spring"},
		"nobody in a required role": {"/resources/people": [{"role": "observer", "person": {"id": "ada@example.org"}}]},
		"role not stated": {role(8): governed.gone},
		"role null": {role(8): null},
		"role is no text": {role(8): 7},
	}
	is_not_in("passes", "A.4.6-2", change, "critical")
}

test_competence_of_the_tier if {
	change := {$"{records}/1/completed_at": "181 days ago"}
	is_in("passes", "A.4.6-2", change, "high")
	is_in("passes", "A.4.6-2", {$"{records}/1/completed_at": "365 days ago"}, "high")
	is_not_in("passes", "A.4.6-2", {$"{records}/1/completed_at": "366 days ago"}, "high")
}

test_only_required_roles_are_asked if {
	is_in("exempt", ["A.4.6-2", 8], {}, "critical")
	is_not_in("exempt", ["A.4.6-2", 0], {}, "critical")
	is_not_in("exempt", ["A.4.6-2", 7], {}, "critical")
	is_in("exempt", ["A.4.6-2", 7], {}, "high")
	every other in [null, governed.gone, 7] {
		is_not_in("exempt", ["A.4.6-2", 8], {role(8): other}, "critical")
	}
}

test_competence_run_out[note] if {
	some note, change in {
		"too old": old,
		"run out": {records: [{"completed_at": "10 days ago", "expires_at": "0 days ago"}]},
	}
	is_in("stale", "A.4.6-2", change, "critical")
}

test_competence_with_another_flaw_is_not_stale[note] if {
	some note, change in {
		"good": {},
		"no records": {records: []},
		"one to come": {$"{records}/1/completed_at": "in 1 days"},
		"somebody else has none": object.union(old, {"/resources/people/2/competence": []}),
	}
	is_not_in("stale", "A.4.6-2", change, "critical")
}

test_people_without_competence_are_shown if {
	sets(old, "critical").found["A.4.6-2"] == {"failing": [{
		"person": "otto@example.org",
		"competence": [{"course": "literacy", "completed_at": "1000 days ago"}],
	}]}
}

test_evaluators_refused[note] if {
	some note, change in {
		"nobody": {"/resources/people": []},
		"people absent": {"/resources": governed.gone},
		"people as an object": people_as_object,
		"no developer": {role(0): "builder"},
		"no evaluator": {role(2): "builder"},
		"the same person": {person(2): "dora@example.org"},
		"the same person in another case": {person(2): "Dora@example.org"},
		"evaluator not named": {person(2): governed.gone},
		"one of several": {"/resources/people/-": {"role": "EVALUATOR", "person": {"id": "dora@example.org"}}},
	}
	is_not_in("passes", "A.4.6-3", change, "high")
}
