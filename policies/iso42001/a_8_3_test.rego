package iso42001.a_8_3_test

import data.iso42001.a_8_3 as control
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
	some rule in ["A.8.3-1", "A.8.3-2", "A.8.3-3"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

channel := "/transparency/external_reporting_channel"

documented := $"{use.at.docs}/fields/reporting_channel"

test_reachable_channel_passes[note] if {
	some note, address in {
		"web": "https://example.org",
		"shortest": "https://a.eu",
		"mail": "mailto:harm@example.org",
	}
	is_in("passes", "A.8.3-1", {channel: address, documented: address}, "high")
}

test_unreachable_channel_refused[note] if {
	some note, address in {
		"too short": "https://a.e",
		"not encrypted": "http://example.org/report",
		"mail without address": "mailto:harm",
		"other scheme": "tel:+46800000@x",
		"upper case": "HTTPS://example.org",
		"empty": "",
		"null": null,
		"number": 5,
	}
	is_not_in("passes", "A.8.3-1", {channel: address, documented: address}, "high")
}

test_channel_refused[note] if {
	some note, change in {
		"none": {channel: use.gone},
		"none in both": {channel: use.gone, documented: use.gone},
		"not in the documentation": {documented: use.gone},
		"another in the documentation": {documented: "https://example.org/report/"},
		"no documentation": {"/transparency/user_docs": use.gone},
		"documentation of another kind": {$"{use.at.docs}/kind": "policy"},
	}
	is_not_in("passes", "A.8.3-1", change, "high")
}

test_the_channel_in_the_documentation_is_shown if {
	sets({}, "high").found["A.8.3-1"] == {"reporting_channel": "https://example.org/report"}
}

promised := $"{use.at.docs}/fields/response_sla_days"

test_reports_are_answered_within_the_limit_of_the_tier[tier] if {
	some tier, limit in {"minimal": 30, "limited": 30, "high": 30, "critical": 7}
	is_in("passes", "A.8.3-2", {promised: limit}, tier)
	is_in("passes", "A.8.3-2", {promised: 0.5}, tier)
	is_not_in("passes", "A.8.3-2", {promised: limit + 1}, tier)
}

test_promise_refused[note] if {
	some note, change in {
		"absent": {promised: use.gone},
		"null": {promised: null},
		"zero": {promised: 0},
		"negative": {promised: -1},
		"text": {promised: "14"},
		"boolean": {promised: true},
		"no fields": {$"{use.at.docs}/fields": use.gone},
		"documentation of another kind": {$"{use.at.docs}/kind": "policy"},
		"no documentation": {"/transparency/user_docs": use.gone},
	}
	is_not_in("passes", "A.8.3-2", change, "high")
}

test_the_promise_and_its_limit_are_shown if {
	sets({}, "critical").found["A.8.3-2"] == {"response_sla_days": 14, "days_max": 7}
	sets({promised: use.gone}, "high").found["A.8.3-2"] == {"days_max": 30}
}

inside := {
	"/system/interacts_with_public": false,
	"/system/decision/legal_effect": false,
	"/system/decision/affected_persons_per_year": 0,
}

test_a_system_that_nobody_outside_meets_needs_no_channel[rule] if {
	some rule in ["A.8.3-1", "A.8.3-2"]
	is_in("exempt", rule, inside, "high")
}

test_a_system_that_somebody_outside_meets_needs_a_channel[note] if {
	some note, change in {
		"public": {"/system/interacts_with_public": true},
		"public not stated": {"/system/interacts_with_public": use.gone},
		"a customer": {"/customers": [{"segment": "banks"}]},
		"legal effect not stated": {"/system/decision/legal_effect": null},
		"one person": {"/system/decision/affected_persons_per_year": 1},
		"number of people not stated": {"/system/decision/affected_persons_per_year": null},
	}
	is_not_in("exempt", "A.8.3-1", object.union(inside, change), "high")
	is_not_in("exempt", "A.8.3-2", object.union(inside, change), "high")
}

appeal := "/oversight/appeal"

test_appeal_is_answered_within_thirty_days[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	is_in("passes", "A.8.3-3", {$"{appeal}/sla_days": 30}, tier)
	is_not_in("passes", "A.8.3-3", {$"{appeal}/sla_days": 31}, tier)
}

test_appeal_refused[note] if {
	some note, change in {
		"none": {appeal: use.gone},
		"not available": {$"{appeal}/available": false},
		"availability not stated": {$"{appeal}/available": use.gone},
		"text for a boolean": {$"{appeal}/available": "true"},
		"no human": {$"{appeal}/human_reviewer": false},
		"human not stated": {$"{appeal}/human_reviewer": null},
		"no channel": {$"{appeal}/channel": use.gone},
		"blank channel": {$"{appeal}/channel": "  "},
		"placeholder for a channel": {"/facts/quality/~1oversight~1appeal~1channel": {"score": 0}},
		"no time": {$"{appeal}/sla_days": use.gone},
		"time null": {$"{appeal}/sla_days": null},
		"time zero": {$"{appeal}/sla_days": 0},
		"text for a time": {$"{appeal}/sla_days": "14"},
	}
	is_not_in("passes", "A.8.3-3", change, "high")
}

test_without_legal_effect_nobody_appeals if {
	is_in("exempt", "A.8.3-3", {"/system/decision/legal_effect": false}, "high")
}

test_unstated_legal_effect_can_be_appealed[note] if {
	some note, value in {"absent": use.gone, "null": null, "text": "false", "number": 0}
	is_not_in("exempt", "A.8.3-3", {"/system/decision/legal_effect": value}, "minimal")
}

test_the_longest_time_of_an_appeal_is_shown if sets({}, "high").found["A.8.3-3"] == {"days_max": 30}
