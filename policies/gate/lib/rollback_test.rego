package gate.lib.rollback_test

import data.gate.lib.rollback
import data.testing.life_cycle_document as sample

# The words that hold of the good document with some changes.
holds(word, changes, tier) if {
	said := rollback with input as sample.altered(changes) with data.gate.tier.effective as tier
	said[word] == true
}

stated := "/operations/rollback"

first := {"/facts/live": null, $"{stated}/target_version": "none"}

test_everything_holds[word] if {
	some word in ["available", "tried", "tried_once", "recorded", "recorded_once", "failsafe", "failsafe_once"]
	every tier in ["minimal", "limited", "high", "critical"] {
		holds(word, {}, tier)
		holds(word, first, object.get({"critical": "high"}, tier, tier))
	}
}

test_how_fast_the_tier_asks[tier] if {
	some tier, most in {"minimal": 240, "limited": 60, "high": 15, "critical": 5}
	holds("available", {$"{stated}/max_minutes": most}, tier)
	not holds("available", {$"{stated}/max_minutes": most + 0.5}, tier)
	holds("available", {$"{stated}/max_minutes": 0}, tier)
}

test_not_available[note] if {
	some note, change in {
		"no": {$"{stated}/available": false},
		"text": {$"{stated}/available": "true"},
		"not stated": {$"{stated}/available": sample.gone},
		"minutes as text": {$"{stated}/max_minutes": "5"},
		"minutes null": {$"{stated}/max_minutes": null},
		"minutes below zero": {$"{stated}/max_minutes": -1},
		"other target": {$"{stated}/target_version": "4.0.0"},
		"target not stated": {$"{stated}/target_version": sample.gone},
		"nothing known to be live": {"/facts/live": sample.gone, $"{stated}/target_version": "none"},
		"live version not known": {"/facts/live/version": sample.gone},
		"nothing stated": {"/operations": sample.gone},
	}
	not holds("available", change, "minimal")
}

test_at_a_first_deployment_the_target_is_something_else[note] if {
	some note, change in {
		"the version itself": {$"{stated}/target_version": "4.2.0"},
		"version not stated": {"/system/version": sample.gone},
		"version null": {"/system/version": null},
		"target as number": {$"{stated}/target_version": 4},
	}
	not holds("available", object.union(first, change), "minimal")
}

test_tried_as_often_as_the_tier_asks[tier] if {
	some tier, limits in {
		"limited": ["180 days ago", "181 days ago"],
		"high": ["90 days ago", "91 days ago"],
		"critical": ["30 days ago", "31 days ago"],
	}
	holds("tried", {$"{stated}/tested_at": limits[0]}, tier)
	not holds("tried", {$"{stated}/tested_at": limits[1]}, tier)
	holds("tried_once", {$"{stated}/tested_at": limits[1]}, tier)
}

test_never_tried[note] if {
	some note, value in {"ahead": "in 1 days", "no date": "spring", "null": null, "absent": sample.gone}
	not holds("tried", {$"{stated}/tested_at": value}, "limited")
	not holds("tried_once", {$"{stated}/tested_at": value}, "limited")
	holds("tried", {$"{stated}/tested_at": value}, "minimal")
	holds("tried_once", {$"{stated}/tested_at": value}, "minimal")
}

record := sample.at.rollback

not_recorded := {
	"other kind": {$"{record}/kind": "policy"},
	"draft": {$"{record}/status": "draft"},
	"too old": {$"{record}/issued_at": "91 days ago"},
	"run out": {$"{record}/expires_at": "1 days ago"},
	"not checked": {$"{sample.checked.rollback}/digest_ok": null},
	"other system": {$"{record}/applies_to": ["lending"]},
	"everything": {$"{record}/applies_to": ["*"]},
	"no target": {$"{record}/fields/target_version": " "},
	"target absent": {$"{record}/fields/target_version": sample.gone},
	"too slow": {$"{record}/fields/minutes": 15.5},
	"below zero": {$"{record}/fields/minutes": -1},
	"minutes as text": {$"{record}/fields/minutes": "5"},
	"minutes absent": {$"{record}/fields/minutes": sample.gone},
	"no fields": {$"{record}/fields": sample.gone},
}

test_from_high_the_trial_is_on_record[note] if {
	some note, change in not_recorded
	not holds("recorded", change, "high")
	holds("recorded", change, "limited")
}

test_a_record_that_is_too_old_was_one_once[note] if {
	some note, change in not_recorded
	count([1 | holds("recorded_once", change, "high")]) == count([1 | note in ["too old", "run out"]])
}

test_an_old_record_says_the_same if {
	old := {$"{record}/issued_at": "91 days ago"}
	not holds("recorded_once", object.union(old, {$"{record}/fields/minutes": 16}), "high")
	not holds("recorded_once", object.union(old, {$"{record}/applies_to": ["*"]}), "high")
}

test_at_critical_the_trial_went_to_this_target if {
	other := {$"{record}/fields/target_version": "4.0.0"}
	holds("recorded", other, "high")
	not holds("recorded", other, "critical")
}

test_one_record_of_several_is_enough if {
	second := object.union(sample.evidence[9], {"id": "second", "fields": {"minutes": 100}})
	changes := {
		"/evidence/-": second,
		"/facts/evidence/second": {"digest_ok": true, "signature_ok": true},
	}
	holds("recorded", changes, "critical")
	said := rollback with input as sample.altered(changes) with data.gate.tier.effective as "critical"
	[shown.id | some shown in said.records] == ["rollback", "second"]
	[shown.id | some shown in said.shown] == ["rollback", "second"]
}

failsafe := "/operations/failsafe"

no_failsafe := {
	"none": {failsafe: sample.gone},
	"not described": {$"{failsafe}/description": sample.gone},
	"too short": {"/facts/text/~1operations~1failsafe~1description/chars": 159},
	"not tried": {$"{failsafe}/tested_at": sample.gone},
	"tried in future": {$"{failsafe}/tested_at": "in 1 days"},
	"too old": {$"{failsafe}/tested_at": "91 days ago"},
}

test_from_high_a_first_deployment_has_a_failsafe[note] if {
	some note, change in no_failsafe
	not holds("failsafe", object.union(first, change), "high")
	not holds("failsafe", object.union({"/facts/live": sample.gone}, change), "high")
	holds("failsafe", object.union(first, change), "limited")
	holds("failsafe", change, "high")
}

test_a_failsafe_that_was_tried_too_long_ago[note] if {
	some note, change in no_failsafe
	once := [1 | holds("failsafe_once", object.union(first, change), "high")]
	count(once) == count([1 | note == "too old"])
}

misses(changes) if holds("misses_live_version", changes, "high")

test_another_version_than_the_live_one if {
	misses({$"{stated}/target_version": "4.0.0"})
	misses({$"{stated}/target_version": sample.gone})
	misses({"/facts/live/version": sample.gone})
	not misses({})
	not misses(first)
	not misses({"/facts/live": sample.gone})
}
