package iso42001.cl_7_2_test

import data.iso42001.cl_7_2 as control
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

developer := "/resources/people/0/competence"

operator := "/resources/people/1/competence"

overseer := "/oversight/roles/1/training"

test_every_rule_passes[rule] if {
	some rule in ["CL-7.2-1", "CL-7.2-2", "CL-7.2-3"]
	is_in("passes", rule, {}, "high")
}

test_every_rule_needs_staff[rule] if {
	some rule in ["CL-7.2-1", "CL-7.2-2"]
	every change in [{"/resources/people": []}, {"/resources": sample.gone}, {"/resources/people": [{"role": "clerk"}]}] {
		is_not_in("passes", rule, change, "minimal")
	}
}

test_courses_refused[note] if {
	some note, change in {
		"course of all": {$"{operator}/1": sample.gone},
		"course of the role": {$"{operator}/2": sample.gone},
		"course in other case": {$"{operator}/2/course": "AI_operation"},
		"course of another role": {$"{operator}/2/course": "ai_evaluation"},
		"no course": {$"{operator}/2/course": sample.gone},
		"no competence": {operator: []},
		"competence absent": {operator: sample.gone},
		"competence null": {operator: null},
		"competence as text": {operator: "ai_literacy"},
		"overseer not trained": {overseer: []},
		"overseer in another course": {$"{overseer}/0/course": "ai_literacy"},
		"training absent": {overseer: sample.gone},
		"no overseers": {"/oversight/roles": []},
		"overseers absent": {"/oversight": sample.gone},
		"overseers are no list": {"/oversight/roles": {"0": {"training": [{"course": "human_oversight"}]}}},
		"overseer null": {"/oversight/roles/1": null},
	}
	is_not_in("passes", "CL-7.2-1", change, "high")
}

test_courses_of_the_lower_tiers if {
	one := {operator: [{"course": "cooking"}], overseer: sample.gone}
	is_in("passes", "CL-7.2-1", one, "minimal")
	is_not_in("passes", "CL-7.2-1", one, "limited")
	is_in("passes", "CL-7.2-1", {operator: [{"course": "ai_literacy"}], overseer: sample.gone}, "limited")
	is_not_in("passes", "CL-7.2-1", {operator: []}, "minimal")
}

test_missing_courses_are_shown if {
	change := {$"{operator}/2/course": "cooking", overseer: []}
	found("CL-7.2-1", change, "high") == {"courses_missing": [
		{"role": "Operator", "person": "bo@example.org", "courses": ["ai_operation"]},
		{"role": "duty officer", "person": null, "courses": ["human_oversight"]},
	]}
}

test_training_refused[note] if {
	some note, change in {
		"course of the role too old": {$"{operator}/2/completed_at": "366 days ago"},
		"course of all run out": {$"{operator}/0/expires_at": "0 days ago"},
		"ends at no date": {$"{operator}/0/expires_at": "spring"},
		"in the future": {$"{operator}/2/completed_at": "in 1 days"},
		"no date": {$"{operator}/2/completed_at": sample.gone},
		"no training at all": {operator: []},
		"competence absent": {operator: sample.gone},
		"overseer too long ago": {$"{overseer}/0/completed_at": "366 days ago"},
		"overseer not trained": {overseer: sample.gone},
		"overseer null": {"/oversight/roles/1": null},
	}
	is_not_in("passes", "CL-7.2-2", change, "high")
}

test_training_passes[note] if {
	some note, change in {
		"last day": {$"{operator}/2/completed_at": "365 days ago"},
		"ends tomorrow": {$"{operator}/2/expires_at": "in 1 days"},
		"course repeated": {$"{operator}/-": {"course": "ai_literacy", "completed_at": "1000 days ago"}},
		"old course that nobody asks for": {$"{operator}/-": {"course": "cooking", "completed_at": "1000 days ago"}},
		"course never taken": {$"{operator}/2": sample.gone},
		"no overseers": {"/oversight": sample.gone},
	}
	is_in("passes", "CL-7.2-2", change, "high")
}

test_training_of_the_tier if {
	is_in("passes", "CL-7.2-2", {$"{overseer}/0/completed_at": "730 days ago"}, "minimal")
	is_not_in("passes", "CL-7.2-2", {$"{overseer}/0/completed_at": "731 days ago"}, "minimal")
	is_not_in("passes", "CL-7.2-2", {overseer: []}, "minimal")
}

test_training_stale[note] if {
	some note, change in {
		"too old": {$"{operator}/2/completed_at": "366 days ago"},
		"run out": {$"{operator}/0/expires_at": "0 days ago"},
		"two of them": {$"{operator}/2/completed_at": "366 days ago", $"{overseer}/0/completed_at": "366 days ago"},
	}
	is_in("stale", "CL-7.2-2", change, "high")
}

test_training_fails_for_another_reason[note] if {
	some note, change in {
		"in the future": {$"{operator}/2/completed_at": "in 1 days"},
		"no date": {$"{operator}/2/completed_at": sample.gone},
		"one too old, one in the future": {
			$"{operator}/2/completed_at": "366 days ago",
			$"{developer}/2/completed_at": "in 1 days",
		},
		"one too old, one without training": {$"{operator}/2/completed_at": "366 days ago", overseer: []},
		"nobody": {"/resources/people": []},
	}
	is_not_in("stale", "CL-7.2-2", change, "high")
}

test_records_out_of_date_are_shown if {
	change := {$"{operator}/2/completed_at": "366 days ago", $"{overseer}/0/expires_at": "0 days ago"}
	found("CL-7.2-2", change, "high") == {"records_out_of_date": [
		{
			"role": "Operator",
			"person": "bo@example.org",
			"course": "ai_operation",
			"completed_at": "366 days ago",
		},
		{
			"role": "duty officer",
			"person": null,
			"course": "human_oversight",
			"completed_at": "10 days ago",
			"expires_at": "0 days ago",
		},
	]}
}

badge := $"{sample.checked.badge}/digest_ok"

test_certificate_refused[note] if {
	some note, change in {
		"none": {$"{operator}/2/certificate": sample.gone},
		"refers to nothing": {$"{operator}/2/certificate/evidence_id": "elsewhere"},
		"overseer has none": {$"{overseer}/0/certificate": sample.gone},
		"other kind": {$"{sample.at.badge}/kind": "policy"},
		"draft": {$"{sample.at.badge}/status": "draft"},
		"other file": {badge: false},
		"not read": {badge: null},
		"nothing known of the file": {sample.checked.badge: sample.gone},
		"nobody is trained": {
			"/resources/people": [{"role": "developer"}],
			"/oversight/roles": [{"training": []}],
		},
	}
	is_not_in("passes", "CL-7.2-3", change, "high")
}

test_certificate_need_not_be_of_every_record[note] if {
	some note, change in {
		"course repeated with another certificate": {$"{operator}/-": {
			"course": "ai_operation",
			"completed_at": "10 days ago",
			"certificate": {"evidence_id": "elsewhere"},
		}},
		"out of date, so the rule on dates says so": {
			$"{operator}/2/completed_at": "366 days ago",
			$"{operator}/2/certificate": sample.gone,
		},
		"course never taken": {$"{operator}/2": sample.gone},
	}
	is_in("passes", "CL-7.2-3", change, "high")
}

test_certificate_unverified[note] if {
	some note, change in {
		"not read": {badge: null},
		"nothing known of the file": {sample.checked.badge: sample.gone},
	}
	is_in("unverified", "CL-7.2-3", change, "high")
}

test_certificate_fails_for_another_reason[note] if {
	some note, change in {
		"other file": {badge: false},
		"none": {$"{operator}/2/certificate": sample.gone, badge: null},
		"draft": {$"{sample.at.badge}/status": "draft", badge: null},
		"nobody is trained": {"/resources/people": [], "/oversight/roles": []},
	}
	is_not_in("unverified", "CL-7.2-3", change, "high")
}

test_courses_without_certificate_are_shown if {
	found("CL-7.2-3", {$"{operator}/2/certificate/evidence_id": "elsewhere"}, "high") == {
		"without_verified_certificate": [{
			"role": "Operator",
			"person": "bo@example.org",
			"course": "ai_operation",
			"certificates": ["elsewhere"],
		}],
	}
}
