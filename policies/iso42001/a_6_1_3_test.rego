package iso42001.a_6_1_3_test

import data.iso42001.a_6_1_3 as control
import data.testing.life_cycle_document as sample

# Does the control put the item into the set, for the good document with some changes?
is_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	control[set][item] with input as document with data.gate.tier.effective as tier
}

is_not_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	not control[set][item] with input as document with data.gate.tier.effective as tier
}

found(rule, changes, tier) := shown if {
	shown := control.found[rule] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

test_every_rule_passes[rule] if {
	some rule in ["A.6.1.3-1", "A.6.1.3-2", "A.6.1.3-3", "A.6.1.3-4"]
	is_in("passes", rule, {}, "critical")
}

process := sample.at.process

test_process_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/dev_process": sample.gone},
		"reference to nothing": {"/organisation/aims/dev_process/evidence_id": "elsewhere"},
		"other kind": {$"{process}/kind": "use_process"},
		"draft": {$"{process}/status": "draft"},
		"other unit": {$"{process}/applies_to": ["other"]},
		"too old": {$"{process}/issued_at": "731 days ago"},
	}
	is_not_in("passes", "A.6.1.3-1", change, "high")
}

test_the_process_may_be_two_years_old if {
	is_in("passes", "A.6.1.3-1", {$"{process}/issued_at": "730 days ago"}, "critical")
}

test_why_the_process_does_not_hold[set] if {
	some set, changes in {
		"stale": [{$"{process}/issued_at": "731 days ago"}],
		"unverified": [{$"{sample.checked.process}/digest_ok": null}],
		"invalid": [
			{"/organisation/aims/dev_process/evidence_id": "elsewhere"},
			{$"{process}/kind": "use_process"},
			{$"{sample.checked.process}/digest_ok": false},
		],
	}
	is_not_in(set, "A.6.1.3-1", {}, "high")
	is_not_in(set, "A.6.1.3-1", {$"{process}/status": "draft"}, "high")
	every change in changes {
		is_in(set, "A.6.1.3-1", change, "high")
	}
}

test_the_process_and_its_age_are_shown if {
	found("A.6.1.3-1", {}, "high").process.kind == "dev_process"
	found("A.6.1.3-1", {"/organisation": sample.gone}, "high") == {"days_max": 730}
}

commit := "/design/code/commit"

forty := "0123456789abcdef0123456789abcdef01234567"

sixty_four := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_a_whole_commit if {
	is_in("passes", "A.6.1.3-2", {commit: forty}, "critical")
	is_in("passes", "A.6.1.3-2", {commit: sixty_four}, "critical")
}

test_not_a_whole_commit[note] if {
	some note, value in {
		"short": "0123456",
		"branch": "main",
		"between": $"{forty}0123",
		"one too many": $"{sixty_four}0",
		"capitals": "0123456789ABCDEF0123456789ABCDEF01234567",
		"line feed": $"{forty}\n",
		"number": 7,
		"null": null,
		"absent": sample.gone,
	}
	is_not_in("passes", "A.6.1.3-2", {commit: value}, "minimal")
	is_in("invalid", "A.6.1.3-2", {commit: value}, "minimal")
}

test_the_repository_is_a_text if {
	every value in [7, "", ["https://git.example.org"], null, sample.gone] {
		is_not_in("passes", "A.6.1.3-2", {"/design/code/repo": value}, "minimal")
	}
}

signed := "/facts/registries/code_signed"

test_from_high_the_gate_has_checked_the_signature[note] if {
	some note, value in {"null": null, "false": false, "text": "true", "absent": sample.gone}
	is_not_in("passes", "A.6.1.3-2", {signed: value}, "high")
}

test_below_high_the_word_of_the_request_is_enough[note] if {
	some note, value in {"null": null, "absent": sample.gone}
	is_in("passes", "A.6.1.3-2", {signed: value}, "limited")
	is_not_in("passes", "A.6.1.3-2", {signed: value, "/design/code/signed": false}, "limited")
	is_not_in("passes", "A.6.1.3-2", {signed: value, "/design/code/signed": "true"}, "limited")
	is_not_in("passes", "A.6.1.3-2", {signed: value, "/design/code/signed": sample.gone}, "limited")
}

test_the_gate_knows_better_than_the_request if {
	is_not_in("passes", "A.6.1.3-2", {signed: false}, "minimal")
	is_in("passes", "A.6.1.3-2", {"/design/code/signed": false}, "minimal")
}

test_an_unknown_signature_is_unverified_where_it_is_asked_for if {
	every value in [null, sample.gone] {
		is_in("unverified", "A.6.1.3-2", {signed: value}, "high")
		is_not_in("unverified", "A.6.1.3-2", {signed: value}, "limited")
	}
	is_in("unverified", "A.6.1.3-2", {"/facts/registries": null}, "high")
	is_not_in("unverified", "A.6.1.3-2", {signed: false}, "high")
	is_not_in("unverified", "A.6.1.3-2", {signed: null, commit: "main"}, "high")
	is_not_in("invalid", "A.6.1.3-2", {signed: false}, "high")
}

test_in_development_code_is_a_warning if {
	is_in("when", ["A.6.1.3-2", "in_dev"], {"/request/environment": "dev"}, "high")
	is_not_in("when", ["A.6.1.3-2", "in_dev"], {}, "high")
}

reviews := "/design/design_reviews"

approved := ["A.6.1.3-3", "every_stage_approved"]

test_gate_refused[note] if {
	some note, change in {
		"no reviews": {reviews: []},
		"a stage without a gate": {$"{reviews}/1/stage": "deployment"},
		"stage not stated": {$"{reviews}/1/stage": sample.gone},
		"nobody": {$"{reviews}/1/approved_by": sample.gone},
		"blank id": {$"{reviews}/1/approved_by/id": " "},
		"a service": {$"{reviews}/1/approved_by/type": "service"},
		"kind not stated": {$"{reviews}/1/approved_by/type": sample.gone},
		"no date": {$"{reviews}/1/at": sample.gone},
		"not a date": {$"{reviews}/1/at": "spring"},
	}
	is_not_in("passes", "A.6.1.3-3", change, "high")
	is_not_in("when", approved, change, "high")
	is_not_in("invalid", "A.6.1.3-3", change, "high")
}

test_gates_out_of_order[note] if {
	some note, change in {
		"design before concept": {$"{reviews}/1/at": "500 days ago"},
		"development before design": {$"{reviews}/2/at": "365 days ago"},
		"verification before development": {$"{reviews}/3/at": "180 days ago"},
	}
	is_not_in("passes", "A.6.1.3-3", change, "high")
	is_in("invalid", "A.6.1.3-3", change, "high")
	is_in("when", approved, change, "high")
}

test_a_gate_in_the_future if {
	is_not_in("passes", "A.6.1.3-3", {$"{reviews}/3/at": "in 1 days"}, "high")
	is_in("invalid", "A.6.1.3-3", {$"{reviews}/3/at": "in 1 days"}, "high")
	is_not_in("when", approved, {$"{reviews}/3/at": "in 1 days"}, "high")
	later := {$"{reviews}/-": sample.review("operation", "in 1 days")}
	is_in("passes", "A.6.1.3-3", later, "high")
	is_not_in("invalid", "A.6.1.3-3", later, "high")
}

test_gates_of_one_day_are_in_order if {
	one_day := {$"{reviews}/{place}/at": "10 days ago" | some place in [0, 1, 2]}
	is_in("passes", "A.6.1.3-3", one_day, "high")
}

# A stage that is passed again counts by its newest gate.
test_the_newest_gate_of_a_stage_counts if {
	again := {$"{reviews}/-": sample.review("design", "60 days ago")}
	is_not_in("passes", "A.6.1.3-3", again, "high")
	is_in("passes", "A.6.1.3-3", object.union(again, {$"{reviews}/2/at": "31 days ago"}), "high")
	by_service := object.union(
		sample.review("design", "60 days ago"),
		{"approved_by": {"type": "service"}},
	)
	is_in("passes", "A.6.1.3-3", {$"{reviews}/-": by_service}, "high")
}

ticket := "/request/change/ticket"

test_ticket if {
	is_in("passes", "A.6.1.3-4", {ticket: "https://x"}, "minimal")
	is_not_in("invalid", "A.6.1.3-4", {ticket: "https://x"}, "minimal")
}

test_ticket_refused[note] if {
	some note, value in {
		"nothing behind the scheme": "https://",
		"number": 7,
		"null": null,
		"absent": sample.gone,
	}
	is_not_in("passes", "A.6.1.3-4", {ticket: value}, "minimal")
	is_not_in("invalid", "A.6.1.3-4", {ticket: value}, "minimal")
}

test_another_scheme_is_invalid[value] if {
	some value in ["http://tracker.example.org/7", "HTTPS://tracker.example.org/7", "CH-7", " https://x"]
	is_not_in("passes", "A.6.1.3-4", {ticket: value}, "minimal")
	is_in("invalid", "A.6.1.3-4", {ticket: value}, "minimal")
}
