package iso42001.a_9_2_test

import data.iso42001.a_9_2 as control
import data.testing.use_document as use

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as use.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.9.2-1", "A.9.2-2", "A.9.2-3", "A.9.2-4", "A.9.2-5"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

test_process_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/use_process": use.gone},
		"no block": {"/organisation": use.gone},
		"reference to nothing": {"/organisation/aims/use_process/evidence_id": "elsewhere"},
		"other kind": {$"{use.at.process}/kind": "policy"},
		"draft": {$"{use.at.process}/status": "draft"},
		"other unit": {$"{use.at.process}/applies_to": ["other"]},
		"too old": {$"{use.at.process}/issued_at": "731 days ago"},
	}
	is_not_in("passes", "A.9.2-1", change, "high")
}

test_the_process_may_be_two_years_old[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	is_in("passes", "A.9.2-1", {$"{use.at.process}/issued_at": "730 days ago"}, tier)
}

test_why_the_process_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{use.at.process}/issued_at": "731 days ago"},
		"unverified": {$"{use.checked.process}/digest_ok": null},
		"invalid": {$"{use.checked.process}/digest_ok": false},
	}
	is_in(set, "A.9.2-1", change, "high")
	is_not_in("passes", "A.9.2-1", change, "high")
	is_not_in(set, "A.9.2-1", {}, "high")
}

test_the_process_and_its_age_are_shown if {
	shown := {"kind": "use_process", "status": "approved", "issued_at": "10 days ago"}
	sets({}, "high").found["A.9.2-1"] == {"process": shown, "days_max": 730}
	sets({"/organisation": use.gone}, "high").found["A.9.2-1"] == {"days_max": 730}
}

checks := $"{use.at.approval}/fields"

test_use_approval_refused[note] if {
	some note, change in {
		"no evidence": {"/evidence": []},
		"other kind": {$"{use.at.approval}/kind": "policy"},
		"draft": {$"{use.at.approval}/status": "draft"},
		"too old": {$"{use.at.approval}/issued_at": "366 days ago"},
		"approved by a role that may not": {$"{use.at.approval}/approved_by/role": "system_owner"},
		"for the unit": {$"{use.at.approval}/applies_to": ["lending"]},
		"for everything": {$"{use.at.approval}/applies_to": ["*"]},
		"cost not checked": {$"{checks}/cost_checked": false},
		"cost not stated": {$"{checks}/cost_checked": use.gone},
		"sourcing not checked": {$"{checks}/sourcing_checked": "true"},
		"sourcing not stated": {$"{checks}/sourcing_checked": use.gone},
		"law not checked": {$"{checks}/legal_checked": null},
		"law not stated": {$"{checks}/legal_checked": use.gone},
		"no fields": {checks: use.gone},
	}
	is_not_in("passes", "A.9.2-2", change, "high")
}

test_the_role_that_approves_the_use_rises_with_the_tier if {
	owner := {$"{use.at.approval}/approved_by/role": "system_owner"}
	is_in("passes", "A.9.2-2", owner, "limited")
	is_not_in("passes", "A.9.2-2", owner, "high")
	is_not_in("passes", "A.9.2-2", {}, "critical")
	is_in("passes", "A.9.2-2", {$"{use.at.approval}/approved_by/role": "ceo"}, "critical")
}

test_one_approval_of_several_is_enough if {
	second := object.union(use.approval, {"id": "second", "status": "draft"})
	is_in("passes", "A.9.2-2", {"/evidence": [second, use.approval]}, "high")
}

test_the_first_item_of_an_id_is_meant if {
	draft := object.union(use.approval, {"status": "draft"})
	is_not_in("passes", "A.9.2-2", {"/evidence": [draft, use.approval]}, "high")
	is_in("passes", "A.9.2-2", {"/evidence": [use.approval, draft]}, "high")
}

test_why_the_use_approval_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{use.at.approval}/issued_at": "366 days ago"},
		"unverified": {$"{use.checked.approval}/digest_ok": null},
		"invalid": {$"{use.checked.approval}/digest_ok": false},
	}
	is_in(set, "A.9.2-2", change, "high")
	is_not_in("passes", "A.9.2-2", change, "high")
	is_not_in(set, "A.9.2-2", {}, "high")
	unchecked := object.union(change, {$"{checks}/legal_checked": false})
	is_not_in(set, "A.9.2-2", unchecked, "high")
}

test_who_only_supplies_the_system_approves_no_use[role] if {
	some role in ["provider", "importer", "distributor"]
	is_in("exempt", "A.9.2-2", {"/classification/eu/role": role}, "high")
}

test_who_uses_the_system_approves_its_use[note] if {
	some note, role in {
		"deployer": "deployer",
		"both": "provider_and_deployer",
		"none": "none",
		"null": null,
		"absent": use.gone,
	}
	is_not_in("exempt", "A.9.2-2", {"/classification/eu/role": role}, "high")
}

test_use_approvals_are_shown if {
	sets({}, "high").found["A.9.2-2"] == {
		"approvals": [{
			"id": "approval",
			"status": "approved",
			"issued_at": "10 days ago",
			"approved_by": {"role": "risk_owner"},
			"fields": {"cost_checked": true, "sourcing_checked": true, "legal_checked": true},
		}],
		"roles": ["risk_owner", "accountable_executive", "ai_governance_board"],
	}
}

role := "/oversight/roles"

test_every_mode_with_people_passes[mode] if {
	some mode in ["human_in_command", "human_on_the_loop", "human_in_the_loop"]
	is_in("passes", "A.9.2-3", {"/oversight/mode": mode}, "high")
}

test_oversight_refused[note] if {
	some note, change in {
		"no mode": {"/oversight/mode": use.gone},
		"mode null": {"/oversight/mode": null},
		"unknown mode": {"/oversight/mode": "human"},
		"mode none": {"/oversight/mode": "none"},
		"no roles": {role: []},
		"roles absent": {role: use.gone},
		"nobody may stop": {$"{role}/1/authority": ["observe"]},
		"second role without people": {$"{role}/1/persons": []},
		"second role without training": {$"{role}/1/training": []},
		"training too old": {$"{role}/0/training/0/completed_at": "366 days ago"},
		"somebody who left": {$"{role}/0/persons/1/id": "gone@example.org"},
		"directory not known": {"/facts/identity": null},
		"grave and not decided by people": {"/system/decision/role": "decides_autonomously"},
		"grave and role not stated": {"/system/decision/role": use.gone},
	}
	is_not_in("passes", "A.9.2-3", change, "high")
}

test_below_the_high_tier_nobody_is_looked_up if {
	change := {"/facts/identity": null}
	is_in("passes", "A.9.2-3", change, "limited")
	is_not_in("unverified", "A.9.2-3", change, "limited")
}

harmless := {"/oversight/mode": "none", "/system/decision/legal_effect": false, role: []}

test_without_oversight_below_the_high_tier[note] if {
	some note, change in {
		"a person decides": {"/system/decision/legal_effect": true},
		"no legal effect": {"/system/decision/role": "decides_autonomously", "/impact_assessment/score/level": 2},
	}
	is_in("passes", "A.9.2-3", object.union(harmless, change), "limited")
	is_not_in("passes", "A.9.2-3", object.union(harmless, change), "high")
}

test_without_oversight_refused[note] if {
	some note, change in {
		"mode not stated": {"/oversight/mode": use.gone, role: use.blocks.oversight.roles},
		"autonomous with effect": {
			"/system/decision/role": "decides_autonomously",
			"/system/decision/legal_effect": true,
			"/impact_assessment/score/level": 1,
		},
		"autonomous, effect not stated": {
			"/system/decision/role": "decides_autonomously",
			"/system/decision/legal_effect": use.gone,
			"/impact_assessment/score/level": 1,
		},
		"autonomous and grave": {"/system/decision/role": "decides_autonomously"},
	}
	is_not_in("passes", "A.9.2-3", object.union(harmless, change), "minimal")
}

autonomous := {"/system/decision/role": "decides_autonomously"}

test_grave_decisions_are_left_to_people[note] if {
	some note, value in {"level 3": 3, "level 4": 4, "text": "1", "boolean": false}
	change := object.union(autonomous, {"/impact_assessment/score/level": value})
	is_not_in("passes", "A.9.2-3", change, "limited")
}

test_other_decisions_may_be_left_to_the_system[note] if {
	some note, change in {
		"level 2": {"/impact_assessment/score/level": 2},
		"level null": {"/impact_assessment/score/level": null},
		"no level": {"/impact_assessment/score/level": use.gone},
		"no assessment": {"/impact_assessment": use.gone},
	}
	is_in("passes", "A.9.2-3", object.union(autonomous, change), "limited")
}

test_outdated_training_is_stale[note] if {
	some note, change in {
		"too old": {$"{role}/0/training/0/completed_at": "366 days ago"},
		"run out": {$"{role}/0/training/0/expires_at": "0 days ago"},
	}
	is_in("stale", "A.9.2-3", change, "high")
}

test_oversight_is_not_stale[note] if {
	outdated := {$"{role}/0/training/0/completed_at": "366 days ago"}
	some note, change in {
		"mode": {"/oversight/mode": "none"},
		"grave": autonomous,
		"nobody may stop": {$"{role}/1/authority": []},
		"a service": {$"{role}/0/persons/1/id": "robot@example.org"},
		"second role without training": {$"{role}/1/training": []},
		"no date": {$"{role}/0/training/0/completed_at": "last year"},
	}
	is_not_in("stale", "A.9.2-3", object.union(outdated, change), "high")
}

test_an_unknown_directory_is_unverified if {
	is_in("unverified", "A.9.2-3", {"/facts/identity": null}, "high")
	is_not_in("unverified", "A.9.2-3", {}, "high")
}

test_oversight_is_not_unverified[note] if {
	some note, change in {
		"mode": {"/oversight/mode": "none"},
		"grave": autonomous,
		"nobody may stop": {$"{role}/1/authority": []},
		"training too old": {$"{role}/0/training/0/completed_at": "366 days ago"},
	}
	is_not_in("unverified", "A.9.2-3", object.union({"/facts/identity": null}, change), "high")
}

unseen := {"/system/decision/role": "decides_autonomously", "/oversight/mode": "none"}

test_autonomous_effect_without_oversight_blocks[note] if {
	some note, value in {"stated": true, "absent": use.gone, "null": null}
	change := object.union(unseen, {"/system/decision/legal_effect": value})
	is_in("when", ["A.9.2-3", "autonomous_without_oversight"], change, "minimal")
}

test_other_lacks_of_oversight_are_judged_by_the_profile[note] if {
	some note, change in {
		"no effect": {"/system/decision/legal_effect": false},
		"with oversight": {"/oversight/mode": "human_in_command"},
		"a person decides": {"/system/decision/role": "recommends"},
	}
	is_not_in("when", ["A.9.2-3", "autonomous_without_oversight"], object.union(unseen, change), "minimal")
}

stop := "/oversight/stop"

test_the_system_stops_as_fast_as_the_tier_asks[tier] if {
	some tier, limit in {"minimal": 86400, "limited": 3600, "high": 300, "critical": 60}
	is_in("passes", "A.9.2-4", {$"{stop}/mean_seconds_to_stop": limit}, tier)
	is_not_in("passes", "A.9.2-4", {$"{stop}/mean_seconds_to_stop": limit + 0.5}, tier)
}

test_the_stop_is_tested_as_often_as_the_tier_asks[tier] if {
	some tier, limits in {
		"limited": ["180 days ago", "181 days ago"],
		"high": ["90 days ago", "91 days ago"],
		"critical": ["30 days ago", "31 days ago"],
	}
	is_in("passes", "A.9.2-4", {$"{stop}/last_tested_at": limits[0]}, tier)
	is_not_in("stale", "A.9.2-4", {$"{stop}/last_tested_at": limits[0]}, tier)
	is_not_in("passes", "A.9.2-4", {$"{stop}/last_tested_at": limits[1]}, tier)
	is_in("stale", "A.9.2-4", {$"{stop}/last_tested_at": limits[1]}, tier)
}

test_minimal_tier_needs_no_test_of_the_stop[note] if {
	some note, value in {"absent": use.gone, "null": null, "old": "1000 days ago"}
	is_in("passes", "A.9.2-4", {$"{stop}/last_tested_at": value}, "minimal")
	is_not_in("stale", "A.9.2-4", {$"{stop}/last_tested_at": value}, "minimal")
}

test_stop_refused[note] if {
	some note, change in {
		"none": {stop: use.gone},
		"not available": {$"{stop}/available": false},
		"availability not stated": {$"{stop}/available": use.gone},
		"text for a boolean": {$"{stop}/available": "true"},
		"time not stated": {$"{stop}/mean_seconds_to_stop": use.gone},
		"time null": {$"{stop}/mean_seconds_to_stop": null},
		"no time": {$"{stop}/mean_seconds_to_stop": 0},
		"text for a time": {$"{stop}/mean_seconds_to_stop": "60"},
		"never tested": {$"{stop}/last_tested_at": use.gone},
		"tested in future": {$"{stop}/last_tested_at": "in 1 days"},
	}
	is_not_in("passes", "A.9.2-4", change, "limited")
}

test_from_the_high_tier_people_can_intervene[note] if {
	some note, change in {
		"no override": {"/oversight/override": use.gone},
		"override not available": {"/oversight/override/available": false},
		"availability not stated": {"/oversight/override/available": null},
		"not logged": {"/oversight/override/logged": "true"},
		"logging not stated": {"/oversight/override/logged": use.gone},
		"no escalation": {"/oversight/escalation": use.gone},
		"blank contact": {"/oversight/escalation/contact": " "},
		"placeholder for a contact": {"/facts/quality/~1oversight~1escalation~1contact": {"score": 49}},
		"no minutes": {"/oversight/escalation/sla_minutes": use.gone},
		"text for minutes": {"/oversight/escalation/sla_minutes": "30"},
	}
	is_not_in("passes", "A.9.2-4", change, "high")
	is_in("passes", "A.9.2-4", change, "limited")
}

test_the_limits_of_the_stop_are_shown if {
	sets({}, "critical").found["A.9.2-4"] == {"seconds_max": 60, "test_days_max": 30}
	sets({}, "minimal").found["A.9.2-4"] == {"seconds_max": 86400, "test_days_max": null}
}

measures := "/oversight/automation_bias_measures"

test_measures_refused[note] if {
	some note, change in {
		"none": {measures: []},
		"absent": {measures: use.gone},
		"text for a list": {measures: "A first view"},
		"second empty": {measures: ["A first view", ""]},
		"second null": {measures: ["A first view", null]},
		"placeholder": {"/facts/quality/~1oversight~1automation_bias_measures~11": {"score": 0}},
	}
	is_not_in("passes", "A.9.2-5", change, "minimal")
}

test_nobody_follows_a_system_that_gives_no_advice[value] if {
	some value in ["informs", "decides_autonomously"]
	is_in("exempt", "A.9.2-5", {"/system/decision/role": value}, "critical")
}

test_advice_may_be_followed_blindly[note] if {
	some note, value in {
		"recommends": "recommends",
		"with review": "decides_with_review",
		"null": null,
		"absent": use.gone,
	}
	is_not_in("exempt", "A.9.2-5", {"/system/decision/role": value}, "minimal")
}
