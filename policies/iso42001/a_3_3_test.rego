package iso42001.a_3_3_test

import data.iso42001.a_3_3 as control
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

process := governed.at.concerns

reference := "/organisation/aims/concern_process"

promises := $"{process}/fields"

registry := "/facts/registries/concerns_open_high"

test_every_rule_passes[tier] if {
	some tier in ["limited", "high", "critical"]
	every rule in ["A.3.3-1", "A.3.3-2", "A.3.3-3"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_process_refused[note] if {
	some note, change in {
		"no reference": {reference: governed.gone},
		"reference to nothing": {$"{reference}/evidence_id": "elsewhere"},
		"other kind": {$"{process}/kind": "ai_policy"},
		"draft": {$"{process}/status": "draft"},
		"other unit": {$"{process}/applies_to": ["lending"]},
		"too old": {$"{process}/issued_at": "731 days ago"},
	}
	is_not_in("passes", "A.3.3-1", change, "limited")
}

test_process_may_be_two_years_old if {
	is_in("passes", "A.3.3-1", {$"{process}/issued_at": "730 days ago"}, "critical")
}

test_why_the_process_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{process}/issued_at": "731 days ago"}],
		"run out": ["stale", {$"{process}/expires_at": "0 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.concerns}/digest_ok": null}],
		"other file": ["unverified", {$"{governed.checked.concerns}/digest_ok": false}],
	}
	is_in(case[0], "A.3.3-1", case[1], "high")
	is_not_in("passes", "A.3.3-1", case[1], "high")
	is_not_in(case[0], "A.3.3-1", {}, "high")
	is_not_in(case[0], "A.3.3-1", object.union(case[1], {$"{process}/status": "draft"}), "high")
}

test_process_is_shown if {
	sets({}, "high").found["A.3.3-1"] == {"process": {"status": "approved", "issued_at": "10 days ago"}}
}

test_promises_refused[note] if {
	some note, change in {
		"no reference": {reference: governed.gone},
		"no fields": {promises: governed.gone},
		"neither anonymous nor confidential": {
			$"{promises}/anonymous_option": false,
			$"{promises}/confidential_option": false,
		},
		"options absent": {
			$"{promises}/anonymous_option": governed.gone,
			$"{promises}/confidential_option": governed.gone,
		},
		"options as text": {
			$"{promises}/anonymous_option": "true",
			$"{promises}/confidential_option": "true",
		},
		"reprisals allowed": {$"{promises}/non_retaliation": false},
		"reprisals not spoken of": {$"{promises}/non_retaliation": governed.gone},
		"reprisals null": {$"{promises}/non_retaliation": null},
		"no time": {$"{promises}/response_sla_days": governed.gone},
		"time null": {$"{promises}/response_sla_days": null},
		"time as text": {$"{promises}/response_sla_days": "7"},
		"no days": {$"{promises}/response_sla_days": 0},
		"too slow": {$"{promises}/response_sla_days": 7.1},
	}
	is_not_in("passes", "A.3.3-2", change, "critical")
}

test_one_way_to_report_is_enough[key] if {
	some key in ["anonymous_option", "confidential_option"]
	is_in("passes", "A.3.3-2", {$"{promises}/{key}": false}, "critical")
}

test_time_to_answer_of_the_tier if {
	is_in("passes", "A.3.3-2", {$"{promises}/response_sla_days": 30}, "high")
	is_not_in("passes", "A.3.3-2", {$"{promises}/response_sla_days": 31}, "high")
	is_not_in("passes", "A.3.3-2", {$"{promises}/response_sla_days": 8}, "critical")
}

test_promises_are_shown if {
	sets({$"{promises}/non_retaliation": governed.gone}, "high").found["A.3.3-2"] == {"days_max": 30, "process": {
		"anonymous_option": true,
		"confidential_option": true,
		"response_sla_days": 7,
	}}
}

test_open_concerns_refused[note] if {
	some note, value in {"one": 1, "unknown": null, "text": "0", "false": false, "absent": governed.gone}
	is_not_in("passes", "A.3.3-3", {registry: value}, "high")
}

test_without_a_registry_a_person_confirms_from_the_high_tier if {
	every tier in ["high", "critical"] {
		is_in("unverified", "A.3.3-3", {registry: null}, tier)
		is_in("when", ["A.3.3-3", "registry_silent"], {registry: null}, tier)
		is_not_in("exempt", "A.3.3-3", {registry: null}, tier)
		is_not_in("unverified", "A.3.3-3", {registry: 1}, tier)
		is_not_in("when", ["A.3.3-3", "registry_silent"], {registry: 1}, tier)
	}
}

test_without_a_registry_nothing_is_asked_below if {
	every tier in ["minimal", "limited"] {
		is_in("exempt", "A.3.3-3", {registry: null}, tier)
		is_not_in("exempt", "A.3.3-3", {registry: 0}, tier)
		is_not_in("exempt", "A.3.3-3", {registry: governed.gone}, tier)
	}
}
