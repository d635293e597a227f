package iso42001.cl_10_2_test

import data.iso42001.cl_10_2 as control
import data.testing.governed_document as governed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as governed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["CL-10.2-1", "CL-10.2-2", "CL-10.2-3", "CL-10.2-4"]
	is_in("passes", rule, {}, "high")
}

all := "/organisation/aims/nonconformities"

summary := "/request/change/summary"

test_a_nonconformity_is_left_open[note] if {
	some note, change in {
		"no corrective action": {$"{all}/2/capa_approved": governed.gone},
		"action not approved": {$"{all}/2/capa_approved": false},
		"approved as a text": {$"{all}/2/capa_approved": "true"},
		"second not approved": {$"{all}/3/capa_approved": null},
		"not named": {summary: "Fixes NC-4"},
		"named in part": {summary: "Fixes NC-31 and NC-4"},
		"named in another case": {summary: "Fixes nc-3 and NC-4"},
		"no summary": {summary: governed.gone},
		"no change": {"/request/change": governed.gone},
		"summary is no text": {summary: ["NC-3", "NC-4"]},
		"without an id": {$"{all}/3/id": governed.gone},
		"with an empty id": {$"{all}/3/id": "", summary: "Fixes NC-3 . "},
		"severity not stated": {$"{all}/0/severity": null},
		"closed in the future": {$"{all}/-": {"id": "NC-9", "system_ids": ["credit-scoring"], "closed_at": "in 1 days"}},
	}
	is_not_in("passes", "CL-10.2-1", change, "high")
}

test_nothing_else_is_open[note] if {
	some note, change in {
		"no nonconformity": {all: []},
		"of the unit": {$"{all}/2/system_ids": ["lending"], $"{all}/3/system_ids": ["*"], summary: "x"},
		"of no stated system": {$"{all}/2/system_ids": null, $"{all}/3/system_ids": [], summary: "x"},
		"closed": {$"{all}/2/closed_at": "0 days ago", $"{all}/3/closed_at": "1 days ago", summary: "x"},
		"in quotes": {summary: "'NC-3': fixed; \"NC-4\", too."},
	}
	is_in("passes", "CL-10.2-1", change, "high")
}

test_nonconformities_have_to_be_listed[note] if {
	some note, value in {"absent": governed.gone, "null": null, "text": "none", "object": {}}
	is_not_in("passes", "CL-10.2-1", {all: value}, "minimal")
	is_not_in("when", ["CL-10.2-1", "open_before_or_in_production"], {all: value}, "minimal")
}

test_what_is_open_blocks_outside_development if {
	condition := ["CL-10.2-1", "open_before_or_in_production"]
	is_in("when", condition, {"/request/environment": "prod"}, "minimal")
	is_in("when", condition, {"/request/environment": "staging"}, "minimal")
	is_not_in("when", condition, {"/request/environment": "dev"}, "minimal")
	is_not_in("when", condition, {all: []}, "minimal")
}

test_open_nonconformities_are_shown if {
	[first, second] := sets({}, "high").found["CL-10.2-1"].nonconformities
	first == {"id": "NC-3", "severity": "major", "due": "in 30 days", "capa_approved": true}
	second.id == "NC-4"
}

denied := "/facts/history/denied_90d"

cause := $"{governed.at.cause}/fields"

test_repeated_denials_are_not_explained[note] if {
	some note, change in {
		"a third rule": {$"{denied}/A.8.2-4": 3},
		"times as a text": {$"{denied}/A.8.2-4": "2"},
		"times null": {$"{denied}/A.8.2-4": null},
		"other rules": {$"{cause}/rules": ["A.7.5-1"]},
		"rules not stated": {$"{cause}/rules": governed.gone},
		"rules as a text": {$"{cause}/rules": "A.7.5-1 A.6.2.4-3"},
		"rules as an object": {$"{cause}/rules": {"a": "A.7.5-1", "b": "A.6.2.4-3"}},
		"cause too short": {$"{cause}/root_cause": governed.letters(159)},
		"cause not stated": {$"{cause}/root_cause": governed.gone},
		"cause is no text": {$"{cause}/root_cause": 160},
		"other kind": {$"{governed.at.cause}/kind": "cause"},
		"draft": {$"{governed.at.cause}/status": "draft"},
		"too old": {$"{governed.at.cause}/issued_at": "91 days ago"},
		"not checked": {$"{governed.checked.cause}/digest_ok": null},
		"no evidence": {"/evidence": []},
	}
	is_not_in("passes", "CL-10.2-2", change, "high")
}

test_repeated_denials_are_explained[note] if {
	some note, change in {
		"none": {denied: {}, "/evidence": []},
		"twice": {denied: {"A.8.2-4": 2}, "/evidence": []},
		"90 days ago": {$"{governed.at.cause}/issued_at": "90 days ago"},
		"each by its own": {
			$"{cause}/rules": ["A.7.5-1"],
			"/facts/evidence/second": {"digest_ok": true, "signature_ok": true},
			"/evidence/-": object.union(
				governed.cause,
				{"id": "second", "fields": {"rules": ["A.6.2.4-3"], "root_cause": governed.letters(160)}},
			),
		},
	}
	is_in("passes", "CL-10.2-2", change, "high")
}

test_the_length_of_a_cause_depends_on_the_tier if {
	is_in("passes", "CL-10.2-2", {$"{cause}/root_cause": governed.letters(40)}, "minimal")
	is_not_in("passes", "CL-10.2-2", {$"{cause}/root_cause": governed.letters(199)}, "critical")
}

test_the_first_item_of_an_id_is_meant if {
	draft := object.union(governed.cause, {"status": "draft"})
	is_not_in("passes", "CL-10.2-2", {"/evidence": [draft, governed.cause]}, "high")
	is_in("passes", "CL-10.2-2", {"/evidence": [governed.cause, draft]}, "high")
}

test_unknown_denials_are_unverified[note] if {
	some note, change in {
		"null": {denied: null},
		"absent": {denied: governed.gone},
		"no history": {"/facts/history": null},
	}
	is_in("unverified", "CL-10.2-2", change, "high")
	is_not_in("passes", "CL-10.2-2", change, "high")
}

test_known_denials_are_verified if {
	is_not_in("unverified", "CL-10.2-2", {denied: []}, "high")
	is_not_in("passes", "CL-10.2-2", {denied: []}, "high")
	is_not_in("unverified", "CL-10.2-2", {}, "high")
}

test_denials_only_warn_in_development if {
	is_in("when", ["CL-10.2-2", "in_development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", ["CL-10.2-2", "in_development"], {}, "high")
}

test_unexplained_denials_are_shown if {
	sets({}, "high").found["CL-10.2-2"] == {"denials_without_root_cause": {}}
	shown := {"denials_without_root_cause": {"A.8.2-4": 9}}
	sets({$"{denied}/A.8.2-4": 9}, "high").found["CL-10.2-2"] == shown
}

earlier := "/facts/history/open_conditions"

ours := "/approvals/2/conditions"

test_a_condition_is_overdue[note] if {
	some note, change in {
		"earlier one": {$"{earlier}/1/due": "1 days ago"},
		"earlier one without a date": {$"{earlier}/1/due": governed.gone},
		"earlier one that is null": {$"{earlier}/1": null},
		"ours": {$"{ours}/1/due": "just over a day ago"},
		"ours without a date": {$"{ours}/1/due": null},
		"ours, to be met": {$"{ours}/0/met_at": "in 1 days"},
		"ours, never met": {$"{ours}/0/met_at": governed.gone},
		"ours that is null": {$"{ours}/1": null},
	}
	is_not_in("passes", "CL-10.2-3", change, "high")
}

test_no_condition_is_overdue[note] if {
	some note, change in {
		"none": {earlier: [], ours: []},
		"no approvals": {"/approvals": governed.gone},
		"its own day": {$"{earlier}/1/due": "not a day ago", $"{ours}/1/due": "not a day ago"},
		"met late": {$"{ours}/0/met_at": "1 days ago"},
		"met without a deadline": {$"{ours}/0/due": governed.gone},
	}
	is_in("passes", "CL-10.2-3", change, "high")
}

test_earlier_conditions_have_to_be_known[note] if {
	some note, value in {"null": null, "absent": governed.gone, "object": {}, "text": "none"}
	is_not_in("passes", "CL-10.2-3", {earlier: value}, "high")
}

test_unknown_conditions_are_unverified[note] if {
	some note, change in {"null": {earlier: null}, "no history": {"/facts/history": null}}
	is_in("unverified", "CL-10.2-3", change, "high")
	is_not_in("unverified", "CL-10.2-3", {earlier: {}}, "high")
	is_not_in("unverified", "CL-10.2-3", {}, "high")
}

test_a_passed_deadline_is_stale[note] if {
	some note, change in {
		"earlier one": {$"{earlier}/1/due": "1 days ago"},
		"ours": {$"{ours}/1/due": "1 days ago"},
	}
	is_in("stale", "CL-10.2-3", change, "high")
	is_not_in("stale", "CL-10.2-3", {}, "high")
}

test_a_deadline_that_is_no_date_is_not_stale if {
	is_not_in("stale", "CL-10.2-3", {$"{ours}/1/due": "spring"}, "high")
}

test_overdue_conditions_are_shown if {
	sets({}, "high").found["CL-10.2-3"] == {"overdue": []}
	change := {$"{earlier}/1/due": "1 days ago", $"{ours}/1/due": "10 days ago"}
	shown := [{"id": "C9", "due": "1 days ago"}, {"id": "C2", "due": "10 days ago"}]
	sets(change, "high").found["CL-10.2-3"] == {"overdue": shown}
}

test_a_waiver_has_expired[note] if {
	some note, value in {
		"yesterday": "1 days ago",
		"now": "0 days ago",
		"on no date": "spring",
		"never": null,
		"not stated": governed.gone,
	}
	is_not_in("passes", "CL-10.2-4", {"/waivers/1/expires_at": value}, "high")
}

test_waivers_are_a_list[note] if {
	some note, value in {"null": null, "object": {"a": {"expires_at": "in 1 days"}}, "text": "in 1 days"}
	is_not_in("passes", "CL-10.2-4", {"/waivers": value}, "high")
}

test_an_expired_waiver_is_stale if {
	is_in("stale", "CL-10.2-4", {"/waivers/1/expires_at": "0 days ago"}, "high")
	is_not_in("stale", "CL-10.2-4", {"/waivers/1/expires_at": "spring"}, "high")
	is_not_in("stale", "CL-10.2-4", {}, "high")
}

test_expired_waivers_are_shown if {
	sets({}, "high").found["CL-10.2-4"] == {"expired": []}
	shown := {"control_id": "A.8.2", "rule_id": "A.8.2-4", "expires_at": "1 days ago"}
	sets({"/waivers/1/expires_at": "1 days ago"}, "high").found["CL-10.2-4"] == {"expired": [shown]}
}
