package gate.lib.approvals_test

import data.gate.lib.approvals
import data.testing

person(roles) := {"active": true, "human": true, "roles": roles, "authority": null}

document(tier, environment) := testing.with_blocks(testing.base(tier, environment), {
	"request": {"requested_by": {"id": "asker@example.org"}},
	"system": {"owner": {"id": "owner@example.org", "type": "human"}},
	"resources": {"people": []},
	"approvals": [],
	"facts": {"identity": {
		"asker@example.org": person(["risk_owner", "legal"]),
		"owner@example.org": person([]),
		"peer@example.org": person([]),
		"risk@example.org": person(["risk_owner"]),
		"other@example.org": person([]),
		"exec@example.org": person(["accountable_executive"]),
		"second@example.org": person(["accountable_executive"]),
	}},
})

approval(role, who) := {
	"role": role,
	"person": {"id": $"{who}@example.org"},
	"decision": "approve",
	"at": "10 days ago",
}

owner := approval("system_owner", "owner")

peer := approval("peer", "peer")

risk := approval("risk_owner", "risk")

independent := approval("independent", "other")

executive := approval("accountable_executive", "exec")

rejection := object.union(peer, {"decision": "reject", "at": "1 days ago"})

everybody := [owner, risk, independent, executive]

# METADATA
# title: The document with these approvals, all for this request and signed
with_approvals(of, list) := testing.with_blocks(of, {
	"approvals": list,
	"facts": {"approvals": [{"subject_ok": true, "signature_ok": true} | some _ in list]},
})

high := with_approvals(document("high", "prod"), [owner, risk, independent])

limited := with_approvals(document("limited", "prod"), [owner, peer])

critical := with_approvals(document("critical", "prod"), everybody)

approved(of) if approvals.approved with input as of

unchecked(of, tier) := roles if roles := approvals.unchecked with input as of with data.gate.tier.effective as tier

test_a_role_that_may_be_filled_by_an_approval_nobody_checked if {
	unchecked(changed(high, "/facts/approvals/1/signature_ok", null), "high") == {"risk_owner"}
	unchecked(changed(high, "/facts/identity", null), "high") == {"system_owner", "risk_owner", "independent"}
	unchecked(high, "high") == set()
}

test_a_role_that_no_check_would_fill[note] if {
	some note, change in {
		"forged": ["/facts/approvals/1/signature_ok", false],
		"other request": ["/facts/approvals/1/subject_ok", false],
		"not in the role": ["/facts/identity/risk@example.org/roles", []],
		"too old": ["/approvals/1/at", "31 days ago"],
		"rejected": ["/approvals/1/decision", "reject"],
		"by the one who asks": ["/approvals/1/person/id", "asker@example.org"],
	}
	unsigned := changed(high, "/facts/approvals/1/signature_ok", null)
	unchecked(changed(unsigned, change[0], change[1]), "high") == set()
}

changed(of, path, value) := testing.changed(of, path, value)

# METADATA
# title: Why a role is not filled; null when it is
reason(of, role) := found if {
	standing := approvals.standing with input as of
	some row in standing
	row.role == role
	found := row.reason
}

test_required_roles_of_a_deployment[name] if {
	some name, [tier, environment, roles] in {
		"dev": ["critical", "dev", []],
		"staging minimal": ["minimal", "staging", []],
		"staging limited": ["limited", "staging", ["system_owner"]],
		"staging high": ["high", "staging", ["system_owner", "peer"]],
		"staging critical": ["critical", "staging", ["system_owner", "risk_owner"]],
		"prod minimal": ["minimal", "prod", ["system_owner"]],
		"prod limited": ["limited", "prod", ["system_owner", "peer"]],
		"prod high": ["high", "prod", ["system_owner", "risk_owner", "independent"]],
		"prod critical": ["critical", "prod", ["system_owner", "risk_owner", "independent", "accountable_executive"]],
	}
	every action in ["deploy", "update"] {
		approvals.required == roles with input as changed(document(tier, environment), "/request/action", action)
	}
}

test_a_rollback_asks_for_no_approval if {
	approvals.required == [] with input as changed(document("critical", "prod"), "/request/action", "rollback")
}

test_a_retirement_asks_the_owner_in_production_alone if {
	every tier in ["minimal", "limited", "high", "critical"] {
		retired := changed(document(tier, "prod"), "/request/action", "retire")
		approvals.required == ["system_owner"] with input as retired
		approvals.required == [] with input as changed(retired, "/request/environment", "staging")
		approvals.required == [] with input as changed(retired, "/request/environment", "dev")
	}
}

test_approved if {
	approved(with_approvals(document("minimal", "prod"), [owner]))
	approved(limited)
	approved(high)
	approved(critical)
	approved(document("high", "dev"))
}

test_each_required_role_is_needed if {
	every place in numbers.range(0, 3) {
		incomplete := with_approvals(critical, [entry | some i, entry in everybody; i != place])
		not approved(incomplete)
		reason(incomplete, everybody[place].role) == "none"
	}
	not approved(testing.removed(high, "/approvals"))
}

test_a_further_role_does_no_harm if approved(with_approvals(high, [peer, owner, risk, independent, executive]))

test_one_person_fills_one_role if {
	twice := object.union(risk, {"person": {"id": "owner@example.org"}})
	both := changed(high, "/facts/identity/owner@example.org/roles", ["risk_owner"])
	not approved(changed(both, "/approvals/1", twice))
}

test_the_newest_word_of_a_person_counts if {
	earlier := object.union(owner, {"at": "29 days ago", "role": "peer"})
	approved(with_approvals(high, [earlier, owner, risk, independent]))
	later := object.union(owner, {"at": "1 days ago", "role": "peer"})
	superseded := with_approvals(high, [later, owner, risk, independent])
	not approved(superseded)
	reason(superseded, "system_owner") == "superseded"
}

test_a_person_is_the_same_in_capitals if {
	later := object.union(peer, {"at": "1 days ago", "person": {"id": " OWNER@example.org"}})
	not approved(with_approvals(high, [later, owner, risk, independent]))
}

test_what_was_taken_back_for_another_request_does_not_supersede if {
	later := object.union(owner, {"at": "1 days ago", "decision": "reject"})
	spoken := with_approvals(high, [owner, risk, independent, later])
	not approved(spoken)
	approved(changed(spoken, "/facts/approvals/3/subject_ok", false))
	approved(changed(spoken, "/approvals/3/at", "in 1 days"))
}

test_two_words_of_one_moment_that_differ_are_none if {
	other_role := object.union(owner, {"role": "peer"})
	twofold := with_approvals(high, [owner, other_role, risk, independent])
	not approved(twofold)
	reason(twofold, "system_owner") == "superseded"
	conditional := object.union(owner, {"decision": "conditional", "conditions": [{"met_at": "1 days ago"}]})
	not approved(with_approvals(high, [owner, conditional, risk, independent]))
}

test_the_same_word_twice_is_one if approved(with_approvals(high, [owner, owner, risk, independent]))

test_the_same_word_twice_counts_only_when_both_do if {
	twice := with_approvals(high, [owner, owner, risk, independent])
	not approved(changed(twice, "/facts/approvals/1/signature_ok", false))
	not approved(changed(twice, "/approvals/0/person/id", "OWNER@example.org"))
}

test_a_rejection_blocks if {
	rejected := with_approvals(high, [owner, risk, independent, rejection])
	not approved(rejected)
	reason(rejected, "risk_owner") == "rejected"
	approved(with_approvals(document("high", "dev"), []))
	not approved(with_approvals(document("high", "dev"), [rejection]))
}

test_a_rejection_needs_no_role_and_no_signature_and_never_ages if {
	rejected := with_approvals(high, [owner, risk, independent, object.union(rejection, {"at": "1000 days ago"})])
	not approved(rejected)
	not approved(changed(rejected, "/facts/approvals/3/signature_ok", false))
	not approved(changed(rejected, "/approvals/3/role", "board"))
	not approved(changed(rejected, "/facts/identity/peer@example.org/human", false))
}

test_the_one_who_asked_may_reject if {
	not approved(with_approvals(high, [owner, risk, independent, object.union(rejection, {"person": {"id": "asker@example.org"}})]))
}

test_a_newer_approval_lifts_a_rejection if {
	approved(with_approvals(high, [owner, risk, independent, rejection, object.union(peer, {"at": "0 days ago"})]))
}

test_a_rejection_among_words_of_one_moment_stands if {
	contrary := object.union(rejection, {"at": peer.at})
	not approved(with_approvals(high, [owner, risk, independent, peer, contrary]))
}

test_a_rejection_does_not_speak[note] if {
	some note, of in {
		"of a stranger": changed(_rejected, "/approvals/3/person/id", "nobody@example.org"),
		"of somebody who left": changed(_rejected, "/facts/identity/peer@example.org/active", false),
		"of nobody": testing.removed(_rejected, "/approvals/3/person"),
		"of another request": changed(_rejected, "/facts/approvals/3/subject_ok", false),
		"of tomorrow": changed(_rejected, "/approvals/3/at", "in 1 days"),
		"of no day": changed(_rejected, "/approvals/3/at", "spring"),
	}
	approved(of)
}

_rejected := with_approvals(high, [owner, risk, independent, rejection])

test_anybody_may_reject_where_nobody_is_known if {
	rejected := with_approvals(document("minimal", "dev"), [object.union(rejection, {"person": {"id": "nobody@example.org"}})])
	approved(rejected)
	not approved(changed(rejected, "/facts/identity", null))
}

test_a_decision_that_is_none_of_the_three_counts_for_nothing[note] if {
	some note, decision in {"null": null, "in capitals": "APPROVE", "true": true}
	not approved(changed(high, "/approvals/0/decision", decision))
}

test_no_decision_is_no_approval if not approved(testing.removed(high, "/approvals/0/decision"))

test_facts_are_needed if {
	not approved(changed(high, "/facts/approvals", []))
	not approved(changed(high, "/facts/approvals/0/subject_ok", "true"))
	reason(changed(high, "/facts/approvals", []), "risk_owner") == "other_request"
}

test_age if {
	approved(changed(high, "/approvals/0/at", "30 days ago"))
	old := changed(high, "/approvals/0/at", "31 days ago")
	not approved(old)
	reason(old, "system_owner") == "too_old"
	approvals.outdated == {"system_owner"} with input as old
	approved(changed(high, "/approvals/0/at", "0 days ago"))
}

test_outdated_is_what_lacks_nothing_but_youth if {
	old := changed(high, "/approvals/0/at", "31 days ago")
	approvals.outdated == set() with input as changed(old, "/facts/approvals/0/signature_ok", null)
	approvals.outdated == set() with input as changed(old, "/approvals/0/person/id", "other@example.org")
	approvals.outdated == set() with input as changed(old, "/approvals/0/decision", "conditional")
	approvals.outdated == set() with input as high
	approvals.outdated == set() with input as with_approvals(old, array.concat(old.approvals, [object.union(owner, {"role": "peer"})]))
}

test_an_approval_of_the_future_or_of_no_day_does_not_count if {
	every at in ["in 1 days", "spring", null] {
		not approved(changed(high, "/approvals/0/at", at))
		reason(changed(high, "/approvals/0/at", at), "system_owner") == "future"
	}
}

test_nobody_approves_an_own_request[note] if {
	some note, asker in {"same": "owner@example.org", "in capitals": "OWNER@example.org "}
	asked := changed(high, "/request/requested_by/id", asker)
	not approved(asked)
	reason(asked, "system_owner") == "requester"
}

test_who_asked_has_to_be_known if {
	not approved(changed(high, "/request/requested_by", null))
	not approved(testing.removed(high, "/request/requested_by"))
}

test_a_role_is_held_by_active_people[note] if {
	some note, fact in {"active": "active", "human": "human"}
	every value in [false, null, "true"] {
		lapsed := changed(high, $"/facts/identity/risk@example.org/{fact}", value)
		not approved(lapsed)
		reason(lapsed, "risk_owner") == "not_in_role"
	}
}

test_the_id_is_looked_up_as_it_is_written if {
	not approved(changed(high, "/approvals/1/person/id", "RISK@example.org"))
}

test_nobody_holds_a_role_where_nobody_is_known if {
	unknown := changed(high, "/facts/identity", null)
	not approved(unknown)
	reason(changed(limited, "/facts/identity", null), "peer") == "unverified"
	reason(unknown, "risk_owner") == "unverified"
}

test_the_owner_is_the_owner_of_the_system if {
	approved(changed(high, "/system/owner/id", "OWNER@example.org"))
	not approved(changed(high, "/system/owner/id", "risk@example.org"))
	not approved(testing.removed(high, "/system/owner"))
	listed := changed(high, "/facts/identity/peer@example.org/roles", ["system_owner"])
	not approved(changed(listed, "/approvals/0/person/id", "peer@example.org"))
}

test_for_a_team_somebody_in_the_files_speaks_at_the_minimal_tier_alone if {
	owned := changed(with_approvals(document("minimal", "prod"), [owner]), "/system/owner/type", "team")
	not approved(owned)
	listed := changed(owned, "/facts/identity/owner@example.org/roles", ["system_owner"])
	approved(changed(listed, "/system/owner/id", "team"))
	not approved(changed(listed, "/system/owner", {"id": "team", "type": "human"}))
	above := changed(changed(limited, "/system/owner", {"id": "team", "type": "team"}), "/facts/identity/owner@example.org/roles", ["system_owner"])
	not approved(above)
}

test_the_executive_is_the_one_that_the_system_names if {
	named := changed(critical, "/system/accountable_executive", {"id": " EXEC@example.org"})
	approved(named)
	not approved(changed(named, "/approvals/3/person/id", "second@example.org"))
	approved(changed(critical, "/approvals/3/person/id", "second@example.org"))
	approved(changed(critical, "/system/accountable_executive", {"id": null}))
	not approved(changed(critical, "/system/accountable_executive", {"id": 5}))
	not approved(changed(critical, "/facts/identity/exec@example.org/roles", []))
}

test_independent_is_who_neither_owns_nor_develops if {
	not approved(changed(high, "/system/owner/id", "OTHER@example.org"))
	helper := {"person": {"id": "Other@example.org"}, "role": "Developer"}
	not approved(changed(high, "/resources/people", [{"person": {"id": "peer@example.org"}, "role": "operator"}, helper]))
	approved(changed(high, "/resources/people", [object.union(helper, {"role": "operator"})]))
	approved(changed(high, "/resources/people", [object.union(helper, {"person": {"id": "peer@example.org"}})]))
	approved(testing.removed(high, "/resources"))
}

test_any_other_role_stands_in_the_files if {
	holds("dpo", "x") with input as changed(high, "/facts/identity/x", person(["dpo"]))
	not holds("dpo", "x") with input as changed(high, "/facts/identity/x", person(["DPO", "risk_owner"]))
}

holds(role, id) if approvals.holds(role, id)

test_signature_at_the_high_tiers if {
	unknown := changed(high, "/facts/approvals/1/signature_ok", null)
	not approved(unknown)
	reason(unknown, "risk_owner") == "unverified"
	bad := changed(high, "/facts/approvals/1/signature_ok", false)
	not approved(bad)
	reason(bad, "risk_owner") == "bad_signature"
}

test_signature_at_the_lower_tiers if {
	approved(changed(limited, "/facts/approvals/0/signature_ok", null))
	bad := changed(limited, "/facts/approvals/0/signature_ok", false)
	not approved(bad)
	reason(bad, "system_owner") == "bad_signature"
}

with_conditions(of, conditions) := changed(
	changed(of, "/approvals/0/decision", "conditional"),
	"/approvals/0/conditions", conditions,
)

test_conditions_that_are_met_or_not_due if {
	every condition in [
		{"met_at": "0 days ago", "due": "100 days ago"},
		{"due": "0 days ago"},
		{"due": "in 30 days"},
		{"met_at": "in 1 days", "due": "in 30 days"},
	] {
		approved(with_conditions(high, [condition]))
	}
}

test_conditions_that_are_open[note] if {
	some note, conditions in {
		"due the day before": [{"due": "1 days ago"}],
		"met tomorrow": [{"met_at": "in 1 days", "due": "1 days ago"}],
		"no day": [{}],
		"no dates": [{"met_at": true, "due": null}],
		"the second one": [{"due": "in 30 days"}, {"due": "10 days ago"}],
		"none": [],
		"no list": {"a": {"due": "in 30 days"}},
		"null": null,
	}
	open := with_conditions(high, conditions)
	not approved(open)
	reason(open, "system_owner") == "conditions_open"
}

test_no_conditional_approval_at_the_critical_tier if {
	conditional := with_conditions(critical, [{"met_at": "1 days ago"}])
	not approved(conditional)
	reason(conditional, "system_owner") == "conditions_open"
}

test_the_first_reason_is_given if {
	wrong := with_approvals(high, [owner, independent, object.union(risk, {"at": "31 days ago"})])
	everything := changed(wrong, "/facts/approvals/2", {"subject_ok": false, "signature_ok": false})
	reason(everything, "risk_owner") == "other_request"
	reason(changed(everything, "/facts/approvals/2/subject_ok", true), "risk_owner") == "too_old"
	two := with_approvals(wrong, array.concat(wrong.approvals, [risk]))
	reason(changed(two, "/facts/approvals/3/subject_ok", false), "risk_owner") == "other_request"
}

test_standing_names_who_fills_a_role if {
	standing := approvals.standing with input as high
	standing == [
		{"role": "system_owner", "approved_by": _shown("owner"), "reason": null},
		{"role": "risk_owner", "approved_by": _shown("risk"), "reason": null},
		{"role": "independent", "approved_by": _shown("other"), "reason": null},
	]
	open := approvals.standing with input as document("limited", "staging")
	open == [{"role": "system_owner", "approved_by": null, "reason": "none"}]
}

_shown(who) := {"person": {"id": $"{who}@example.org"}, "decision": "approve", "at": "10 days ago"}

test_granted_is_an_approval_that_counts_in_one_of_the_roles if {
	approvals.granted("RISK@example.org", ["board", "risk_owner"]) with input as high
	not approvals.granted("risk@example.org", ["board"]) with input as high
	not approvals.granted("owner@example.org", ["risk_owner"]) with input as high
	not approvals.granted("risk@example.org", ["risk_owner"]) with input as changed(high, "/approvals/1/at", "31 days ago")
}
