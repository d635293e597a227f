package iso42001.cl_9_3_test

import data.iso42001.cl_9_3 as control
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
	some rule in ["CL-9.3-1", "CL-9.3-2"]
	is_in("passes", rule, {}, "critical")
}

test_the_minutes_are_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/management_review": governed.gone},
		"other kind": {$"{governed.at.review}/kind": "review"},
		"approved by no executive": {$"{governed.at.review}/approved_by/role": "risk_owner"},
		"too old": {$"{governed.at.review}/issued_at": "401 days ago"},
	}
	is_not_in("passes", "CL-9.3-1", change, "high")
}

test_the_review_may_be_400_days_old if {
	is_in("passes", "CL-9.3-1", {$"{governed.at.review}/issued_at": "400 days ago"}, "critical")
}

test_why_the_minutes_do_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.review}/issued_at": "401 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.review}/digest_ok": null}],
	}
	is_in(case[0], "CL-9.3-1", case[1], "high")
	is_not_in("passes", "CL-9.3-1", case[1], "high")
	is_not_in(case[0], "CL-9.3-1", {}, "high")
}

decisions := $"{governed.at.review}/fields/decisions"

test_decisions_are_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/management_review": governed.gone},
		"other kind": {$"{governed.at.review}/kind": "review"},
		"absent": {decisions: governed.gone},
		"null": {decisions: null},
		"none": {decisions: []},
		"an object": {decisions: {"0": {"text": "Fund a post", "owner": "bo@example.org"}}},
		"second without a text": {$"{decisions}/1/text": " "},
		"second without an owner": {$"{decisions}/1/owner": governed.gone},
		"owner is no id": {$"{decisions}/1/owner": {"id": "bo@example.org"}},
		"second null": {$"{decisions}/1": null},
	}
	is_not_in("passes", "CL-9.3-2", change, "high")
}

test_role_and_decisions_are_shown if {
	shown := sets({}, "high").found
	shown["CL-9.3-1"] == {"role": "accountable_executive"}
	shown["CL-9.3-2"] == {"decisions": governed.review.fields.decisions}
}
