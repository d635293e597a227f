package iso42001.a_3_2_test

import data.iso42001.a_3_2 as control
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

owner := "/system/owner/id"

directory := "/facts/identity"

test_every_rule_passes[tier] if {
	some tier in ["high", "critical"]
	every rule in ["A.3.2-1", "A.3.2-2", "A.3.2-3", "A.3.2-4"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_owner_refused[note] if {
	some note, change in {
		"not stated": {owner: governed.gone},
		"null": {owner: null},
		"empty": {owner: ""},
		"nobody knows them": {owner: "nobody@example.org"},
		"other case than in the directory": {owner: "Olga@example.org"},
		"left": {owner: "gone@example.org"},
		"not a human being": {owner: "robot@example.org"},
		"team above the minimal tier": {owner: "robot@example.org", "/system/owner/type": "team"},
		"active as text": {$"{directory}/olga@example.org/active": "true"},
		"directory not known": {directory: null},
	}
	is_not_in("passes", "A.3.2-1", change, "limited")
}

test_a_team_may_own_a_system_of_minimal_tier if {
	team := {owner: "robot@example.org", "/system/owner/type": "team"}
	is_in("passes", "A.3.2-1", team, "minimal")
	is_not_in("passes", "A.3.2-1", object.union(team, {"/system/owner/type": "service"}), "minimal")
	is_not_in("passes", "A.3.2-1", object.union(team, {owner: "gone@example.org"}), "minimal")
}

test_owner_not_verified[note] if {
	some note, change in {
		"directory not known": {directory: null},
		"not in the directory": {owner: "nobody@example.org"},
	}
	is_in("unverified", "A.3.2-1", change, "high")
}

test_owner_found_unfit_is_not_unverified[note] if {
	some note, change in {"fit": {}, "left": {owner: "gone@example.org"}}
	is_not_in("unverified", "A.3.2-1", change, "high")
}

test_owner_is_shown if {
	shown := {"active": false, "human": true, "roles": [], "authority": null}
	sets({owner: "gone@example.org"}, "high").found["A.3.2-1"] == {"in_directory": shown}
	sets({owner: "nobody@example.org"}, "high").found["A.3.2-1"] == {}
}

lead := "/oversight/roles/1/persons/0/id"

risk_owner := "/approvals/1"

independent := "/approvals/2"

test_four_people_refused[note] if {
	some note, change in {
		"owner is the risk owner": {owner: "rolf@example.org"},
		"owner is the independent approver": {owner: "ines@example.org"},
		"owner is the lead": {owner: "lena@example.org"},
		"risk owner is independent too": {$"{independent}/person/id": "rolf@example.org"},
		"risk owner is the lead": {lead: "rolf@example.org"},
		"independent approver is the lead": {lead: "ines@example.org"},
		"two people for three seats": {$"{risk_owner}/person/id": "lena@example.org"},
		"no risk owner": {risk_owner: governed.gone},
		"risk owner rejects": {$"{risk_owner}/decision": "reject"},
		"risk owner has conditions": {$"{risk_owner}/decision": "conditional"},
		"no independent approver": {independent: governed.gone},
		"independent approver rejects": {$"{independent}/decision": "reject"},
		"nobody may stop": {"/oversight/roles/1/authority": ["observe", "override"]},
		"authority as text": {"/oversight/roles/1/authority": "stop"},
		"nobody in the role": {"/oversight/roles/1/persons": []},
		"no roles": {"/oversight": governed.gone},
		"no approvals": {"/approvals": []},
		"approvals absent": {"/approvals": governed.gone},
		"approvals as an object": {"/approvals": {"a": governed.good.approvals[1], "b": governed.good.approvals[2]}},
		"roles as an object": {"/oversight/roles": {"a": governed.good.oversight.roles[1]}},
		"owner not stated": {owner: governed.gone},
		"owner left": {owner: "gone@example.org"},
		"risk owner left": {$"{risk_owner}/person/id": "gone@example.org"},
		"independent approver is a service": {$"{independent}/person/id": "robot@example.org"},
		"lead not known": {lead: "nobody@example.org"},
		"directory not known": {directory: null},
	}
	is_not_in("passes", "A.3.2-2", change, "high")
}

test_four_people_are_found_among_more if {
	second_risk_owner := {"role": "risk_owner", "person": {"id": "ines@example.org"}, "decision": "approve"}
	both := {"/approvals/-": second_risk_owner}
	is_in("passes", "A.3.2-2", both, "high")
	second_lead := {$"{risk_owner}/person/id": "lena@example.org", "/oversight/roles/1/persons/-": {"id": "ada@example.org"}}
	is_in("passes", "A.3.2-2", second_lead, "high")
}

test_four_people_not_verified[note] if {
	some note, change in {
		"directory not known": {directory: null},
		"owner not in the directory": {owner: "nobody@example.org"},
		"lead not in the directory": {lead: "nobody@example.org"},
	}
	is_in("unverified", "A.3.2-2", change, "high")
}

test_four_people_found_unfit[note] if {
	some note, change in {
		"lead left": {lead: "gone@example.org"},
		"not known, and the same person": {directory: null, lead: "rolf@example.org"},
		"no text is no name": {lead: null},
		"not known, and nobody may stop": {directory: null, "/oversight/roles/1/authority": []},
	}
	is_not_in("passes", "A.3.2-2", change, "high")
	is_not_in("unverified", "A.3.2-2", change, "high")
}

test_the_people_are_shown if {
	sets({}, "high").found["A.3.2-2"] == {
		"approvals": [
			{"role": "risk_owner", "person": {"id": "rolf@example.org"}},
			{"role": "independent", "person": {"id": "ines@example.org"}},
		],
		"may_stop": ["lena@example.org"],
	}
}

requester := "/request/requested_by/id"

test_own_request_refused[note] if {
	some note, change in {
		"requester approves first": {requester: "olga@example.org"},
		"requester approves last": {requester: "eva@example.org"},
		"in another case": {requester: "EVA@example.org"},
		"with white space": {requester: " eva@example.org"},
		"requester rejects": {requester: "rolf@example.org", $"{risk_owner}/decision": "reject"},
		"no approvals": {"/approvals": []},
		"approvals absent": {"/approvals": governed.gone},
		"requester not stated": {requester: governed.gone},
		"requester null": {requester: null},
		"approver not stated": {$"{independent}/person/id": governed.gone},
		"approver is no text": {$"{independent}/person/id": 7},
	}
	is_not_in("passes", "A.3.2-3", change, "high")
}

test_where_no_approval_is_asked_for_or_given[note] if {
	some note, change in {
		"empty": {"/approvals": []},
		"absent": {"/approvals": governed.gone},
		"null": {"/approvals": null},
	}
	staging := object.union(change, {"/request/environment": "staging"})
	is_in("exempt", "A.3.2-3", staging, "minimal")
	is_not_in("exempt", "A.3.2-3", staging, "limited")
	is_not_in("exempt", "A.3.2-3", change, "minimal")
}

test_an_approval_that_is_given_counts if {
	is_not_in("exempt", "A.3.2-3", {"/request/environment": "staging"}, "minimal")
	is_not_in("exempt", "A.3.2-3", {"/request/environment": "staging", "/approvals": {}}, "minimal")
}

executive := "/system/accountable_executive/id"

approval := "/approvals/3"

checked := "/facts/approvals/3"

test_executive_refused[note] if {
	some note, change in {
		"not stated": {executive: governed.gone},
		"null": {executive: null},
		"another one approved": {executive: "ines@example.org"},
		"left": {executive: "gone@example.org", $"{approval}/person/id": "gone@example.org"},
		"not a human being": {executive: "robot@example.org", $"{approval}/person/id": "robot@example.org"},
		"not in the directory": {executive: "nobody@example.org", $"{approval}/person/id": "nobody@example.org"},
		"no approval": {approval: governed.gone},
		"approval in another role": {$"{approval}/role": "system_owner"},
		"rejected": {$"{approval}/decision": "reject"},
		"conditional": {$"{approval}/decision": "conditional"},
		"too old": {$"{approval}/at": "31 days ago"},
		"in the future": {$"{approval}/at": "in 1 days"},
		"no date": {$"{approval}/at": "spring"},
		"date absent": {$"{approval}/at": governed.gone},
		"for another request": {$"{checked}/subject_ok": false},
		"not known for which request": {$"{checked}/subject_ok": null},
		"not signed": {$"{checked}/signature_ok": false},
		"signature not checked": {$"{checked}/signature_ok": null},
		"no facts": {"/facts/approvals": []},
		"directory not known": {directory: null},
	}
	is_not_in("passes", "A.3.2-4", change, "critical")
}

test_one_approval_of_the_executive_is_enough if {
	later := {"role": "accountable_executive", "person": {"id": "eva@example.org"}, "decision": "approve", "at": "1 days ago"}
	change := {
		$"{approval}/at": "31 days ago",
		"/approvals/-": later,
		"/facts/approvals/-": {"subject_ok": true, "signature_ok": true},
	}
	is_in("passes", "A.3.2-4", change, "critical")
}

test_why_the_executive_has_not_approved[note] if {
	some note, case in {
		"too old": ["stale", {$"{approval}/at": "31 days ago"}],
		"signature not checked": ["unverified", {$"{checked}/signature_ok": null}],
		"directory not known": ["unverified", {directory: null}],
		"not in the directory": ["unverified", {$"{directory}/eva@example.org": governed.gone}],
	}
	is_in(case[0], "A.3.2-4", case[1], "critical")
	is_not_in(case[0], "A.3.2-4", {}, "critical")
}

test_signatures_of_others_do_not_matter if {
	change := {"/facts/approvals/0/signature_ok": null, $"{checked}/subject_ok": false}
	is_not_in("unverified", "A.3.2-4", change, "critical")
}

test_an_old_approval_is_not_the_only_reason[note] if {
	some note, change in {
		"for another request": {$"{checked}/subject_ok": false},
		"not signed": {$"{checked}/signature_ok": false},
		"left": {$"{directory}/eva@example.org/active": false},
		"rejected": {$"{approval}/decision": "reject"},
	}
	is_not_in("stale", "A.3.2-4", object.union(change, {$"{approval}/at": "31 days ago"}), "critical")
}

test_approval_of_the_executive_is_shown if {
	change := {$"{directory}/eva@example.org": governed.gone}
	shown := {"person": {"id": "eva@example.org"}, "decision": "approve", "subject_ok": true, "signature_ok": true}
	sets(change, "critical").found["A.3.2-4"] == {"approvals": [shown]}
	unknown := object.union(change, {"/facts/approvals": []})
	sets(unknown, "critical").found["A.3.2-4"] == {"approvals": [object.remove(shown, ["subject_ok", "signature_ok"])]}
}
