package gate.lib.oversight_test

import data.gate.lib.oversight
import data.testing.use_document as use

# What holds of the people who may step in, of the good document with some changes.
holding(changes, tier) := facts if {
	document := use.altered(changes)
	facts := {fact |
		some fact in ["staffed", "trained", "trained_at_some_time", "present"]
		data.gate.lib.oversight[fact] with input as document with data.gate.tier.effective as tier
	}
}

roles := "/oversight/roles"

everything := {"staffed", "trained", "trained_at_some_time", "present"}

test_well_staffed_oversight if holding({}, "high") == everything

test_only_roles_that_may_step_in_count if {
	names := [guard.role | some guard in oversight.guards] with input as use.good
	names == ["lead", "duty officer"]
	holding({$"{roles}/2/persons": [{"id": "gone@example.org"}]}, "high") == everything
}

test_one_role_may_do_both if {
	holding({$"{roles}/0/authority": ["override", "stop"], $"{roles}/1": use.gone}, "high") == everything
}

test_not_staffed[note] if {
	some note, change in {
		"no roles": {roles: []},
		"roles absent": {roles: use.gone},
		"nobody may override": {$"{roles}/0/authority": ["stop"]},
		"nobody may stop": {$"{roles}/1/authority": ["observe", "approve"]},
		"authority absent": {$"{roles}/1/authority": use.gone},
		"second role without people": {$"{roles}/1/persons": []},
		"people absent": {$"{roles}/1/persons": use.gone},
		"people not a list": {$"{roles}/1/persons": {"id": "bo@example.org"}},
	}
	not "staffed" in holding(change, "high")
}

test_not_trained[note] if {
	some note, change in {
		"second role without training": {$"{roles}/1/training": []},
		"training absent": {$"{roles}/1/training": use.gone},
		"without a date": {$"{roles}/0/training/0/completed_at": use.gone},
		"not a date": {$"{roles}/0/training/0/completed_at": "last year"},
	}
	holding(change, "high") == {"staffed", "present"}
}

test_trained_once[note] if {
	some note, change in {
		"too old": {$"{roles}/0/training/0/completed_at": "366 days ago"},
		"run out": {$"{roles}/0/training/0/expires_at": "0 days ago"},
		"ahead": {$"{roles}/0/training/0/completed_at": "in 1 days"},
	}
	holding(change, "high") == {"staffed", "present", "trained_at_some_time"}
}

test_training_is_as_recent_as_the_tier_asks[tier] if {
	some tier, limits in {
		"minimal": ["730 days ago", "731 days ago"],
		"limited": ["365 days ago", "366 days ago"],
		"high": ["365 days ago", "366 days ago"],
		"critical": ["180 days ago", "181 days ago"],
	}
	"trained" in holding({$"{roles}/0/training/0/completed_at": limits[0]}, tier)
	not "trained" in holding({$"{roles}/0/training/0/completed_at": limits[1]}, tier)
}

test_not_present[note] if {
	some note, change in {
		"somebody who left": {$"{roles}/0/persons/1/id": "gone@example.org"},
		"a service": {$"{roles}/0/persons/1/id": "robot@example.org"},
		"a stranger": {$"{roles}/0/persons/1/id": "eve@example.org"},
		"nobody": {$"{roles}/0/persons/1/id": use.gone},
		"activity not known": {"/facts/identity/bo@example.org/active": null},
		"humanity not known": {"/facts/identity/bo@example.org/human": "true"},
		"directory not known": {"/facts/identity": null},
	}
	holding(change, "high") == {"staffed", "trained", "trained_at_some_time"}
	holding(change, "limited") == everything
}
