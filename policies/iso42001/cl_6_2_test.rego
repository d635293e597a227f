package iso42001.cl_6_2_test

import data.iso42001.cl_6_2 as control
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

objectives := "/organisation/aims/objectives"

first := $"{objectives}/0"

second := $"{objectives}/1"

rules := ["CL-6.2-1", "CL-6.2-2"]

test_every_rule_passes[rule] if {
	some rule in rules
	is_in("passes", rule, {}, "high")
}

test_every_rule_needs_an_objective[rule] if {
	some rule in rules
	every change in [{objectives: []}, {objectives: sample.gone}, {objectives: null}, {objectives: "95 percent"}] {
		is_not_in("passes", rule, change, "limited")
	}
}

test_objective_refused[note] if {
	some note, change in {
		"no figure": {$"{second}/text": "Keep the ratio"},
		"figure of another script": {$"{second}/text": "Keep the ratio above ٩"},
		"no text": {$"{second}/text": sample.gone},
		"number for a text": {$"{second}/text": 95},
		"no owner": {$"{second}/owner": sample.gone},
		"blank owner": {$"{second}/owner/id": " "},
		"no date": {$"{second}/due": sample.gone},
		"no such date": {$"{second}/due": "spring"},
		"no status": {$"{second}/status": sample.gone},
		"unknown status": {$"{second}/status": "done"},
	}
	is_not_in("passes", "CL-6.2-1", change, "limited")
}

test_every_status_is_followed_up[status] if {
	some status in ["open", "met", "missed", "closed"]
	is_in("passes", "CL-6.2-1", {$"{second}/status": status}, "high")
}

test_objectives_that_lack_something_are_shown if {
	found("CL-6.2-1", {$"{second}/text": sample.gone}, "high") == {"not_followed_up": [{
		"place": 1,
		"text": null,
	}]}
}

test_objective_past_its_date[note] if {
	some note, change in {
		"yesterday": {$"{first}/due": "1 days ago"},
		"no date": {$"{first}/due": sample.gone},
		"date null": {$"{first}/due": null},
		"no such date": {$"{first}/due": "spring"},
		"no status": {$"{second}/status": sample.gone},
		"unknown status": {$"{second}/status": "done"},
		"second is open": {$"{second}/status": "open"},
	}
	is_not_in("passes", "CL-6.2-2", change, "limited")
}

test_objective_reviewed_or_due[note] if {
	some note, change in {
		"due today": {$"{first}/due": "0 days ago"},
		"met": {$"{first}/due": "100 days ago", $"{first}/status": "met"},
		"missed": {$"{first}/due": sample.gone, $"{first}/status": "missed"},
		"closed": {$"{first}/due": "100 days ago", $"{first}/status": "closed"},
	}
	is_in("passes", "CL-6.2-2", change, "high")
}

test_objective_stale if {
	is_in("stale", "CL-6.2-2", {$"{first}/due": "1 days ago"}, "high")
	is_not_in("stale", "CL-6.2-2", {}, "high")
	is_not_in("stale", "CL-6.2-2", {$"{first}/due": "spring"}, "high")
}

test_objectives_not_reviewed_are_shown if {
	found("CL-6.2-2", {$"{first}/due": "1 days ago"}, "high") == {"not_reviewed": [{
		"text": "Answer 95 percent",
		"due": "1 days ago",
		"status": "open",
	}]}
}

test_beyond_development[rule] if {
	some rule in rules
	is_in("when", [rule, "beyond_development"], {}, "high")
	is_in("when", [rule, "beyond_development"], {"/request/environment": "staging"}, "high")
	is_not_in("when", [rule, "beyond_development"], {"/request/environment": "dev"}, "high")
}
