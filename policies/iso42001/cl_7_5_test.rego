package iso42001.cl_7_5_test

import data.iso42001.cl_7_5 as control
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

rules := ["CL-7.5-1", "CL-7.5-2", "CL-7.5-3", "CL-7.5-4", "CL-7.5-5"]

test_every_rule_passes[rule] if {
	some rule in rules
	is_in("passes", rule, {}, "critical")
}

test_every_rule_needs_evidence[rule] if {
	some rule in rules
	every change in [{"/evidence": []}, {"/evidence": sample.gone}, {"/evidence": null}] {
		is_not_in("passes", rule, change, "minimal")
	}
}

second := "/evidence/1"

test_item_refused[part] if {
	some part, changes in {
		"id": [
			{$"{second}/id": sample.gone},
			{$"{second}/id": " "},
			{$"{second}/id": 7},
		],
		"uri": [{$"{second}/uri": sample.gone}, {$"{second}/uri": " "}],
		"digest": [
			{$"{second}/digest": sample.gone},
			{$"{second}/digest/alg": "sha512"},
			{$"{second}/digest/value": "AAAA"},
			{$"{second}/digest/value": "aa"},
			{$"{second}/digest/value": sample.gone},
		],
		"version": [{$"{second}/version": sample.gone}, {$"{second}/version": ""}, {$"{second}/version": 1}],
		"status": [
			{$"{second}/status": "draft"},
			{$"{second}/status": "in_review"},
			{$"{second}/status": "withdrawn"},
			{$"{second}/status": sample.gone},
		],
		"approved_by": [
			{$"{second}/approved_by": sample.gone},
			{$"{second}/approved_by/person": sample.gone},
			{$"{second}/approved_by/person/id": " "},
		],
	}
	every change in changes {
		is_not_in("passes", "CL-7.5-1", change, "minimal")
		[shown.wrong | some shown in found("CL-7.5-1", change, "minimal").incomplete] == [[part]]
	}
}

test_id_that_two_items_have if {
	change := {$"{second}/id": "statement"}
	is_not_in("passes", "CL-7.5-1", change, "minimal")
	found("CL-7.5-1", change, "minimal") == {"incomplete": [
		{"id": "statement", "wrong": ["id"]},
		{"id": "statement", "wrong": ["id"]},
	]}
}

test_superseded_items_are_complete if is_in("passes", "CL-7.5-1", {$"{second}/status": "superseded"}, "critical")

test_item_that_is_none[rule] if {
	some rule in rules
	is_not_in("passes", rule, {second: "text"}, "minimal")
	is_not_in("passes", rule, {second: null}, "minimal")
}

end := $"{second}/expires_at"

test_item_expired[note] if {
	some note, change in {
		"now": {end: "0 days ago"},
		"at no date": {end: "spring"},
		"at a number": {end: 7},
		"of unknown status": {end: "1 days ago", $"{second}/status": sample.gone},
		"draft": {end: "1 days ago", $"{second}/status": "draft"},
	}
	is_not_in("passes", "CL-7.5-2", change, "minimal")
}

test_item_has_not_expired[note] if {
	some note, change in {
		"later": {end: "in 1 days"},
		"null": {end: null},
		"superseded": {end: "1 days ago", $"{second}/status": "superseded"},
	}
	is_in("passes", "CL-7.5-2", change, "minimal")
}

all_superseded := {$"{pointer}/status": "superseded" | some pointer in sample.at}

test_nothing_in_use[rule] if {
	some rule in ["CL-7.5-2", "CL-7.5-4"]
	is_not_in("passes", rule, all_superseded, "minimal")
}

test_item_stale if {
	is_in("stale", "CL-7.5-2", {end: "0 days ago"}, "minimal")
	is_not_in("stale", "CL-7.5-2", {end: "spring"}, "minimal")
	is_not_in("stale", "CL-7.5-2", {end: "0 days ago", $"{second}/status": "superseded"}, "minimal")
	found("CL-7.5-2", {end: "0 days ago"}, "minimal") == {"expired": [{"id": "plan", "expires_at": "0 days ago"}]}
}

test_place_refused if {
	is_not_in("passes", "CL-7.5-3", {$"{second}/uri": "ftp://example.org/plan"}, "minimal")
	is_not_in("passes", "CL-7.5-3", {$"{second}/uri": sample.gone}, "minimal")
	is_not_in("passes", "CL-7.5-3", {$"{second}/uri": null}, "minimal")
}

test_misplaced_items_are_shown if {
	found("CL-7.5-3", {$"{second}/uri": "ftp://example.org/plan"}, "minimal") == {
		"misplaced": [{"id": "plan", "uri": "ftp://example.org/plan"}],
		"schemes": ["https", "git", "s3", "gs", "oci"],
	}
}

check := $"{sample.checked.plan}/digest_ok"

test_digest_refused[note] if {
	some note, change in {
		"other file": {check: false},
		"not read": {check: null},
		"check as text": {check: "true"},
		"nothing known": {sample.checked.plan: sample.gone},
		"no checks": {"/facts/evidence": {}},
		"of unknown status": {check: null, $"{second}/status": sample.gone},
	}
	is_not_in("passes", "CL-7.5-4", change, "minimal")
}

test_digest_of_what_is_superseded_does_not_count if {
	is_in("passes", "CL-7.5-4", {check: false, $"{second}/status": "superseded"}, "critical")
}

test_digest_unverified if {
	is_in("unverified", "CL-7.5-4", {check: null}, "minimal")
	is_in("unverified", "CL-7.5-4", {sample.checked.plan: sample.gone}, "minimal")
	is_not_in("unverified", "CL-7.5-4", {check: false}, "minimal")
	is_not_in("unverified", "CL-7.5-4", {check: false, $"{sample.checked.policy}/digest_ok": null}, "minimal")
	is_in("unverified", "CL-7.5-4", {check: false, $"{second}/status": "superseded"}, "minimal")
	is_not_in("unverified", "CL-7.5-4", {"/evidence": []}, "minimal")
}

conditions := {
	"minimal": "unchecked_below_high",
	"limited": "unchecked_below_high",
	"high": "unchecked_at_high",
	"critical": "unchecked_at_critical",
}

test_what_the_gate_could_not_read_weighs_as_the_tier_says[tier] if {
	some tier, condition in conditions
	holds("when", {check: null}, tier) == {["CL-7.5-4", condition]}
	holds("when", {check: false}, tier) == set()
	holds("when", {"/evidence": []}, tier) == set()
}

test_items_not_verified_are_shown if {
	change := {check: false, sample.checked.policy: sample.gone, $"{sample.at.badge}/id": sample.gone}
	found("CL-7.5-4", change, "minimal") == {"not_verified": [
		{"id": "plan", "digest_ok": false},
		{"id": "policy", "digest_ok": null},
		{"digest_ok": null},
	]}
}

test_superseded_items_are_shown if {
	change := {$"{second}/status": "superseded"}
	is_not_in("passes", "CL-7.5-5", change, "minimal")
	found("CL-7.5-5", change, "minimal") == {"superseded": [{"id": "plan", "version": "1"}]}
}

test_status_unknown if {
	is_not_in("passes", "CL-7.5-5", {$"{second}/status": sample.gone}, "minimal")
	is_not_in("passes", "CL-7.5-5", {$"{second}/status": "old"}, "minimal")
}

test_other_status[status] if {
	some status in ["draft", "in_review", "approved", "withdrawn"]
	is_in("passes", "CL-7.5-5", {$"{second}/status": status}, "minimal")
}
