package iso42001.a_2_3_test

import data.iso42001.a_2_3 as control
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

record := governed.at.alignment

reference := "/organisation/aims/policy_alignment"

entries := $"{record}/fields/entries"

test_every_rule_passes[tier] if {
	some tier in ["limited", "high", "critical"]
	every rule in ["A.2.3-1", "A.2.3-2", "A.2.3-3"] {
		is_in("passes", rule, {}, tier)
	}
}

test_no_rule_passes_without_a_record[note] if {
	some note, change in {
		"no reference": {reference: governed.gone},
		"reference null": {reference: null},
		"reference to nothing": {$"{reference}/evidence_id": "elsewhere"},
	}
	every rule in ["A.2.3-1", "A.2.3-2", "A.2.3-3"] {
		is_not_in("passes", rule, change, "high")
	}
}

test_record_refused[note] if {
	some note, change in {
		"other kind": {$"{record}/kind": "ai_policy"},
		"draft": {$"{record}/status": "draft"},
		"other unit": {$"{record}/applies_to": ["lending"]},
		"too old": {$"{record}/issued_at": "366 days ago"},
	}
	is_not_in("passes", "A.2.3-1", change, "limited")
}

test_record_may_be_a_year_old if {
	is_in("passes", "A.2.3-1", {$"{record}/issued_at": "365 days ago"}, "critical")
}

test_why_the_record_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{record}/issued_at": "366 days ago"}],
		"run out": ["stale", {$"{record}/expires_at": "0 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.alignment}/digest_ok": null}],
		"other file": ["unverified", {$"{governed.checked.alignment}/digest_ok": false}],
	}
	is_in(case[0], "A.2.3-1", case[1], "high")
	is_not_in("passes", "A.2.3-1", case[1], "high")
	is_not_in(case[0], "A.2.3-1", {}, "high")
	is_not_in(case[0], "A.2.3-1", object.union(case[1], {$"{record}/status": "draft"}), "high")
}

test_record_is_shown if {
	sets({}, "high").found["A.2.3-1"] == {"record": {"status": "approved", "issued_at": "10 days ago"}}
}

test_areas_refused[note] if {
	some note, change in {
		"no entries": {entries: []},
		"entries absent": {entries: governed.gone},
		"entries null": {entries: null},
		"entries as an object": {entries: {place: entry | some place, entry in governed.alignment.fields.entries}},
		"no fields": {$"{record}/fields": governed.gone},
		"last area missing": {$"{entries}/4": governed.gone},
		"area in another case": {$"{entries}/2/policy": "Quality"},
		"area not stated": {$"{entries}/2/policy": governed.gone},
		"touched not stated": {$"{entries}/2/touched_by_ai": governed.gone},
		"touched null": {$"{entries}/2/touched_by_ai": null},
		"touched as text": {$"{entries}/2/touched_by_ai": "true"},
		"privacy not touched": {$"{entries}/1/touched_by_ai": false},
		"privacy policy not named": {$"{entries}/1/policy_id": governed.gone},
		"name of the privacy policy short": {$"{entries}/1/policy_id": "P1"},
		"name of the privacy policy no text": {$"{entries}/1/policy_id": [1, 2, 3]},
	}
	is_not_in("passes", "A.2.3-2", change, "high")
}

test_area_may_stand_in_any_entry if {
	unclear := {"policy": "quality", "touched_by_ai": "perhaps"}
	is_in("passes", "A.2.3-2", {$"{entries}/0": unclear}, "high")
}

test_privacy_policy_is_named_only_where_there_is_personal_data if {
	nobody := {
		"/system/personal_data": "none",
		"/data/0/personal_data": "none",
		"/data/1/personal_data": "none",
		"/data/2/personal_data": "none",
		$"{entries}/1/policy_id": governed.gone,
		$"{entries}/1/touched_by_ai": false,
	}
	is_in("passes", "A.2.3-2", nobody, "high")
	is_not_in("passes", "A.2.3-2", object.union(nobody, {"/data/2/personal_data": "pseudonymised"}), "high")
	is_not_in("passes", "A.2.3-2", object.union(nobody, {"/system/personal_data": governed.gone}), "high")
}

test_areas_are_shown if {
	sets({$"{entries}/2": governed.gone}, "high").found["A.2.3-2"] == {
		"policies": ["security", "privacy", "safety", "hr_ethics"],
		"policies_not_looked_at": ["quality"],
	}
}

test_conflicts_refused[note] if {
	some note, change in {
		"no entries": {entries: []},
		"entries absent": {entries: governed.gone},
		"entries as an object": {entries: {"a": governed.alignment.fields.entries[0]}},
		"resolution missing": {$"{entries}/0/resolution": governed.gone},
		"resolution null": {$"{entries}/0/resolution": null},
		"resolution of 39 characters": {$"{entries}/0/resolution": substring(governed.resolution, 0, 39)},
		"resolution no text": {$"{entries}/0/resolution": numbers.range(1, 40)},
		"second conflict open": {$"{entries}/1/conflict": true},
		"conflict not stated": {$"{entries}/4/conflict": governed.gone},
		"conflict not stated, resolved": {$"{entries}/0/conflict": governed.gone},
		"conflict null": {$"{entries}/4/conflict": null},
		"conflict as text": {$"{entries}/4/conflict": "false"},
		"entry is no object": {$"{entries}/-": "no conflict"},
	}
	is_not_in("passes", "A.2.3-3", change, "high")
}

test_resolution_of_forty_characters_is_enough if {
	count(governed.resolution) == 40
	is_in("passes", "A.2.3-3", {}, "high")
}

test_without_conflict_nothing_is_resolved if {
	change := {$"{entries}/0/conflict": false, $"{entries}/0/resolution": governed.gone}
	is_in("passes", "A.2.3-3", change, "high")
}

test_conflicts_are_shown if {
	sets({}, "high").found["A.2.3-3"] == {"conflicts": [{"policy": "security", "resolution": governed.resolution}]}
}
