package iso42001.a_2_4_test

import data.iso42001.a_2_4 as control
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

policy := governed.at.policy

reference := "/organisation/aims/policy"

issued := $"{policy}/issued_at"

reviewed := $"{policy}/last_reviewed_at"

due := $"{policy}/next_review_due"

test_every_rule_passes[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	every rule in ["A.2.4-1", "A.2.4-2", "A.2.4-3"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_no_rule_passes_without_a_policy[note] if {
	some note, change in {
		"no reference": {reference: governed.gone},
		"reference null": {reference: null},
		"reference to nothing": {$"{reference}/evidence_id": "elsewhere"},
	}
	every rule in ["A.2.4-1", "A.2.4-2", "A.2.4-3"] {
		is_not_in("passes", rule, change, "high")
	}
}

test_review_refused[note] if {
	some note, change in {
		"too long ago": {reviewed: "366 days ago", issued: "400 days ago"},
		"no dates": {reviewed: governed.gone, issued: governed.gone},
		"dates null": {reviewed: null, issued: null},
		"tomorrow": {reviewed: "in 1 days"},
		"issued tomorrow": {issued: "in 1 days"},
		"no date": {reviewed: "spring"},
		"issued at no date": {issued: "spring"},
		"number": {reviewed: 10},
	}
	is_not_in("passes", "A.2.4-1", change, "minimal")
}

test_review_accepted[note] if {
	some note, change in {
		"a year ago": {reviewed: "365 days ago", issued: "1000 days ago"},
		"today": {reviewed: "0 days ago"},
		"issued a year ago, never reviewed": {reviewed: governed.gone, issued: "365 days ago"},
		"reviewed, not known when issued": {reviewed: "365 days ago", issued: governed.gone},
		"reviewed, issue null": {reviewed: "365 days ago", issued: null},
		"issued after the review": {reviewed: "400 days ago", issued: "10 days ago"},
	}
	is_in("passes", "A.2.4-1", change, "critical")
}

test_why_the_review_does_not_count[note] if {
	some note, case in {
		"too long ago": ["stale", {reviewed: "366 days ago", issued: "400 days ago"}],
		"tomorrow": ["invalid", {reviewed: "in 1 days"}],
		"no date": ["invalid", {reviewed: "spring", issued: "400 days ago"}],
	}
	is_in(case[0], "A.2.4-1", case[1], "high")
	is_not_in(case[0], "A.2.4-1", {}, "high")
	every other in {"stale", "invalid"} - {case[0]} {
		is_not_in(other, "A.2.4-1", case[1], "high")
	}
}

test_age_of_the_review_is_shown if {
	sets({}, "high").found["A.2.4-1"] == {
		"policy": {"issued_at": "2026-05-01", "last_reviewed_at": "2026-07-15"},
		"age": 131.375,
	}
	sets({reviewed: "spring"}, "high").found["A.2.4-1"] == {
		"policy": {"issued_at": "2026-05-01", "last_reviewed_at": "spring"},
	}
}

test_in_production_at_the_limited_tier_it_is_a_warning if {
	every rule in ["A.2.4-1", "A.2.4-2"] {
		is_in("when", [rule, "limited_production"], {}, "limited")
		is_not_in("when", [rule, "limited_production"], {}, "minimal")
		is_not_in("when", [rule, "limited_production"], {}, "high")
		is_not_in("when", [rule, "limited_production"], {"/request/environment": "staging"}, "limited")
	}
}

test_next_review_refused[note] if {
	some note, change in {
		"today": {due: "0 days ago"},
		"overdue": {due: "1 days ago"},
		"not scheduled": {due: governed.gone},
		"null": {due: null},
		"empty": {due: ""},
		"no date": {due: "spring"},
		"number": {due: 30},
	}
	is_not_in("passes", "A.2.4-2", change, "minimal")
}

test_next_review_overdue if {
	is_in("stale", "A.2.4-2", {due: "0 days ago"}, "high")
	is_not_in("stale", "A.2.4-2", {due: "spring"}, "high")
	is_not_in("stale", "A.2.4-2", {due: "in 1 days"}, "high")
}

test_next_review_is_shown if {
	sets({}, "high").found["A.2.4-2"] == {"policy": {"next_review_due": "in 30 days"}}
}

# The newest change in the table happened on 2026-06-29, and is due since 2026-09-27.
test_changes_refused[note] if {
	some note, change in {
		"the day before": {reviewed: "2026-06-28"},
		"no review": {reviewed: governed.gone},
		"no dates": {reviewed: governed.gone, issued: governed.gone},
		"announced": {reviewed: "in 1 days"},
		"no date": {reviewed: "9999"},
		"number": {reviewed: 20260715},
	}
	is_not_in("passes", "A.2.4-3", change, "minimal")
}

test_changes_covered[note] if {
	some note, change in {
		"on its day": {reviewed: "2026-06-29"},
		"by the issue": {issued: "2026-07-15", reviewed: "2026-05-01"},
		"by the issue alone": {issued: "2026-07-15", reviewed: governed.gone},
	}
	is_in("passes", "A.2.4-3", change, "critical")
}

test_a_change_counts_from_the_day_it_is_due if {
	old := {reviewed: "2026-05-01"}
	is_not_in("passes", "A.2.4-3", object.union(old, {"/clock/now": "2026-09-27T00:00:00Z"}), "high")
	is_in("passes", "A.2.4-3", object.union(old, {"/clock/now": "2026-09-26T23:59:59Z"}), "high")
}

test_before_the_first_change_is_due_nothing_is_asked if {
	is_in("exempt", "A.2.4-3", {"/clock/now": "2024-10-09T23:59:59Z"}, "high")
	is_not_in("exempt", "A.2.4-3", {"/clock/now": "2024-10-10T00:00:00Z"}, "high")
	is_not_in("exempt", "A.2.4-3", {"/clock/now": null}, "high")
	is_not_in("exempt", "A.2.4-3", {"/clock/now": governed.gone}, "high")
	is_not_in("passes", "A.2.4-3", {"/clock/now": governed.gone}, "high")
}

test_review_before_a_change if {
	is_in("stale", "A.2.4-3", {reviewed: "2026-06-28"}, "high")
	is_not_in("stale", "A.2.4-3", {}, "high")
	is_not_in("stale", "A.2.4-3", {reviewed: governed.gone}, "high")
	is_not_in("stale", "A.2.4-3", {reviewed: "1 spring"}, "high")
	is_not_in("stale", "A.2.4-3", {reviewed: "2026-06-28", "/clock/now": "2026-09-26T23:59:59Z"}, "high")
}

test_changes_not_covered_are_shown if {
	sets({reviewed: "2026-06-28"}, "high").found["A.2.4-3"] == {
		"policy": {"issued_at": "2026-05-01", "last_reviewed_at": "2026-06-28"},
		"triggers_not_covered": [{"name": "EU digital omnibus on AI adopted", "date": "2026-06-29"}],
	}
}
