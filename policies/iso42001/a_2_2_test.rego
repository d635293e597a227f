package iso42001.a_2_2_test

import data.iso42001.a_2_2 as control
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

test_every_rule_passes[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	every rule in ["A.2.2-1", "A.2.2-2", "A.2.2-3"] {
		is_in("passes", rule, {}, tier)
	}
}

test_policy_refused_at_every_tier[note] if {
	some note, change in {
		"no reference": {reference: governed.gone},
		"no block": {"/organisation": governed.gone},
		"reference null": {reference: null},
		"reference to nothing": {$"{reference}/evidence_id": "elsewhere"},
		"no evidence": {"/evidence": []},
		"other kind": {$"{policy}/kind": "policy_alignment"},
		"draft": {$"{policy}/status": "draft"},
		"no status": {$"{policy}/status": governed.gone},
		"no address": {$"{policy}/uri": governed.gone},
		"other scheme": {$"{policy}/uri": "ftp://example.org/policy"},
		"no digest": {$"{policy}/digest": governed.gone},
		"other algorithm": {$"{policy}/digest/alg": "sha512"},
		"digest in upper case": {$"{policy}/digest/value": upper(governed.policy.digest.value)},
		"digest null": {$"{policy}/digest/value": null},
	}
	every tier in ["minimal", "limited", "high", "critical"] {
		is_not_in("passes", "A.2.2-1", change, tier)
	}
}

# What the minimal tier does not ask for yet.
test_policy_refused_from_the_limited_tier[note] if {
	some note, change in {
		"not signed off": {$"{policy}/approved_by": governed.gone},
		"signed off by another role": {$"{policy}/approved_by/role": "risk_owner"},
		"for another unit": {$"{policy}/applies_to": ["lending"]},
		"too old": {$"{policy}/last_reviewed_at": "1096 days ago", $"{policy}/issued_at": governed.gone},
		"run out": {$"{policy}/expires_at": "0 days ago"},
		"other file": {$"{governed.checked.policy}/digest_ok": false},
	}
	is_in("passes", "A.2.2-1", change, "minimal")
	every tier in ["limited", "high", "critical"] {
		is_not_in("passes", "A.2.2-1", change, tier)
	}
}

test_policy_may_be_three_years_old if {
	change := {$"{policy}/last_reviewed_at": "1095 days ago", $"{policy}/issued_at": governed.gone}
	is_in("passes", "A.2.2-1", change, "critical")
}

test_every_top_role_may_sign_off[role] if {
	some role in ["accountable_executive", "ai_governance_board", "ceo", "board"]
	is_in("passes", "A.2.2-1", {$"{policy}/approved_by/role": role}, "critical")
}

test_why_the_policy_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{policy}/last_reviewed_at": "1096 days ago", $"{policy}/issued_at": governed.gone}],
		"run out": ["stale", {$"{policy}/expires_at": "0 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.policy}/digest_ok": null}],
		"other file": ["unverified", {$"{governed.checked.policy}/digest_ok": false}],
		"forged": ["unverified", {$"{governed.checked.policy}/signature_ok": false}],
	}
	is_in(case[0], "A.2.2-1", case[1], "high")
	is_not_in("passes", "A.2.2-1", case[1], "high")
	is_not_in(case[0], "A.2.2-1", {}, "high")
	is_not_in(case[0], "A.2.2-1", object.union(case[1], {$"{policy}/status": "draft"}), "high")
}

test_policy_is_shown if {
	sets({}, "high").found["A.2.2-1"] == {"policy": {
		"kind": "ai_policy",
		"status": "approved",
		"approved_by": {"role": "board", "at": "2026-07-15"},
	}}
}

test_unit_covered[note] if {
	some note, covered in {"by name": ["lending", "claims"], "with everything": ["*"]}
	is_in("passes", "A.2.2-2", {$"{policy}/applies_to": covered}, "high")
}

test_unit_not_covered[note] if {
	some note, change in {
		"system alone": {$"{policy}/applies_to": ["credit-scoring"]},
		"other unit": {$"{policy}/applies_to": ["lending"]},
		"other case": {$"{policy}/applies_to": ["Claims"]},
		"nothing": {$"{policy}/applies_to": []},
		"absent": {$"{policy}/applies_to": governed.gone},
		"null": {$"{policy}/applies_to": null},
		"text": {$"{policy}/applies_to": "claims"},
		"unit not stated": {"/system/org_unit": governed.gone},
		"unit is no text": {"/system/org_unit": 7, $"{policy}/applies_to": ["*"]},
		"no policy": {reference: governed.gone},
	}
	is_not_in("passes", "A.2.2-2", change, "high")
}

test_covered_units_are_shown if {
	sets({}, "high").found["A.2.2-2"] == {"policy": {"applies_to": ["claims"]}}
}

test_the_gate_has_checked_what_the_tier_asks_for if {
	unsigned := {$"{governed.checked.policy}/signature_ok": null}
	is_in("passes", "A.2.2-3", unsigned, "high")
	is_not_in("passes", "A.2.2-3", unsigned, "critical")
	is_in("unverified", "A.2.2-3", unsigned, "critical")
	is_not_in("unverified", "A.2.2-3", unsigned, "high")
	is_not_in("invalid", "A.2.2-3", {$"{governed.checked.policy}/signature_ok": false}, "high")
}

test_policy_not_verified[note] if {
	some note, change in {
		"not known": {$"{governed.checked.policy}/digest_ok": null},
		"no entry": {governed.checked.policy: governed.gone},
	}
	is_not_in("passes", "A.2.2-3", change, "high")
	is_in("unverified", "A.2.2-3", change, "high")
	is_not_in("invalid", "A.2.2-3", change, "high")
}

test_policy_is_another_file[note] if {
	some note, key in {"digest": "digest_ok", "signature": "signature_ok"}
	change := {$"{governed.checked.policy}/{key}": false}
	is_not_in("passes", "A.2.2-3", change, "critical")
	is_in("invalid", "A.2.2-3", change, "critical")
	is_not_in("unverified", "A.2.2-3", change, "critical")
}

test_what_is_not_true_is_not_verified[note] if {
	some note, change in {
		"text": {$"{governed.checked.policy}/digest_ok": "true"},
		"number": {$"{governed.checked.policy}/digest_ok": 1},
		"no reference": {reference: governed.gone},
		"reference to nothing": {$"{reference}/evidence_id": "elsewhere"},
		"checks not there": {"/facts/evidence": null},
	}
	is_not_in("passes", "A.2.2-3", change, "high")
}

test_checks_are_shown if {
	sets({}, "high").found["A.2.2-3"] == {"checked": {"digest_ok": true, "signature_ok": true}}
}
