package iso42001.a_6_2_5_test

import data.iso42001.a_6_2_5 as control
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
	some rule in ["A.6.2.5-1", "A.6.2.5-2", "A.6.2.5-3", "A.6.2.5-4", "A.6.2.5-5", "A.6.2.5-6"]
	every tier in ["minimal", "limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
	}
}

strategy := "/request/rollout/strategy"

test_every_strategy_is_a_plan[value] if {
	some value in ["all_at_once", "canary", "blue_green", "shadow"]
	is_in("passes", "A.6.2.5-1", {strategy: value}, "critical")
}

test_no_plan[note] if {
	some note, value in {"other": "big_bang", "null": null, "absent": sample.gone, "list": ["canary"]}
	is_not_in("passes", "A.6.2.5-1", {strategy: value}, "minimal")
}

abort := "/request/rollout/abort_criteria"

test_from_high_something_stops_the_roll_out[note] if {
	some note, change in {
		"none": {abort: []},
		"absent": {abort: sample.gone},
		"object": {abort: {"0": {"metric": "m", "op": ">", "value": 1, "window_minutes": 1}}},
		"no metric": {$"{abort}/1/metric": " "},
		"metric absent": {$"{abort}/1/metric": sample.gone},
		"other operator": {$"{abort}/1/op": "=="},
		"no value": {$"{abort}/1/value": sample.gone},
		"value as text": {$"{abort}/1/value": "0"},
		"value true": {$"{abort}/1/value": true},
		"no window": {$"{abort}/0/window_minutes": 0},
		"window null": {$"{abort}/0/window_minutes": null},
		"window as text": {$"{abort}/0/window_minutes": "5"},
	}
	is_in("passes", "A.6.2.5-1", change, "limited")
	is_not_in("passes", "A.6.2.5-1", change, "high")
}

test_every_operator_stops_it[op] if {
	some op in [">=", ">", "<=", "<"]
	is_in("passes", "A.6.2.5-1", {$"{abort}/0/op": op}, "high")
}

approval := "/approvals"

# Places of the approvals: 0 owner, 1 risk owner, 2 independent, 3 executive, 4 peer.
test_everybody_who_must_approves[tier] if {
	some tier, places in {"minimal": [0], "limited": [0, 4], "high": [0, 1, 2], "critical": [0, 1, 2, 3]}
	every place in places {
		is_not_in("passes", "A.6.2.5-2", {$"{approval}/{place}/role": "legal"}, tier)
	}
}

test_nobody_is_asked_in_staging_at_minimal if {
	staging := {"/request/environment": "staging"}
	is_in("exempt", "A.6.2.5-2", staging, "minimal")
	is_not_in("exempt", "A.6.2.5-2", staging, "limited")
	is_not_in("exempt", "A.6.2.5-2", {}, "minimal")
}

test_old_approvals_are_stale if {
	old := {$"{approval}/1/at": "31 days ago"}
	is_not_in("passes", "A.6.2.5-2", old, "high")
	is_in("stale", "A.6.2.5-2", old, "high")
	is_not_in("stale", "A.6.2.5-2", old, "limited")
	is_not_in("stale", "A.6.2.5-2", {$"{approval}/1/at": "30 days ago"}, "high")
	is_not_in("stale", "A.6.2.5-2", object.union(old, {$"{approval}/1/decision": "reject"}), "high")
}

test_approvals_that_the_gate_cannot_check_are_unverified[note] if {
	some note, change in {
		"nobody known": {"/facts/identity": null},
		"signature not known": {"/facts/approvals/1/signature_ok": null},
	}
	is_not_in("passes", "A.6.2.5-2", change, "high")
	is_in("unverified", "A.6.2.5-2", change, "high")
	rejected := object.union(change, {$"{approval}/2/decision": "reject"})
	is_not_in("unverified", "A.6.2.5-2", rejected, "high")
	another := object.union(change, {$"{approval}/2/role": "peer"})
	is_not_in("unverified", "A.6.2.5-2", another, "high")
}

test_approvals_of_something_else_are_invalid[note] if {
	some note, change in {
		"other request": {"/facts/approvals/1/subject_ok": false},
		"forged": {"/facts/approvals/1/signature_ok": false},
	}
	is_not_in("passes", "A.6.2.5-2", change, "high")
	is_in("invalid", "A.6.2.5-2", change, "high")
	is_not_in("invalid", "A.6.2.5-2", change, "limited")
	is_not_in("invalid", "A.6.2.5-2", {}, "high")
}

test_who_approved_is_shown if {
	shown := found("A.6.2.5-2", {$"{approval}/1/role": "legal"}, "high").required
	[[role.role, role.reason] | some role in shown] == [
		["system_owner", null],
		["risk_owner", "none"],
		["independent", null],
	]
}

artefact := "/models/0/artifact"

checked := "/facts/artifacts/scorer"

test_formats_that_cannot_run_code[format] if {
	some format in ["safetensors", "onnx", "gguf", "savedmodel", "skops", "api"]
	is_in("passes", "A.6.2.5-3", {$"{artefact}/format": format}, "critical")
}

test_formats_refused[note] if {
	some note, value in {
		"pickle": "pickle",
		"joblib": "joblib",
		"torchscript": "torchscript",
		"unknown": "h5",
		"null": null,
		"absent": sample.gone,
		"number": 7,
	}
	is_not_in("passes", "A.6.2.5-3", {$"{artefact}/format": value}, "minimal")
	is_not_in("unverified", "A.6.2.5-3", {$"{artefact}/format": value, checked: sample.gone}, "high")
}

other := {$"{artefact}/format": "other"}

test_another_format_is_scanned[note] if {
	is_in("passes", "A.6.2.5-3", other, "critical")
	some note, change in {
		"unsafe": {"/security/model_scan/unsafe_ops": 1},
		"operations null": {"/security/model_scan/unsafe_ops": null},
		"operations not stated": {"/security/model_scan/unsafe_ops": sample.gone},
		"operations false": {"/security/model_scan/unsafe_ops": false},
		"too old": {"/security/model_scan/scanned_at": "91 days ago"},
		"ahead": {"/security/model_scan/scanned_at": "in 1 days"},
		"no scan": {"/security/model_scan": sample.gone},
	}
	is_not_in("passes", "A.6.2.5-3", object.union(other, change), "high")
	is_in("passes", "A.6.2.5-3", change, "high")
}

test_the_scan_ages_with_the_tier if {
	old := object.union(other, {"/security/model_scan/scanned_at": "31 days ago"})
	is_in("passes", "A.6.2.5-3", old, "high")
	is_not_in("passes", "A.6.2.5-3", old, "critical")
	learning := {"/system/autonomy/continuous_learning": true}
	is_in("passes", "A.6.2.5-3", object.union(old, learning), "high")
}

test_digest_and_signature_that_are_not_known[note] if {
	some note, case in {
		"digest": [{$"{checked}/digest_ok": null}, "limited"],
		"digest absent": [{$"{checked}/digest_ok": sample.gone}, "limited"],
		"signature": [{$"{checked}/signature_ok": null}, "high"],
		"nothing known": [{checked: sample.gone}, "limited"],
		"no facts": [{"/facts/artifacts": null}, "limited"],
		"model without an id": [{"/models/0/id": sample.gone}, "limited"],
	}
	below := {"limited": "minimal", "high": "limited"}[case[1]]
	is_in("passes", "A.6.2.5-3", case[0], below)
	is_not_in("unverified", "A.6.2.5-3", case[0], below)
	is_not_in("passes", "A.6.2.5-3", case[0], case[1])
	is_in("unverified", "A.6.2.5-3", case[0], case[1])
}

test_digest_or_signature_that_is_wrong[key] if {
	some key in ["digest_ok", "signature_ok"]
	every path in [checked, "/facts/artifacts/encoder"] {
		is_not_in("passes", "A.6.2.5-3", {$"{path}/{key}": false}, "minimal")
		is_in("invalid", "A.6.2.5-3", {$"{path}/{key}": false}, "minimal")
	}
	is_not_in("invalid", "A.6.2.5-3", {}, "high")
	is_not_in("invalid", "A.6.2.5-3", {$"{checked}/{key}": null}, "high")
}

test_a_digest_is_stated if {
	every value in [7, "aa", ["aa"], null, sample.gone] {
		is_not_in("passes", "A.6.2.5-3", {$"{artefact}/digest": value}, "minimal")
	}
}

test_text_is_no_check if {
	is_not_in("passes", "A.6.2.5-3", {$"{checked}/digest_ok": "true"}, "limited")
	is_not_in("passes", "A.6.2.5-3", {$"{checked}/signature_ok": "true"}, "high")
}

test_what_is_called_at_a_vendor_has_no_artefact[note] if {
	some note, change in {
		"format": {},
		"no artefact": {"/models/2/artifact": sample.gone},
		"null": {"/models/2/artifact": null},
	}
	is_in("exempt", ["A.6.2.5-3", 2], change, "critical")
}

test_what_may_have_an_artefact_is_asked[note] if {
	some note, change in {
		"own model": {"/models/2/source": "in_house"},
		"source not stated": {"/models/2/source": sample.gone},
		"own model without artefact": {"/models/2/source": "in_house", "/models/2/artifact": sample.gone},
		"vendor's file": {"/models/2/artifact/format": "onnx"},
		"format not stated": {"/models/2/artifact/format": sample.gone},
	}
	is_not_in("exempt", ["A.6.2.5-3", 2], change, "minimal")
	is_not_in("passes", "A.6.2.5-3", change, "limited")
}

test_some_artefact_is_there if {
	is_not_in("passes", "A.6.2.5-3", {"/models": []}, "minimal")
}

test_not_staged[note] if {
	some note, change in {
		"scorer": {"/facts/staged": ["sha256:bb", "sha256:ee"]},
		"image that calls the vendor": {"/facts/staged": ["sha256:aa", "sha256:bb"]},
		"without algorithm": {"/facts/staged": ["aa", "bb", "ee"]},
		"rebuilt": {$"{artefact}/digest/value": "cc"},
		"no digest": {$"{artefact}/digest": sample.gone},
		"no image": {"/resources": sample.gone},
		"nothing": {"/facts/staged": []},
		"null": {"/facts/staged": null},
		"absent": {"/facts/staged": sample.gone},
	}
	is_not_in("passes", "A.6.2.5-4", change, "minimal")
}

rollback := "/operations/rollback"

test_rollback_refused[note] if {
	some note, change in {
		"not available": {$"{rollback}/available": false},
		"other target": {$"{rollback}/target_version": "4.0.0"},
		"too slow": {$"{rollback}/max_minutes": 241},
		"not tried": {$"{rollback}/tested_at": sample.gone},
		"no exercise on record": {$"{sample.at.rollback}/kind": "policy"},
	}
	is_not_in("passes", "A.6.2.5-5", change, "high")
}

first := {"/facts/live": null, $"{rollback}/target_version": "none"}

test_a_first_deployment_has_a_fail_safe if {
	is_in("passes", "A.6.2.5-5", first, "high")
	without := object.union(first, {"/operations/failsafe": sample.gone})
	is_not_in("passes", "A.6.2.5-5", without, "high")
	is_in("passes", "A.6.2.5-5", without, "limited")
}

test_what_makes_a_rollback_stale[note] if {
	some note, change in {
		"trial": {$"{rollback}/tested_at": "91 days ago"},
		"record": {$"{sample.at.rollback}/issued_at": "91 days ago"},
		"fail-safe": object.union(first, {"/operations/failsafe/tested_at": "91 days ago"}),
	}
	is_not_in("passes", "A.6.2.5-5", change, "high")
	is_in("stale", "A.6.2.5-5", change, "high")
	is_not_in("stale", "A.6.2.5-5", object.union(change, {$"{rollback}/available": false}), "high")
}

test_a_rollback_without_a_record_is_unverified[note] if {
	some note, change in {
		"missing": {$"{sample.at.rollback}/kind": "policy"},
		"not checked": {$"{sample.checked.rollback}/digest_ok": null},
		"of another system": {$"{sample.at.rollback}/applies_to": ["*"]},
	}
	is_not_in("passes", "A.6.2.5-5", change, "high")
	is_in("unverified", "A.6.2.5-5", change, "high")
	is_not_in("unverified", "A.6.2.5-5", object.union(change, {$"{rollback}/max_minutes": 16}), "high")
	is_not_in("unverified", "A.6.2.5-5", object.union(change, {$"{rollback}/tested_at": "91 days ago"}), "high")
}

test_a_record_that_says_something_else_is_a_failure[note] if {
	some note, change in {
		"too slow": {$"{sample.at.rollback}/fields/minutes": 16},
		"no target": {$"{sample.at.rollback}/fields/target_version": sample.gone},
	}
	is_not_in("passes", "A.6.2.5-5", change, "high")
	is_not_in("unverified", "A.6.2.5-5", change, "high")
	is_not_in("stale", "A.6.2.5-5", change, "high")
}

test_a_target_that_is_not_live_is_invalid if {
	is_in("invalid", "A.6.2.5-5", {$"{rollback}/target_version": "4.0.0"}, "minimal")
	is_not_in("invalid", "A.6.2.5-5", {}, "minimal")
	is_not_in("invalid", "A.6.2.5-5", first, "minimal")
}

test_the_limits_of_a_rollback_are_shown if {
	shown := found("A.6.2.5-5", {}, "critical")
	[shown.minutes_max, shown.test_days_max] == [5, 30]
	[record.id | some record in shown.records] == ["rollback"]
	found("A.6.2.5-5", {}, "minimal").test_days_max == null
}

traffic := "/request/rollout/initial_traffic_pct"

test_a_first_deployment_starts_small[note] if {
	some note, value in {
		"too much": 10.1,
		"negative": -1,
		"text": "10",
		"null": null,
		"true": true,
		"absent": sample.gone,
	}
	is_not_in("passes", "A.6.2.5-6", {traffic: value}, "high")
	is_in("passes", "A.6.2.5-6", {traffic: 0}, "high")
}

test_all_at_once_is_not_small if {
	change := {strategy: "all_at_once"}
	is_not_in("passes", "A.6.2.5-6", change, "high")
	is_in("invalid", "A.6.2.5-6", change, "high")
	is_not_in("invalid", "A.6.2.5-6", object.union(change, {traffic: 100}), "high")
	is_not_in("invalid", "A.6.2.5-6", {}, "high")
	is_not_in("passes", "A.6.2.5-6", {strategy: "other"}, "high")
	is_not_in("passes", "A.6.2.5-6", {strategy: sample.gone}, "high")
	found("A.6.2.5-6", {}, "high") == {"percent_max": 10}
}

test_only_a_first_deployment_is_asked if {
	is_in("exempt", "A.6.2.5-6", {}, "high")
	is_not_in("exempt", "A.6.2.5-6", {"/facts/live": null}, "high")
	is_not_in("exempt", "A.6.2.5-6", {"/facts/live": sample.gone}, "high")
}
