package iso42001.cl_5_1_5_3_test

import data.iso42001.cl_5_1_5_3 as control
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
	some rule in ["CL-5.1/5.3-1", "CL-5.1/5.3-2"]
	every tier in ["high", "critical"] {
		is_in("passes", rule, {"/facts/identity/bo@example.org/authority": "critical"}, tier)
	}
}

delegations := $"{governed.at.leadership}/fields/delegations"

test_delegation_is_refused[note] if {
	some note, change in {
		"no leadership": {"/organisation/aims/leadership": governed.gone},
		"other kind": {$"{governed.at.leadership}/kind": "policy"},
		"approved by no executive": {$"{governed.at.leadership}/approved_by/role": "risk_owner"},
		"too old": {$"{governed.at.leadership}/issued_at": "366 days ago"},
		"nobody may accept": {"/approvals/1/role": "peer", "/approvals/2/role": "peer"},
		"nobody accepts": {"/approvals/1/decision": "reject", "/approvals/2/decision": "reject"},
		"no approvals": {"/approvals": []},
		"no delegations": {delegations: governed.gone},
		"delegations empty": {delegations: []},
		"a text for delegations": {delegations: "bo@example.org"},
		"an object for delegations": {delegations: {"a": governed.leadership.fields.delegations[0], "b": governed.leadership.fields.delegations[1]}},
		"other person": {$"{delegations}/0/person": "ada@example.org"},
		"second person not delegated": {$"{delegations}/1/person": "Cy@example.org"},
		"blank person": {$"{delegations}/0/person": " ", "/approvals/1/person/id": " "},
		"no person": {$"{delegations}/0/person": null, "/approvals/1/person/id": null},
		"begun after the approval": {$"{delegations}/0/valid_from": "1 days ago"},
		"ended before the approval": {$"{delegations}/0/valid_to": "30 days ago"},
		"ended at the approval": {$"{delegations}/0/valid_to": "10 days ago"},
		"no begin": {$"{delegations}/0/valid_from": governed.gone},
		"begin is no date": {$"{delegations}/0/valid_from": "spring"},
		"no end": {$"{delegations}/0/valid_to": null},
		"time of approval unknown": {"/approvals/1/at": "spring"},
	}
	is_not_in("passes", "CL-5.1/5.3-1", change, "high")
}

test_delegated[note] if {
	some note, change in {
		"begun with the approval": {$"{delegations}/0/valid_from": "10 days ago"},
		"ended since": {$"{delegations}/0/valid_to": "1 days ago"},
		"a bad one before": {$"{delegations}/0": null, $"{delegations}/-": governed.leadership.fields.delegations[0]},
		"by the board": {$"{governed.at.leadership}/approved_by/role": "board"},
	}
	is_in("passes", "CL-5.1/5.3-1", change, "high")
}

test_who_accepts_depends_on_the_tier if {
	owner := {"/approvals/1/role": "system_owner", "/approvals/1/person/id": "petra@example.org"}
	is_in("passes", "CL-5.1/5.3-1", owner, "high")
	is_not_in("passes", "CL-5.1/5.3-1", owner, "limited")
	alone := {"/approvals": [governed.blocks.approvals[1]]}
	is_in("passes", "CL-5.1/5.3-1", alone, "high")
	is_not_in("passes", "CL-5.1/5.3-1", alone, "critical")
}

test_why_the_leadership_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.leadership}/issued_at": "366 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.leadership}/digest_ok": null}],
	}
	is_in(case[0], "CL-5.1/5.3-1", case[1], "high")
	is_not_in("passes", "CL-5.1/5.3-1", case[1], "high")
	is_not_in(case[0], "CL-5.1/5.3-1", {}, "high")
}

bo := "/facts/identity/bo@example.org/authority"

test_authority_is_refused[note] if {
	some note, change in {
		"too low": {bo: "limited"},
		"the second too low": {"/facts/identity/cy@example.org/authority": "minimal"},
		"no tier": {bo: "highest"},
		"a number": {bo: 3},
		"null": {bo: null},
		"absent": {bo: governed.gone},
		"unknown person": {"/approvals/1/person/id": "stranger@example.org"},
		"no person": {"/approvals/1/person": governed.gone},
		"directory not known": {"/facts/identity": null},
		"nobody accepts": {"/approvals/1/decision": "reject", "/approvals/2/decision": "reject"},
		"no approvals": {"/approvals": []},
	}
	is_not_in("passes", "CL-5.1/5.3-2", change, "high")
}

test_authority_reaches_the_tier if {
	is_in("passes", "CL-5.1/5.3-2", {bo: "high"}, "high")
	is_in("passes", "CL-5.1/5.3-2", {bo: "critical"}, "high")
}

test_authority_is_unverified[note] if {
	some note, change in {
		"directory not known": {"/facts/identity": null},
		"directory not known, nobody accepts": {"/facts/identity": null, "/approvals": []},
		"null": {bo: null},
		"absent": {bo: governed.gone},
		"unknown person": {"/approvals/1/person/id": "stranger@example.org"},
	}
	is_in("unverified", "CL-5.1/5.3-2", change, "high")
}

test_a_known_authority_is_verified[note] if {
	some note, change in {
		"good": {},
		"too low": {bo: "limited"},
		"of one who accepts nothing": {"/facts/identity/petra@example.org/authority": null},
	}
	is_not_in("unverified", "CL-5.1/5.3-2", change, "high")
}

test_delegations_and_authorities_are_shown if {
	shown := sets({"/approvals/2/person/id": "stranger@example.org"}, "high").found
	shown["CL-5.1/5.3-1"] == {"delegations": governed.leadership.fields.delegations}
	shown["CL-5.1/5.3-2"] == {"authorities": [{"person": "bo@example.org", "authority": "high"}]}
}
