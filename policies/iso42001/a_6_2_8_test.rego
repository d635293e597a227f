package iso42001.a_6_2_8_test

import data.iso42001.a_6_2_8 as control
import data.testing.operated_document as operated

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as operated.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

rules := ["A.6.2.8-1", "A.6.2.8-2", "A.6.2.8-3", "A.6.2.8-4", "A.6.2.8-5"]

test_every_rule_passes[rule] if {
	some rule in rules
	is_in("passes", rule, {}, "critical")
	is_not_in("exempt", rule, {}, "minimal")
}

development := {"/request/environment": "dev"}

impersonal := {
	"/system/personal_data": "none",
	"/data/0/personal_data": "none",
	"/data/1/personal_data": "none",
}

test_development_without_real_personal_data_needs_no_log[note] if {
	some note, change in {
		"no personal data": object.union(development, impersonal),
		"synthetic data": object.union(development, {"/request/synthetic_data_only": true}),
	}
	every rule in rules {
		is_in("exempt", rule, change, "high")
	}
}

test_development_with_real_personal_data_needs_a_log[note] if {
	some note, change in {
		"stated": {},
		"not stated whether synthetic": {"/request/synthetic_data_only": operated.gone},
		"null": {"/request/synthetic_data_only": null},
		"text": {"/request/synthetic_data_only": "true"},
		"one dataset": object.union(impersonal, {"/data/1/personal_data": "pseudonymised"}),
		"not stated whether personal": object.union(impersonal, {"/system/personal_data": operated.gone}),
	}
	every rule in rules {
		is_not_in("exempt", rule, object.union(development, change), "high")
	}
}

test_outside_development_every_system_needs_a_log[rule] if {
	some rule in ["A.6.2.8-1", "A.6.2.8-2", "A.6.2.8-3", "A.6.2.8-4"]
	every environment in ["staging", "prod"] {
		change := {"/request/environment": environment, "/request/synthetic_data_only": true}
		is_not_in("exempt", rule, object.union(impersonal, change), "minimal")
	}
}

test_logging_is_off[note] if {
	some note, value in {"off": false, "null": null, "absent": operated.gone, "text": "true"}
	is_not_in("passes", "A.6.2.8-1", {"/operations/logging/enabled": value}, "minimal")
}

test_production_without_a_log if {
	is_in("when", ["A.6.2.8-1", "minimal_production"], {}, "minimal")
	is_not_in("when", ["A.6.2.8-1", "higher_production"], {}, "minimal")
	is_not_in("when", ["A.6.2.8-1", "minimal_production"], {}, "limited")
	is_in("when", ["A.6.2.8-1", "higher_production"], {}, "limited")
	staging := {"/request/environment": "staging"}
	is_not_in("when", ["A.6.2.8-1", "minimal_production"], staging, "minimal")
	is_not_in("when", ["A.6.2.8-1", "higher_production"], staging, "high")
}

events := "/operations/logging/events"

test_events_rise_with_the_tier[note] if {
	some note, case in {
		"minimal": ["minimal", ["error"]],
		"limited": ["limited", ["use_start", "use_end", "error"]],
		"high": ["high", ["use_start", "use_end", "input_ref", "output", "override", "error"]],
		"critical": ["critical", ["use_start", "use_end", "input_ref", "output", "override", "error", "out_of_range"]],
	}
	is_in("passes", "A.6.2.8-2", {events: case[1]}, case[0])
	every event in case[1] {
		is_not_in("passes", "A.6.2.8-2", {events: [other | some other in case[1]; other != event]}, case[0])
	}
}

test_events_are_a_list[note] if {
	some note, value in {"absent": operated.gone, "null": null, "text": "error", "object": {"a": "error"}}
	is_not_in("passes", "A.6.2.8-2", {events: value}, "minimal")
}

test_events_not_recorded_are_shown if {
	shown := {"events_not_recorded": ["use_end", "input_ref", "output", "override", "error"]}
	sets({events: ["use_start"]}, "high").found["A.6.2.8-2"] == shown
}

kept := "/operations/logging/retention_days"

ordinary := {"/classification/eu": {"class": "minimal"}}

test_logs_are_kept_as_long_as_the_tier_asks[tier] if {
	some tier, limit in {"minimal": 30, "limited": 90, "high": 183, "critical": 365}
	is_in("passes", "A.6.2.8-3", object.union(ordinary, {kept: limit}), tier)
	is_not_in("passes", "A.6.2.8-3", object.union(ordinary, {kept: limit - 1}), tier)
	sets(ordinary, tier).found["A.6.2.8-3"] == {"days_min": limit}
}

test_logs_of_high_risk_systems_are_kept_longer[note] if {
	some note, change in {
		"class": {},
		"point": {"/classification/eu": {"annex_iii_points": ["5(b)"]}},
	}
	is_in("passes", "A.6.2.8-3", object.union(change, {kept: 183}), "minimal")
	is_not_in("passes", "A.6.2.8-3", object.union(change, {kept: 182}), "minimal")
	is_not_in("passes", "A.6.2.8-3", object.union(change, {kept: 364}), "critical")
	sets(change, "limited").found["A.6.2.8-3"] == {"days_min": 183}
}

test_days_are_a_number[note] if {
	some note, value in {"absent": operated.gone, "null": null, "text": "400", "list": [400], "boolean": true}
	is_not_in("passes", "A.6.2.8-3", object.union(ordinary, {kept: value}), "minimal")
}

tested := "/operations/logging/tested_at"

record := operated.at["log-test"]

test_tampering_is_not_shown[note] if {
	some note, change in {
		"not stated": {"/operations/logging/tamper_evident": operated.gone},
		"stated not to be": {"/operations/logging/tamper_evident": false},
		"text": {"/operations/logging/tamper_evident": "true"},
		"never tested": {tested: operated.gone},
		"tested in the future": {tested: "in 1 days"},
		"tested too long ago": {tested: "91 days ago"},
		"no record": {"/evidence": []},
		"record of another kind": {$"{record}/kind": "test"},
		"record is a draft": {$"{record}/status": "draft"},
		"record too old": {$"{record}/issued_at": "91 days ago"},
		"record not checked": {$"{operated.checked["log-test"]}/digest_ok": null},
		"record of another file": {$"{operated.checked["log-test"]}/digest_ok": false},
		"record of another sink": {$"{record}/fields/sink": "https://logs.example.org/other"},
		"record of no sink": {$"{record}/fields/sink": null, "/operations/logging/sink": null},
		"record of no tampering": {$"{record}/fields/tamper_evident": "true"},
	}
	is_not_in("passes", "A.6.2.8-4", change, "high")
}

test_the_log_is_tested_as_often_as_the_tier_asks[tier] if {
	some tier, limits in {"high": ["90 days ago", "91 days ago"], "critical": ["30 days ago", "31 days ago"]}
	every pointer in [tested, $"{record}/issued_at"] {
		is_in("passes", "A.6.2.8-4", {pointer: limits[0]}, tier)
		is_not_in("passes", "A.6.2.8-4", {pointer: limits[1]}, tier)
		is_in("stale", "A.6.2.8-4", {pointer: limits[1]}, tier)
	}
}

test_more_than_age_is_wrong_with_the_test[note] if {
	some note, change in {
		"not stated": {"/operations/logging/tamper_evident": false},
		"tested in the future": {tested: "in 1 days"},
		"no record": {"/evidence": []},
		"record of another sink": {$"{record}/fields/sink": "x"},
		"record is a draft": {$"{record}/status": "draft"},
	}
	is_not_in("stale", "A.6.2.8-4", object.union({tested: "91 days ago"}, change), "high")
	is_not_in("unverified", "A.6.2.8-4", object.union({tested: "91 days ago"}, change), "high")
}

test_an_old_record_without_other_faults_is_stale if {
	old := {$"{record}/issued_at": "91 days ago"}
	is_in("stale", "A.6.2.8-4", old, "high")
	is_not_in("stale", "A.6.2.8-4", object.union(old, {"/operations/logging/tamper_evident": false}), "high")
	is_not_in("stale", "A.6.2.8-4", object.union(old, {$"{record}/fields/sink": "x"}), "high")
}

test_only_the_record_is_wanting[note] if {
	some note, change in {
		"none": {"/evidence": []},
		"not checked": {$"{operated.checked["log-test"]}/digest_ok": null},
	}
	is_in("unverified", "A.6.2.8-4", change, "high")
	is_not_in("unverified", "A.6.2.8-4", object.union(change, {tested: "91 days ago"}), "high")
	is_not_in("unverified", "A.6.2.8-4", object.union(change, {"/operations/logging/tamper_evident": false}), "high")
}

test_a_wrong_record_is_not_unverified[note] if {
	some note, change in {
		"good": {},
		"draft": {$"{record}/status": "draft"},
		"another sink, not checked": {
			$"{record}/fields/sink": "x",
			$"{operated.checked["log-test"]}/digest_ok": null,
		},
	}
	is_not_in("unverified", "A.6.2.8-4", change, "high")
}

redacted := "/operations/logging/pii_redacted"

basis := "/data/1/acquisition/legal_basis"

test_below_high_redaction_is_stated if {
	is_in("passes", "A.6.2.8-5", {"/evidence": []}, "limited")
	is_not_in("passes", "A.6.2.8-5", {"/evidence": []}, "high")
}

bare := {basis: operated.gone}

test_redaction_is_not_shown[note] if {
	some note, change in {
		"stated not to be": {redacted: false},
		"not stated": {redacted: operated.gone},
		"text": {redacted: "true"},
		"not in the record": {$"{record}/fields/pii_redacted": operated.gone},
		"record is a draft": {$"{record}/status": "draft"},
		"record too old": {$"{record}/issued_at": "91 days ago"},
	}
	is_in("passes", "A.6.2.8-5", bare, "high")
	is_not_in("passes", "A.6.2.8-5", object.union(bare, change), "high")
}

open_log := {redacted: false}

test_personal_data_is_logged_lawfully if {
	is_in("passes", "A.6.2.8-5", open_log, "critical")
	is_in("passes", "A.6.2.8-5", object.union(open_log, {$"{operated.at.dpia}/issued_at": "180 days ago"}), "high")
}

test_personal_data_is_not_logged_lawfully[note] if {
	some note, change in {
		"no basis": {basis: operated.gone},
		"blank basis": {basis: " "},
		"basis null": {basis: null},
		"no basis needed": {basis: "none_needed"},
		"no assessment": {"/data/1/dpia": operated.gone},
		"other kind": {$"{operated.at.dpia}/kind": "assessment"},
		"assessment too old": {$"{operated.at.dpia}/issued_at": "181 days ago"},
		"no live data": {"/data/1/role": ["rag"]},
		"live data of nobody": {"/data/1/personal_data": "none"},
		"second dataset without a basis": {"/data/2/personal_data": "personal"},
		"second dataset, not stated whether personal": {"/data/2/personal_data": operated.gone},
		"no data": {"/data": []},
	}
	is_not_in("passes", "A.6.2.8-5", object.union(open_log, change), "high")
}

test_only_the_age_of_the_assessment_is_wrong if {
	old := object.union(open_log, {$"{operated.at.dpia}/issued_at": "181 days ago"})
	is_in("stale", "A.6.2.8-5", old, "high")
	is_not_in("stale", "A.6.2.8-5", object.union(old, {redacted: true}), "high")
	is_not_in("stale", "A.6.2.8-5", object.union(old, bare), "high")
	is_not_in("stale", "A.6.2.8-5", object.union(old, {"/data/2/personal_data": "personal"}), "high")
	is_not_in("stale", "A.6.2.8-5", object.union(open_log, {"/data": []}), "high")
}

test_an_old_assessment_beside_a_new_one_is_stale if {
	second := object.union(operated.blocks.data[1], {"id": "queries", "dpia": {"evidence_id": "old"}})
	old := object.union(operated.dpia, {"id": "old", "issued_at": "181 days ago"})
	change := object.union(open_log, {
		"/data/-": second,
		"/evidence/-": old,
		"/facts/evidence/old": {"digest_ok": true, "signature_ok": true},
	})
	is_in("stale", "A.6.2.8-5", change, "high")
	is_not_in("passes", "A.6.2.8-5", change, "high")
}

test_only_the_record_of_redaction_is_wanting[note] if {
	some note, change in {
		"none": {"/evidence": []},
		"not checked": {$"{operated.checked["log-test"]}/digest_ok": null},
	}
	is_in("unverified", "A.6.2.8-5", object.union(bare, change), "high")
	is_not_in("unverified", "A.6.2.8-5", object.union_n([bare, change, open_log]), "high")
}

test_a_record_of_no_redaction_is_not_unverified if {
	unchecked := {$"{operated.checked["log-test"]}/digest_ok": null}
	is_not_in("unverified", "A.6.2.8-5", object.union(unchecked, {$"{record}/fields/pii_redacted": false}), "high")
	is_not_in("unverified", "A.6.2.8-5", {}, "high")
}

test_without_personal_data_nothing_is_redacted if {
	is_in("exempt", "A.6.2.8-5", impersonal, "high")
	is_not_in("exempt", "A.6.2.8-5", object.union(impersonal, {"/data/0/personal_data": operated.gone}), "high")
}

test_records_and_live_data_are_shown if {
	shown := {
		"id": "log-test",
		"status": "approved",
		"issued_at": "10 days ago",
		"fields": operated.log_test.fields,
	}
	sets({}, "high").found["A.6.2.8-4"] == {"tests": [shown]}
	sets({}, "high").found["A.6.2.8-5"] == {
		"tests": [shown],
		"data": [
			{
				"id": "applications",
				"personal_data": "personal",
				"acquisition": {"legal_basis": "contract"},
				"dpia": {"evidence_id": "dpia"},
			},
			{"id": "rates", "personal_data": "none"},
		],
	}
}
