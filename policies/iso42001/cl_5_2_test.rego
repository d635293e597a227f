package iso42001.cl_5_2_test

import data.iso42001.cl_5_2 as control
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
	some rule in ["CL-5.2-1", "CL-5.2-2"]
	is_in("passes", rule, {}, "critical")
}

test_the_policy_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/policy": governed.gone},
		"other kind": {$"{governed.at.policy}/kind": "policy"},
		"approved below the top": {$"{governed.at.policy}/approved_by/role": "accountable_executive"},
		"approved by nobody": {$"{governed.at.policy}/approved_by": governed.gone},
		"too old": {$"{governed.at.policy}/issued_at": "366 days ago"},
	}
	is_not_in("passes", "CL-5.2-1", change, "high")
}

test_each_top_role_may_approve[role] if {
	some role in ["ai_governance_board", "ceo", "board"]
	is_in("passes", "CL-5.2-1", {$"{governed.at.policy}/approved_by/role": role}, "high")
}

test_why_the_policy_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.policy}/issued_at": "366 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.policy}/digest_ok": null}],
	}
	is_in(case[0], "CL-5.2-1", case[1], "high")
	is_not_in("passes", "CL-5.2-1", case[1], "high")
	is_not_in(case[0], "CL-5.2-1", {}, "high")
}

commitments := $"{governed.at.policy}/fields/commitments"

test_commitments_are_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/policy": governed.gone},
		"other kind": {$"{governed.at.policy}/kind": "policy"},
		"none": {commitments: governed.gone},
		"null": {commitments: null},
		"requirements not": {$"{commitments}/applicable_requirements": false},
		"requirements not stated": {$"{commitments}/applicable_requirements": governed.gone},
		"improvement not": {$"{commitments}/continual_improvement": false},
		"improvement as a text": {$"{commitments}/continual_improvement": "true"},
		"improvement null": {$"{commitments}/continual_improvement": null},
		"as a list": {commitments: ["applicable_requirements", "continual_improvement"]},
	}
	is_not_in("passes", "CL-5.2-2", change, "high")
}

test_approval_and_commitments_are_shown if {
	shown := sets({}, "high").found
	shown["CL-5.2-1"] == {"approved_by": {"role": "board", "at": "10 days ago"}}
	shown["CL-5.2-2"] == {"commitments": {"applicable_requirements": true, "continual_improvement": true}}
}
