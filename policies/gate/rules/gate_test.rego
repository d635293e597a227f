package gate.rules.gate_test

import data.gate.rules.gate
import data.testing

document := json.patch(testing.base("high", "prod"), [{
	"op": "add",
	"path": "/system/autonomy",
	"value": {"continuous_learning": false, "tools": []},
}])

informing := testing.with_blocks(testing.base("minimal", "prod"), {"system": {"decision": {"role": "informs"}}})

changed(path, value) := testing.changed(document, path, value)

without(path) := testing.removed(document, path)

test_gate_1_passes_when_the_declared_tier_is_the_effective_one if "GATE-1" in gate.passes with input as document

test_gate_1_fails_when_something_raises_the_tier if {
	raised := testing.changed(document, "/classification/declared_tier", "limited")
	health := testing.changed(raised, "/system/decision/domain", "health")
	"GATE-1" in gate.passes with input as raised
	not "GATE-1" in gate.passes with input as health
}

test_gate_1_fails_when_no_tier_is_declared if {
	every tier in [null, "none", 3] {
		not "GATE-1" in gate.passes with input as changed("/classification/declared_tier", tier)
	}
	not "GATE-1" in gate.passes with input as without("/classification")
}

test_gate_1_is_graver_from_two_steps_on if {
	below := ["GATE-1", "two_steps_below"]
	health := changed("/system/decision/domain", "health")
	not below in gate.when with input as testing.changed(health, "/classification/declared_tier", "limited")
	below in gate.when with input as testing.changed(health, "/classification/declared_tier", "minimal")
	below in gate.when with input as testing.changed(health, "/classification/declared_tier", null)
	not below in gate.when with input as document
}

test_gate_1_shows_what_raises_the_tier if {
	shown := gate.found["GATE-1"] with input as changed("/system/decision/domain", "health")
	shown.effective_tier == "high"
	[reason.code | some reason in shown.raised_by] == ["declared", "health"]
}

test_gate_2_passes_when_nothing_is_prohibited if "GATE-2" in gate.passes with input as document

test_gate_2_fails_when_the_class_is_prohibited if {
	prohibited := changed("/classification/eu", {"class": "prohibited"})
	not "GATE-2" in gate.passes with input as prohibited
	gate.found["GATE-2"] == {"prohibited_by": [{"source": "classification.eu.class", "value": "prohibited"}]} with input as prohibited
}

test_gate_4_passes_when_every_fact_is_stated if "GATE-4" in gate.passes with input as document

test_gate_4_passes_with_an_empty_list_of_groups_and_false if {
	"GATE-4" in gate.passes with input as changed("/system/vulnerable_groups", [])
	"GATE-4" in gate.passes with input as changed("/system/decision/affected_persons_per_year", 0)
}

test_gate_4_fails_without_each_fact if {
	every path in [
		"/system/decision/role",
		"/system/decision/domain",
		"/system/decision/legal_effect",
		"/system/decision/reversibility",
		"/system/decision/affected_persons_per_year",
		"/system/vulnerable_groups",
		"/system/autonomy/continuous_learning",
	] {
		not "GATE-4" in gate.passes with input as without(path)
		not "GATE-4" in gate.passes with input as changed(path, null)
		not "GATE-4" in gate.passes with input as changed(path, {"a": 1})
		gate.found["GATE-4"].not_stated == [replace(trim_prefix(path, "/"), "/", ".")] with input as without(path)
	}
}

test_gate_4_fails_with_facts_of_another_kind if {
	not "GATE-4" in gate.passes with input as changed("/system/decision/reversibility", "maybe")
	not "GATE-4" in gate.passes with input as changed("/system/decision/affected_persons_per_year", -1)
	not "GATE-4" in gate.passes with input as changed("/system/decision/role", "")
}

test_gate_4_asks_a_minimal_system_that_informs_for_less if {
	"GATE-4" in gate.passes with input as testing.removed(informing, "/system/decision/reversibility")
	not "GATE-4" in gate.passes with input as testing.removed(informing, "/system/decision/legal_effect")
	raised := testing.changed(testing.removed(informing, "/system/decision/reversibility"), "/system/generates_content", true)
	not "GATE-4" in gate.passes with input as raised
}

passes(rule, of) if rule in gate.passes with input as of

test_gate_3_passes_when_everything_is_settled if passes("GATE-3", document)

unsettled := changed("/classification/regimes", [{"regime": "canada_adm", "class": "ii"}, {"regime": "eu_ai_act", "class": "odd"}])

test_gate_3_fails_when_a_class_waits_for_a_person if {
	not passes("GATE-3", unsettled)
	gate.found["GATE-3"] == {"to_settle": [{
		"code": "regime_unrecognised",
		"source": "classification.regimes[].class",
		"value": "odd",
	}]} with input as unsettled
	gate.found["GATE-3"] == {"to_settle": []} with input as document
}

test_gate_3_passes_when_a_use_is_prohibited if {
	passes("GATE-3", changed("/classification/eu", {"class": "prohibited"}))
}

test_gate_2_fails_when_a_regime_prohibits_the_use if {
	not passes("GATE-2", changed("/classification/regimes", [{"regime": "nl_register", "class": "Verboden AI"}]))
}

test_gate_3_only_warns_in_development if {
	in_development := ["GATE-3", "in_development"]
	in_development in gate.when with input as testing.changed(unsettled, "/request/environment", "dev")
	every environment in ["staging", "prod", null] {
		not in_development in gate.when with input as testing.changed(unsettled, "/request/environment", environment)
	}
}

rollback := testing.with_blocks(document, {
	"request": {"action": "rollback"},
	"models": [
		{"id": "scorer", "artifact": {"digest": {"alg": "sha256", "value": "aa"}}},
		{"id": "writer", "source": "vendor_api", "artifact": {"format": "api"}},
	],
	"resources": {"compute": {"environment_digest": {"alg": "sha256", "value": "ee"}}},
	"facts": {"live": {"version": "4.1.0", "digests": ["sha256:aa"]}, "staged": ["sha256:ee"]},
})

test_gate_5_passes_when_every_artefact_was_allowed_before if {
	passes("GATE-5", rollback)
	passes("GATE-5", testing.changed(rollback, "/facts/live/digests", ["sha256:ee", "sha256:aa"]))
	passes("GATE-5", testing.with_blocks(rollback, {"facts": {"live": null, "staged": ["sha256:aa", "sha256:ee"]}}))
}

test_gate_5_fails[note] if {
	some note, of in {
		"a digest that was never allowed": testing.changed(rollback, "/models/0/artifact/digest/value", "ab"),
		"another algorithm": testing.changed(rollback, "/models/0/artifact/digest/alg", "sha512"),
		"no digest": testing.removed(rollback, "/models/0/artifact/digest"),
		"no artefact": testing.removed(rollback, "/models/0/artifact"),
		"digest is null": testing.changed(rollback, "/models/0/artifact/digest", null),
		"digest is empty": testing.changed(rollback, "/models/0/artifact/digest", {}),
		"digest is no text": testing.changed(rollback, "/models/0/artifact/digest/value", 5),
		"another environment": testing.changed(rollback, "/resources/compute/environment_digest/value", "ef"),
		"no environment": testing.removed(rollback, "/resources/compute/environment_digest"),
		"a vendor's artefact that is stated": testing.changed(
			rollback, "/models/1/artifact/digest",
			{"alg": "sha256", "value": "bb"},
		),
		"the environment is not the model's": testing.changed(rollback, "/models/1/source", "own"),
		"nothing was allowed": testing.with_blocks(rollback, {"facts": {"live": null, "staged": []}}),
		"no facts": testing.removed(rollback, "/facts"),
		"no models": testing.changed(rollback, "/models", []),
		"models are no list": testing.changed(rollback, "/models", {"a": rollback.models[0]}),
	}
	not passes("GATE-5", of)
}

test_gate_5_is_unverified_when_no_earlier_decision_is_known if {
	unknown := testing.with_blocks(rollback, {"facts": {"live": null, "staged": []}})
	"GATE-5" in gate.unverified with input as unknown
	not "GATE-5" in gate.unverified with input as rollback
	not "GATE-5" in gate.unverified with input as testing.changed(unknown, "/facts/staged", ["sha256:ab"])
	not "GATE-5" in gate.unverified with input as testing.changed(unknown, "/facts/live", rollback.facts.live)
}

retirement := testing.with_text(
	testing.with_evidence(
		testing.with_blocks(testing.base("high", "prod"), {
			"request": {"action": "retire", "requested_by": {"id": "bo@example.org"}},
			"system": {"owner": {"id": "ada@example.org"}},
			"operations": {"retirement": {
				"plan": {"evidence_id": "plan"},
				"data_disposal": "All training data and copies are wiped by the platform team.",
			}},
			"customers": [{"segment": "banks"}, {"segment": "shops"}],
			"transparency": {"interested_parties": [
				{"party": "banks", "information": ["price", "retirement"], "delivered_at": "0 days ago"},
				{"party": "shops", "information": ["retirement"], "delivered_at": "10 days ago"},
			]},
			"approvals": [{
				"role": "system_owner",
				"person": {"id": "ada@example.org"},
				"decision": "approve",
				"at": "1 days ago",
			}],
			"facts": {"approvals": [{"subject_ok": true, "signature_ok": true}]},
		}),
		[testing.item("plan", "retirement_plan", {})],
	),
	"/operations/retirement/data_disposal",
	160, 8,
)

test_gate_6_passes_when_everything_is_in_order if {
	passes("GATE-6", retirement)
	gate.found["GATE-6"].approval[0].reason == null with input as retirement
}

test_gate_6_passes_without_customers if {
	passes("GATE-6", testing.changed(retirement, "/customers", []))
	passes("GATE-6", testing.changed(retirement, "/customers", null))
	passes("GATE-6", testing.removed(testing.removed(retirement, "/customers"), "/transparency"))
}

test_gate_6_fails[note] if {
	party := "/transparency/interested_parties/0"
	some note, of in {
		"no plan": testing.removed(retirement, "/evidence/0"),
		"plan of another kind": testing.changed(retirement, "/evidence/0/kind", "rollback_plan"),
		"plan too old": testing.changed(retirement, "/evidence/0/issued_at", "366 days ago"),
		"plan not checked": testing.changed(retirement, "/facts/evidence/plan/digest_ok", null),
		"disposal too short": testing.with_text(retirement, "/operations/retirement/data_disposal", 159, 8),
		"disposal in few words": testing.with_text(retirement, "/operations/retirement/data_disposal", 160, 7),
		"disposal is a placeholder": testing.with_poor_text(retirement, "/operations/retirement/data_disposal"),
		"disposal is no text": testing.changed(retirement, "/operations/retirement/data_disposal", 5),
		"a customer was not told": testing.changed(retirement, "/customers/1/segment", "farms"),
		"a customer without a name": testing.changed(retirement, "/customers/1/segment", null),
		"neither has a name": testing.changed(testing.changed(retirement, "/customers/1/segment", null), $"{party}/party", null),
		"told something else": testing.changed(retirement, $"{party}/information", ["price"]),
		"told nothing": testing.removed(retirement, $"{party}/information"),
		"told what is no list": testing.changed(retirement, $"{party}/information", {"0": "retirement"}),
		"those who were told are no list": testing.changed(retirement, "/transparency/interested_parties", {
			"0": retirement.transparency.interested_parties[0],
			"1": retirement.transparency.interested_parties[1],
		}),
		"told tomorrow": testing.changed(retirement, $"{party}/delivered_at", "in 1 days"),
		"told on no day": testing.removed(retirement, $"{party}/delivered_at"),
		"customers are no list": testing.changed(retirement, "/customers", {"a": {"segment": "banks"}}),
		"not approved": testing.changed(retirement, "/approvals", []),
		"approved by somebody else": testing.changed(retirement, "/system/owner/id", "bo@example.org"),
	}
	not passes("GATE-6", of)
}
