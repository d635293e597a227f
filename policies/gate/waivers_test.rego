package gate.waivers_test

import data.gate
import data.gate.status
import data.gate.waivers
import data.testing
import data.testing.machinery

# METADATA
# title: A waiver of rule M-1 that is in order at tier high
waiver := {
	"control_id": "M",
	"rule_id": "M-1",
	"reason": "The report comes a month late, because the laboratory was closed.",
	"compensating_controls": ["Every single case is looked at by two people of the team until then."],
	"granted_by": {
		"role": "accountable_executive",
		"person": {"id": "exec@example.org"},
		"decision": "approve",
		"at": "10 days ago",
		"subject_digest": {"alg": "sha256", "value": "aa"},
	},
	"expires_at": "in 20 days",
}

signature := {
	"role": "accountable_executive",
	"person": {"id": "exec@example.org"},
	"decision": "approve",
	"at": "1 days ago",
}

# METADATA
# title: A document with these waivers, whose texts are long enough
with_waivers(tier, list) := testing.with_blocks(testing.base(tier, "prod"), {
	"waivers": list,
	"request": {"requested_by": {"id": "asker@example.org"}},
	"system": {"purpose": "Sorts mail.", "owner": {"id": "owner@example.org"}},
	"models": [{"id": "scorer", "artifact": {"digest": {"alg": "sha256", "value": "aa"}}}],
	"data": machinery.document.data,
	"resources": {"compute": {"environment_digest": {"alg": "sha256", "value": "ee"}}},
	"approvals": [signature],
	"facts": {
		"approvals": [{"subject_ok": true, "signature_ok": true}],
		"identity": {
			"exec@example.org": {"active": true, "human": true, "roles": ["accountable_executive", "risk_owner", "board"]},
			"owner@example.org": {"active": true, "human": true, "roles": ["accountable_executive"]},
			"asker@example.org": {"active": true, "human": true, "roles": ["accountable_executive"]},
		},
		"text": object.union(
			{$"/waivers/{place}/reason": {"chars": 160, "words": 8} | some place, _ in list},
			{$"/waivers/{place}/compensating_controls/{number}": {"chars": 40, "words": 8} |
				some place, _ in list
				some number in [0, 1]
			},
		),
	},
	"clock": {"days_since": {
		"in 20 days": -20,
		"in 14 days": -14,
		"in 14.5 days": -14.5,
		"in 80 days": -80,
		"in 50 days": -50,
		"in 19.7 days": -19.666666666666668,
		"10.3 days ago": 10.333333333333334,
	}},
})

high := with_waivers("high", [waiver])

limited := testing.removed(with_waivers("limited", [waiver]), "/approvals")

# METADATA
# title: What becomes of the waivers while the rules named are proved
judged(document, passes) := found if {
	found := waivers.results with input as document
		with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": {"passes": passes}}
		with data.gate.rules as {}
}

state(document) := [found.state, found.codes] if {
	found := waivers.judged[0] with input as document with data.catalogue as machinery.catalogue
}

best(rule, document) := found if {
	found := waivers.best(rule) with input as document
		with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": {"passes": set()}}
		with data.gate.rules as {}
}

waived(document) := found if {
	found := waivers.waived with input as document
		with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": {"passes": set()}}
		with data.gate.rules as {}
}

changed(path, value) := testing.changed(high, $"/waivers/0/{path}", value)

without(path) := testing.removed(high, $"/waivers/0/{path}")

test_a_waiver_in_order_is_active if {
	judged(high, set()) == [{"index": 0, "state": "active", "codes": [], "unused": false}]
	waived(high) == {"M-1"}
}

test_without_waivers_there_is_nothing if {
	every document in [testing.removed(high, "/waivers"), testing.changed(high, "/waivers", null), testing.changed(high, "/waivers", {"a": waiver})] {
		judged(document, set()) == []
		waived(document) == set()
		best("M-1", document) == null
	}
}

# METADATA
# title: Every one of the documents has a waiver with this fault and no other
only(code, documents) if {
	every document in documents {
		state(document) == ["invalid", [code]]
	}
}

test_code_scope if only("scope", {
	"no rule": without("rule_id"),
	"rule is null": changed("rule_id", null),
	"rule that is none": changed("rule_id", "M-99"),
	"rule in lower case": changed("rule_id", "m-1"),
	"rule is no text": changed("rule_id", ["M-1"]),
	"another control": changed("control_id", "N"),
	"no control": without("control_id"),
	"control is no text": changed("control_id", 1),
})

test_code_not_waivable if only("not_waivable", {"rule that says so": changed("rule_id", "M-4")})

test_code_reason if only("reason", {
	"none": without("reason"),
	"no text": changed("reason", 5),
	"of white space": changed("reason", "   "),
	"too short": testing.with_text(high, "/waivers/0/reason", 159, 8),
	"in few words": testing.with_text(high, "/waivers/0/reason", 160, 7),
	"a placeholder": testing.with_poor_text(high, "/waivers/0/reason"),
	"not measured": testing.removed(high, "/facts/text/~1waivers~10~1reason"),
})

test_code_compensating_control if only("compensating_control", {
	"none stated": without("compensating_controls"),
	"an empty list": changed("compensating_controls", []),
	"no list": changed("compensating_controls", waiver.compensating_controls[0]),
	"of white space": changed("compensating_controls", [" "]),
	"too short": testing.with_text(high, "/waivers/0/compensating_controls/0", 39, 8),
	"in few words": testing.with_text(high, "/waivers/0/compensating_controls/0", 40, 7),
	"a placeholder": testing.with_poor_text(high, "/waivers/0/compensating_controls/0"),
	"a second one that is too short": testing.with_text(
		changed("compensating_controls", [waiver.compensating_controls[0], "short"]),
		"/waivers/0/compensating_controls/1",
		5, 1,
	),
})

test_code_decision if only("decision", {
	"rejected": changed("granted_by/decision", "reject"),
	"none": without("granted_by/decision"),
	"no text": changed("granted_by/decision", true),
})

test_code_role if only("role", {
	"too low for the tier": changed("granted_by/role", "risk_owner"),
	"of another kind": changed("granted_by/role", "legal"),
	"not held": changed("granted_by/role", "ceo"),
	"none": without("granted_by/role"),
	"left": testing.changed(limited, "/facts/identity/exec@example.org/active", false),
	"a stranger": testing.changed(limited, "/waivers/0/granted_by/person/id", "nobody@example.org"),
})

test_code_self if only("self", {
	"asked for it": testing.changed(limited, "/request/requested_by/id", "EXEC@example.org"),
	"owns the system": testing.changed(limited, "/system/owner/id", " exec@example.org"),
	"nobody says who asked": testing.removed(limited, "/request/requested_by"),
	"nobody says who owns": testing.removed(limited, "/system/owner"),
})

test_code_subject if only("subject", {
	"none": without("granted_by/subject_digest"),
	"another artefact": changed("granted_by/subject_digest/value", "ab"),
	"another algorithm": changed("granted_by/subject_digest/alg", "sha512"),
	"empty": testing.changed(changed("granted_by/subject_digest/value", ""), "/models/0/artifact/digest/value", ""),
	"null": testing.changed(changed("granted_by/subject_digest", null), "/models/0/artifact/digest", null),
	"nothing is deployed": testing.removed(testing.removed(high, "/models"), "/resources"),
	"models are no list": testing.changed(high, "/models", {"0": high.models[0]}),
})

test_code_dates if only("dates", {
	"longer than the tier allows": changed("expires_at", "in 29 days"),
	"no end": without("expires_at"),
	"an end that is no date": changed("expires_at", "spring"),
	"ends as it is granted": changed("expires_at", "10 days ago"),
	"ends before it is granted": changed("expires_at", "30 days ago"),
	"granted on no day": changed("granted_by/at", "spring"),
})

test_code_not_countersigned if only("not_countersigned", {
	"no approval": testing.changed(high, "/approvals", []),
	"approval in another role": testing.changed(high, "/approvals/0/role", "peer"),
	"approval too old": testing.changed(high, "/approvals/0/at", "31 days ago"),
	"approval of another request": testing.changed(high, "/facts/approvals/0/subject_ok", false),
	"approval not signed": testing.changed(high, "/facts/approvals/0/signature_ok", null),
	"somebody else's approval": testing.changed(high, "/approvals/0/person/id", "owner@example.org"),
})

test_there_are_no_waivers_at_the_critical_tier if {
	critical := testing.with_text(
		testing.changed(high, "/classification/declared_tier", "critical"),
		"/waivers/0/reason",
		200, 8,
	)
	state(critical) == ["invalid", ["tier", "role", "dates", "not_countersigned"]]
}

test_below_high_nobody_countersigns_and_a_risk_owner_may_grant if {
	every tier in ["minimal", "limited"] {
		document := testing.changed(limited, "/classification/declared_tier", tier)
		state(document) == ["active", []]
		state(testing.changed(document, "/waivers/0/granted_by/role", "risk_owner")) == ["active", []]
		state(testing.changed(document, "/waivers/0/granted_by/role", "legal")) == ["invalid", ["role"]]
	}
}

test_who_grants_need_not_countersign_in_the_same_role if {
	state(testing.changed(high, "/approvals/0/role", "board")) == ["active", []]
}

test_ids_are_compared_without_case_and_looked_up_as_they_are_written if {
	state(testing.changed(high, "/approvals/0/person/id", "exec@example.org")) == ["active", []]
	state(changed("granted_by/person/id", "EXEC@example.org")) == ["invalid", ["role"]]
}

test_it_is_for_a_model_or_for_the_environment if {
	state(changed("granted_by/subject_digest/value", "ee")) == ["active", []]
	second := testing.changed(high, "/models", [{}, {"artifact": {"digest": {"alg": "sha256", "value": "bb"}}}])
	state(testing.changed(second, "/waivers/0/granted_by/subject_digest/value", "bb")) == ["active", []]
}

test_how_long_it_lives[tier] if {
	some tier, [longest, longer] in {
		"minimal": ["in 80 days", "in 89 days"],
		"limited": ["in 50 days", "in 60 days"],
		"high": ["in 20 days", "in 29 days"],
	}
	document := testing.changed(high, "/classification/declared_tier", tier)
	state(testing.changed(document, "/waivers/0/expires_at", longest)) == ["active", []]
	state(testing.changed(document, "/waivers/0/expires_at", longer)) == ["invalid", ["dates"]]
}

test_exactly_as_many_days_as_allowed_are_allowed_at_any_hour if {
	state(testing.changed(changed("expires_at", "in 19.7 days"), "/waivers/0/granted_by/at", "10.3 days ago")) == ["active", []]
}

test_everything_that_is_wrong_is_named if {
	every nothing in [{}, null, "M-1", 5, [], {"granted_by": null}, {"granted_by": {"person": []}, "rule_id": 5}] {
		state(testing.changed(high, "/waivers", [nothing])) == [
			"invalid",
			[
				"scope",
				"reason",
				"compensating_control",
				"decision",
				"role",
				"self",
				"subject",
				"dates",
				"not_countersigned",
			],
		]
	}
}

test_it_ends if {
	ended := testing.changed(changed("granted_by/at", "30 days ago"), "/waivers/0/expires_at", "0 days ago")
	state(ended) == ["expired", []]
	waived(ended) == set()
	best("M-1", ended).ends_in_days == 0
	best("M-1", testing.changed(ended, "/waivers/0/expires_at", "1 days ago")).ends_in_days == -1
}

test_it_is_pending_until_it_is_granted if {
	ahead := changed("granted_by/at", "in 1 days")
	state(ahead) == ["pending", []]
	waived(ahead) == set()
	state(changed("granted_by/at", "0 days ago")) == ["active", []]
}

conditional(conditions) := testing.changed(changed("granted_by/decision", "conditional"), "/waivers/0/granted_by/conditions", conditions)

test_it_is_pending_until_its_conditions_are_met if {
	every conditions in [
		[],
		null,
		"met",
		[{}],
		[{"met_at": null}],
		[{"met_at": "in 1 days"}],
		[{"due": "in 30 days"}],
		[{"met_at": "1 days ago"}, {"due": "in 30 days"}],
	] {
		state(conditional(conditions)) == ["pending", []]
		waived(conditional(conditions)) == set()
	}
	state(changed("granted_by/decision", "conditional")) == ["pending", []]
	state(conditional([{"met_at": "1 days ago"}, {"met_at": "0 days ago"}])) == ["active", []]
}

test_it_is_expiring_in_its_last_days if {
	soon := changed("expires_at", "in 14 days")
	state(soon) == ["expiring", []]
	waived(soon) == {"M-1"}
	best("M-1", soon) == {"index": 0, "state": "expiring", "codes": [], "ends_in_days": 14}
	state(changed("expires_at", "in 14.5 days")) == ["active", []]
}

test_invalid_comes_before_every_other_state if {
	ended := testing.changed(changed("granted_by/at", "30 days ago"), "/waivers/0/expires_at", "0 days ago")
	state(testing.changed(ended, "/waivers/0/control_id", "N")) == ["invalid", ["scope"]]
}

test_expired_comes_before_pending if {
	ended := testing.changed(conditional([]), "/waivers/0/granted_by/at", "30 days ago")
	state(testing.changed(ended, "/waivers/0/expires_at", "0 days ago")) == ["expired", []]
}

ended := object.union(waiver, {"expires_at": "1 days ago"})

pending := object.union(waiver, {"granted_by": {"decision": "conditional"}})

expiring := object.union(waiver, {"expires_at": "in 10 days"})

invalid := object.union(waiver, {"control_id": "N"})

best_of(list) := best("M-1", with_waivers("high", list)).index

test_a_finding_shows_the_best_of_several if {
	best_of([invalid, ended, pending, expiring, waiver]) == 4
	best_of([invalid, ended, pending, expiring]) == 3
	best_of([invalid, ended, pending]) == 2
	best_of([invalid, ended]) == 1
	best_of([invalid]) == 0
	best_of([invalid, waiver, waiver]) == 1
}

test_a_finding_shows_no_waiver_of_another_rule if {
	best("M-2", high) == null
	best("M-99", changed("rule_id", "M-99")).codes == ["scope"]
}

test_the_same_waiver_twice_is_two_that_hold if {
	twice := with_waivers("high", [waiver, waiver])
	[[result.index, result.state] | some result in judged(twice, set())] == [[0, "active"], [1, "active"]]
	waived(twice) == {"M-1"}
}

test_one_that_holds_is_enough if waived(with_waivers("high", [invalid, ended, waiver])) == {"M-1"}

test_a_waiver_of_a_rule_that_passes_or_does_not_apply_is_unused if {
	judged(high, {"M-1"}) == [{"index": 0, "state": "active", "codes": [], "unused": true}]
	elsewhere := testing.changed(changed("rule_id", "M-3"), "/data", [])
	judged(elsewhere, set())[0].unused
	judged(testing.changed(high, "/waivers/0/control_id", "N"), {"M-1"})[0].unused
	not judged(changed("rule_id", "M-99"), {"M-1"})[0].unused
}

test_a_missing_rule_is_waived_too if waived(testing.changed(high, "/system/purpose", "")) == {"M-1"}

# METADATA
# title: The verdict while nothing is proved but the rules named
verdict(document, passes, rollout) := found if {
	found := gate.decision with input as document
		with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": {"passes": passes}}
		with data.gate.rules as {}
		with data.policy.rollout as rollout
		with data.release as {"id": "test/1/sha256:0"}
}

but_one := machinery.proofs.passes - {"M-1"}

test_a_waived_rule_has_no_severity_and_its_finding_stays if {
	found := verdict(high, but_one, {})
	found.outcome == "allow"
	found.results["M-1"] == {"status": "waived", "reason": null}
	found.summary == {
		"deny": 0,
		"review": 0,
		"warn": 0,
		"waived": 1,
		"passed": 5,
		"not_applicable": 0,
		"off": 0,
	}
	count(found.findings) == 1
	finding := found.findings[0]
	[finding.rule, finding.status, finding.severity, finding.would_be] == ["M-1", "waived", "off", "deny"]
	finding.waiver == {"index": 0, "state": "active", "codes": [], "ends_in_days": 20}
	found.waivers == [{"index": 0, "state": "active", "codes": [], "unused": false}]
}

test_a_waiver_that_does_not_hold_has_no_effect_and_is_named if {
	found := verdict(changed("granted_by/role", "legal"), but_one, {})
	found.outcome == "deny"
	found.summary.waived == 0
	finding := found.findings[0]
	[finding.status, finding.severity] == ["fail", "deny"]
	finding.waiver == {"index": 0, "state": "invalid", "codes": ["role"], "ends_in_days": 20}
	without_end := verdict(without("expires_at"), but_one, {}).findings[0]
	without_end.waiver == {"index": 0, "state": "invalid", "codes": ["dates"], "ends_in_days": null}
}

test_a_waiver_waives_whatever_mode_and_severity if {
	every mode in ["enforce", "warn", "observe", "off"] {
		found := verdict(high, but_one, {"M": {"mode": mode}})
		found.outcome == "allow"
		found.summary.waived == 1
		found.summary.off == 0
		[[finding.status, finding.severity, finding.mode] | some finding in found.findings] == [["waived", "off", mode]]
	}
}

test_waived_findings_stand_last if {
	found := verdict(high, but_one - {"M-4", "M-2"}, {})
	[[finding.rule, finding.severity] | some finding in found.findings] == [
		["M-2", "deny"],
		["M-4", "review"],
		["M-1", "off"],
	]
}

test_a_waiver_of_a_passing_rule_changes_nothing if {
	found := verdict(high, machinery.proofs.passes, {})
	found.findings == []
	found.summary.waived == 0
	found.waivers == [{"index": 0, "state": "active", "codes": [], "unused": true}]
}

test_an_unwaivable_rule_is_not_waived if {
	found := verdict(changed("rule_id", "M-4"), machinery.proofs.passes - {"M-4"}, {})
	found.outcome == "needs_review"
	found.findings[0].waiver.codes == ["not_waivable"]
}

test_a_rule_of_the_table_is_not_waived if {
	found := judged(high, set()) with data.tables.WAIVER.never as ["M-1"]
	found[0].codes == ["not_waivable"]
}

test_a_waiver_does_not_lower_the_tier if verdict(high, but_one, {}).tier.effective == "high"

test_what_fails_because_it_is_not_implemented_can_be_waived if {
	admitted := testing.with_blocks(high, {"risk": {"soa": {"entries": [{"control_id": "M", "applicable": true, "implemented": "no"}]}}})
	found := verdict(admitted, {"M-1", "M-4"}, {})
	found.results["M-1"] == {"status": "waived", "reason": "soa_not_implemented"}
	found.results["M-4"] == {"status": "fail", "reason": "soa_not_implemented"}
	some finding in found.findings
	finding.rule == "M-4"
	finding.pointers == ["/risk/soa/entries/0"]
}
