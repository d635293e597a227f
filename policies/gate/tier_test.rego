package gate.tier_test

import data.gate.tier
import data.testing

# METADATA
# title: A system of which nothing raises the tier
quiet := {
	"classification": {"declared_tier": "minimal"},
	"system": {
		"type": "predictive_ml",
		"personal_data": "none",
		"interacts_with_public": false,
		"generates_content": false,
		"vulnerable_groups": [],
		"decision": {
			"role": "recommends",
			"domain": "other",
			"legal_effect": false,
			"reversibility": "reversible",
			"affected_persons_per_year": 10,
		},
		"autonomy": {"tools": ["search:read"]},
	},
}

with_system(fields) := object.union(quiet, {"system": fields})

with_decision(fields) := with_system({"decision": fields})

with_eu(fields) := object.union(quiet, {"classification": {"eu": fields}})

# METADATA
# title: Code and tier of every reason but the declared tier
raised(document) := [[reason.code, reason.tier] |
	some reason in reasons(document)
	reason.code != "declared"
]

reasons(document) := found if {
	found := tier.reasons with input as document
}

effective(document) := found if {
	found := tier.effective with input as document
}

test_a_quiet_system_is_what_it_declares if {
	raised(quiet) == []
	every declared in ["minimal", "limited", "high", "critical"] {
		document := object.union(quiet, {"classification": {"declared_tier": declared}})
		effective(document) == declared
		tier.declared == declared with input as document
	}
}

test_a_reason_says_where_it_comes_from if {
	reasons(quiet) == [{
		"code": "declared",
		"source": "classification.declared_tier",
		"value": "minimal",
		"tier": "minimal",
		"finding": null,
	}]
}

test_a_tier_that_is_none_of_the_four_is_not_declared if {
	every declared in ["none", "", "High", null, 2, ["high"], {"a": "high"}] {
		document := json.patch(quiet, [{"op": "replace", "path": "/classification/declared_tier", "value": declared}])
		tier.declared == null with input as document
		reasons(document) == []
		effective(document) == "critical"
	}
}

test_a_document_that_says_nothing_is_critical if {
	effective({}) == "critical"
	tier.declared == null with input as {}
}

test_each_class_of_the_eu_act_means_a_tier if {
	every class, expected in {"minimal": "minimal", "transparency": "limited", "high": "high"} {
		raised(with_eu({"class": class})) == [["eu_class", expected]]
	}
	every class in ["out_of_scope", "limited", "high-risk", "High", " high", "unknown", null, 1] {
		raised(with_eu({"class": class})) == []
	}
}

test_a_prohibited_use_has_a_finding_and_no_tier if {
	some reason in reasons(with_eu({"class": "prohibited"}))
	reason == {
		"code": "eu_prohibited",
		"source": "classification.eu.class",
		"value": "prohibited",
		"tier": "none",
		"finding": "deny",
	}
	effective(with_eu({"class": "prohibited"})) == "minimal"
}

test_a_prohibited_use_alone_says_nothing_about_the_tier if {
	effective({"classification": {"eu": {"class": "prohibited"}}}) == "critical"
}

test_other_fields_of_the_eu_act_raise_the_tier if {
	raised(with_eu({"gpai": "gpai_systemic"})) == [["eu_gpai_systemic", "critical"]]
	raised(with_eu({"gpai": "gpai"})) == []
	raised(with_eu({"annex_iii_points": ["5(b)"]})) == [["eu_annex_iii", "high"]]
	raised(with_eu({"art27_required": true})) == [["eu_fria", "high"]]
	every value in [[], null, "5(b)", {"a": 1}] {
		raised(with_eu({"annex_iii_points": value})) == []
	}
	every value in [false, null, "true", 1] {
		raised(with_eu({"art27_required": value})) == []
	}
}

test_a_domain_of_annex_iii_is_high if {
	raised(with_decision({"domain": "credit_insurance"})) == [["annex_iii_domain", "high"]]
	raised(with_decision({"domain": "health"})) == [["health", "high"]]
	raised(with_decision({"domain": "safety_component"})) == [["safety_component", "high"]]
}

test_what_cannot_be_undone_is_high if {
	raised(with_decision({"reversibility": "irreversible"})) == [["irreversible", "high"]]
	raised(with_decision({"reversibility": "difficult"})) == []
}

test_deciding_alone_with_legal_effect_is_high if {
	alone := {"role": "decides_autonomously", "legal_effect": true}
	raised(with_decision(alone)) == [["autonomous_legal_effect", "high"]]
	raised(with_decision({"role": "decides_autonomously"})) == []
	raised(with_decision({"legal_effect": true})) == []
}

test_special_data_and_vulnerable_people_are_high_where_the_system_does_more_than_inform if {
	fields := {"personal_data": "special_category", "vulnerable_groups": ["children"]}
	raised(with_system(fields)) == [["special_category", "high"], ["vulnerable_groups", "high"]]
	every role in ["informs", "", null, 1] {
		raised(with_system(object.union(fields, {"decision": {"role": role}}))) == []
	}
	every value in [[], null, "children"] {
		raised(with_system({"vulnerable_groups": value})) == []
	}
}

test_meeting_the_public_and_making_content_are_limited if {
	raised(with_system({"interacts_with_public": true})) == [["public_interaction", "limited"]]
	raised(with_system({"generates_content": true})) == [["generated_content", "limited"]]
	every value in ["true", 1, null] {
		raised(with_system({"interacts_with_public": value, "generates_content": value})) == []
	}
}

test_a_tool_that_can_act_is_limited_and_with_legal_effect_high if {
	every tools in [["mail"], ["search:read", "pay:write"], [1]] {
		raised(with_system({"autonomy": {"tools": tools}})) == [["acting_tools", "limited"]]
		acting := {"autonomy": {"tools": tools}, "decision": {"legal_effect": true}}
		raised(with_system(acting)) == [["acting_tools_legal_effect", "high"]]
	}
	acting := with_system({"autonomy": {"tools": ["mail"]}})
	raised(json.remove(acting, ["system/decision/legal_effect"])) == [["acting_tools", "limited"]]
}

test_tools_that_only_read_do_not_act if {
	every tools in [[], ["a:read", "b:read"], null, "mail", {"a": "mail"}] {
		raised(with_system({"autonomy": {"tools": tools}})) == []
	}
}

test_an_agentic_system_without_tools_is_taken_to_act if {
	agentic := with_system({"type": "agentic"})
	raised(agentic) == []
	raised(json.remove(agentic, ["system/autonomy/tools"])) == [["acting_tools", "limited"]]
	raised(object.union(agentic, {"system": {"autonomy": {"tools": []}}})) == [["acting_tools", "limited"]]
	[reason.value | some reason in reasons(json.remove(agentic, ["system/autonomy"]))][1] == null
}

test_a_million_people_turn_high_into_critical if {
	many := {"affected_persons_per_year": 1000000}
	raised(with_decision(many)) == []
	raised(with_decision(object.union(many, {"domain": "health"}))) == [
		["health", "high"],
		["million_persons", "critical"],
	]
	fewer := {"affected_persons_per_year": 999999, "domain": "health"}
	raised(with_decision(fewer)) == [["health", "high"]]
	raised(with_decision({"affected_persons_per_year": "1000000", "domain": "health"})) == [["health", "high"]]
}

test_a_million_people_turn_a_declared_high_into_critical if {
	document := object.union(
		with_decision({"affected_persons_per_year": 1000000}),
		{"classification": {"declared_tier": "high"}},
	)
	effective(document) == "critical"
	raised(document) == [["million_persons", "critical"]]
}

test_the_highest_reason_decides_and_all_are_kept_in_order if {
	document := object.union(
		with_system({"interacts_with_public": true, "decision": {"domain": "health"}}),
		{"classification": {"eu": {"class": "transparency"}}},
	)
	effective(document) == "high"
	raised(document) == [["eu_class", "limited"], ["health", "high"], ["public_interaction", "limited"]]
}

test_reasons_stand_in_the_order_of_their_sources if {
	everything := object.union(
		with_level({"level": 2}),
		{
			"classification": {
				"declared_tier": "high",
				"eu": {
					"class": "high",
					"gpai": "gpai_systemic",
					"annex_iii_points": ["1"],
					"art27_required": true,
				},
				"regimes": [{"regime": "internal", "class": "odd"}, {"regime": "eu_ai_act", "class": "prohibited"}],
			},
			"system": {
				"personal_data": "special_category",
				"interacts_with_public": true,
				"generates_content": true,
				"vulnerable_groups": ["children"],
				"autonomy": {"tools": ["mail"]},
				"decision": {
					"role": "decides_autonomously",
					"domain": "education",
					"legal_effect": true,
					"reversibility": "irreversible",
					"affected_persons_per_year": 2000000,
				},
			},
		},
	)
	[reason.code | some reason in reasons(everything)] == [
		"declared",
		"eu_class",
		"eu_gpai_systemic",
		"eu_annex_iii",
		"eu_fria",
		"regime_unrecognised",
		"eu_prohibited",
		"canada_aia_level",
		"annex_iii_domain",
		"autonomous_legal_effect",
		"irreversible",
		"special_category",
		"vulnerable_groups",
		"public_interaction",
		"generated_content",
		"acting_tools_legal_effect",
		"million_persons",
	]
	effective(everything) == "critical"
}

test_a_long_value_is_cut if {
	tools := [$"tool-{i}" | some i in numbers.range(1, 500)]
	some reason in reasons(with_system({"autonomy": {"tools": tools}}))
	reason.code == "acting_tools"
	count(reason.value) == data.tables.FINDING.elements
}

# METADATA
# title: A quiet system that a Canadian assessment has looked at
with_level(score) := object.union(quiet, {"impact_assessment": {"methodology": "canada_aia", "score": score}})

test_the_level_of_a_canadian_assessment_means_a_tier if {
	every level, expected in {1: "minimal", 2: "limited", 3: "high", 4: "critical"} {
		raised(with_level({"level": level})) == [["canada_aia_level", expected]]
		effective(with_level({"level": level})) == expected
	}
	some reason in reasons(with_level({"level": 3}))
	reason == {
		"code": "canada_aia_level",
		"source": "impact_assessment.score.level",
		"value": 3,
		"tier": "high",
		"finding": null,
	}
}

test_a_canadian_assessment_without_a_level_needs_a_person if {
	every score in [{}, {"level": null}, {"level": 0}, {"level": 5}, {"level": "3"}, {"level": 2.5}, {"level": [3]}, null] {
		raised(with_level(score)) == [["canada_aia_level_missing", "none"]]
		some reason in reasons(with_level(score))
		reason.finding == "review"
	}
	raised(object.union(quiet, {"impact_assessment": {"methodology": "canada_aia"}})) == [["canada_aia_level_missing", "none"]]
}

test_a_level_of_another_assessment_says_nothing if {
	every methodology in ["fria", "CANADA_AIA", null] {
		raised(object.union(with_level({"level": 4}), {"impact_assessment": {"methodology": methodology}})) == []
	}
}

# METADATA
# title: A system whose exemption of Article 6(3) is claimed and proved
exempted(fields) := object.union(
	testing.with_evidence(
		testing.with_blocks(testing.base("minimal", "prod"), fields),
		[testing.item("e", "art6_3_exemption", {"approved_by": {
			"role": "legal",
			"person": {"id": "bo@example.org"},
			"decision": "approve",
			"at": "10 days ago",
		}})],
	),
	{"classification": object.union_n([
		{"declared_tier": "minimal", "regimes": [{"regime": "eu_ai_act", "class": "high", "evidence": {"evidence_id": "e"}}]},
		object.get(fields, "classification", {}),
		{"eu": object.union({"art6_3_exemption": true}, object.get(fields, ["classification", "eu"], {}))},
	])},
)

test_a_proved_exemption_replaces_what_annex_iii_says_and_asks_a_person if {
	named := exempted({"system": {"decision": {"domain": "education"}}})
	raised(named) == [["regime_class", "high"], ["art6_3_exemption", "limited"]]
	some reason in reasons(named)
	reason == {
		"code": "art6_3_exemption",
		"source": "classification.eu.art6_3_exemption",
		"value": true,
		"tier": "limited",
		"finding": "review",
	}
	pointed := exempted({"classification": {"eu": {"annex_iii_points": ["3"]}}})
	raised(pointed) == [["regime_class", "high"], ["art6_3_exemption", "limited"]]
}

test_an_exemption_from_nothing_says_nothing if raised(exempted({})) == [["regime_class", "high"]]

test_an_exemption_replaces_no_other_row if {
	fields := {
		"classification": {"eu": {"class": "high", "art27_required": true, "gpai": "gpai_systemic"}},
		"system": {"decision": {"domain": "education", "reversibility": "irreversible"}},
	}
	raised(exempted(fields)) == [
		["eu_class", "high"],
		["eu_gpai_systemic", "critical"],
		["eu_fria", "high"],
		["regime_class", "high"],
		["art6_3_exemption", "limited"],
		["irreversible", "high"],
	]
}

test_an_exemption_without_proof_changes_nothing[note] if {
	proved := exempted({"system": {"decision": {"domain": "education"}}})
	some note, document in {
		"no evidence": testing.changed(proved, "/evidence", []),
		"no reference": testing.removed(proved, "/classification/regimes/0/evidence"),
		"another regime": testing.changed(proved, "/classification/regimes/0/regime", "internal"),
		"not by legal": testing.changed(proved, "/evidence/0/approved_by/role", "risk_owner"),
		"for the whole unit": testing.changed(proved, "/evidence/0/applies_to", ["lending", "*"]),
		"file not checked": testing.changed(proved, "/facts/evidence/e/digest_ok", null),
		"another kind": testing.changed(proved, "/evidence/0/kind", "tier_confirmation"),
		"too old": testing.changed(proved, "/evidence/0/issued_at", "366 days ago"),
	}
	["annex_iii_domain", "high"] in raised(document)
	effective(document) == "high"
}

test_every_source_of_the_table_is_one_that_can_speak if {
	spoken := {reason.code |
		some document in [
			with_eu({"class": "prohibited", "gpai": "gpai_systemic", "annex_iii_points": ["1"], "art27_required": true}),
			with_eu({"class": "high"}),
			with_decision({
				"domain": "education",
				"role": "decides_autonomously",
				"legal_effect": true,
				"reversibility": "irreversible",
			}),
			with_decision({"domain": "safety_component"}),
			with_decision({"domain": "health"}),
			with_system({"personal_data": "special_category", "vulnerable_groups": ["children"]}),
			with_system({"interacts_with_public": true, "generates_content": true}),
			with_system({"autonomy": {"tools": ["mail"]}}),
			with_system({"autonomy": {"tools": ["mail"]}, "decision": {"legal_effect": true}}),
			with_level({"level": 1}),
			with_level({}),
			exempted({"system": {"decision": {"domain": "education"}}}),
		]
		some reason in reasons(document)
		reason.source != "classification.regimes[].class"
	}
	sources := data.tables.TIER.sources
	spoken == {source.code | some source in array.concat(sources.classes, sources.facts)}
}
