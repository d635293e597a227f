# METADATA
# scope: package
# title: A system that informs everybody and is used well
# description: |
#   A screening of job applicants at the high tier, in production, of which every rule of A.8 and A.9 holds. Tests
#   change some of it: `altered` takes an object of JSON pointers and values, where `gone` takes the value away.
package testing.use_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := testing.gone

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := testing.altered(good, changes)

good := testing.with_evidence(object.union(testing.base("high", "prod"), blocks), evidence)

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [docs, method, plan, process, approval, objectives]

docs := testing.item("docs", "user_docs", {
	"version": "4.2",
	"fields": {
		"sections": {"purpose": "#1", "override": "#2", "limitations": "#3", "contact": "#4", "updates": "page 9"},
		"reporting_channel": "https://example.org/report",
		"response_sla_days": 14,
	},
})

method := testing.item("method", "explainability", {})

plan := testing.item("plan", "incident_plan", {})

process := testing.item("process", "use_process", {"applies_to": ["lending"]})

approval := testing.item("approval", "use_approval", {"fields": {
	"cost_checked": true,
	"sourcing_checked": true,
	"legal_checked": true,
}})

objectives := testing.item("objectives", "use_objectives", {"applies_to": ["*"]})

# METADATA
# title: The approved fix of an open incident
fix := testing.item("fix", "incident_fix", {"fields": {"version": "4.2.0", "incident_ids": ["INC-1", "INC-2"]}})

blocks := {
	"request": {"action": "update", "regions": ["eu-se", "NO"]},
	"system": {
		"interacts_with_public": true,
		"generates_content": true,
		"personal_data": "personal",
		"decision": {"role": "decides_with_review", "domain": "employment", "legal_effect": true},
		"intended_uses": [
			{
				"id": "screen",
				"description": "Recruiters sort the applications",
				"users": ["recruiters", "team leads"],
				"context": "In the office",
				"domain": "employment",
				"regions": ["eea"],
			},
			{
				"id": "report",
				"description": "Analysts count the applications",
				"users": ["analysts"],
				"context": "Once a year",
				"domain": "other",
				"regions": ["*"],
			},
		],
		"prohibited_uses": ["Ranking of staff", "domain:health"],
		"foreseeable_misuse": [
			{"description": "The rank decides", "mitigation": "A reason is asked for"},
			{"description": "Applicants copy words", "mitigation": "Interviews"},
		],
	},
	"classification": {
		"eu": {"role": "provider_and_deployer", "class": "high", "annex_iii_points": ["4(a)"]},
		"regimes": [{"regime": "eu_ai_act", "class": "high"}, {"regime": "gdpr"}],
	},
	"customers": [],
	"models": [
		{
			"id": "ranker",
			"source": "in_house",
			"licence": {"expression": "proprietary"},
			"out_of_scope_uses": ["Hiring without a recruiter"],
		},
		{
			"id": "encoder",
			"source": "open_weights",
			"licence": {"expression": "MIT", "custom_uri": "https://example.org/licence"},
			"out_of_scope_uses": ["Medical use", "Texts in other languages"],
		},
	],
	"impact_assessment": {"score": {"level": 3}},
	"explainability": {
		"level": "local",
		"decision_reasons_available": true,
		"doc": {"evidence_id": "method"},
	},
	"transparency": {
		"user_docs": {"evidence_id": "docs"},
		"ai_interaction_disclosure": {
			"implemented": true,
			"channels": ["application form", "letter"],
			"text": "An AI system sorts your application",
		},
		"content_marking": {"method": "metadata", "verified_at": "10 days ago"},
		"notice_to_affected": {"implemented": true, "text": "An AI system took part"},
		"external_reporting_channel": "https://example.org/report",
		"public_register": {"required": true, "uri": "https://example.org/register/7", "published_at": "10 days ago"},
		"interested_parties": [
			{
				"party": "job applicants",
				"information": ["that a rank is used", "how to appeal"],
				"channel": "letter",
				"obligation": "EU_AI_Act : Art 26(11); gdpr: Art 13",
			},
			{
				"party": "Data protection Authority",
				"information": ["technical file"],
				"channel": "portal",
			},
			{
				"party": "Works Council",
				"information": ["use of the rank"],
				"channel": "meeting",
				"obligation": "eu_ai_act: Art 26(7)",
				"delivered_at": "10 days ago",
			},
		],
	},
	"oversight": {
		"mode": "human_in_the_loop",
		"roles": [
			{
				"role": "lead",
				"persons": [{"id": "ada@example.org"}, {"id": "bo@example.org"}],
				"authority": ["observe", "override"],
				"training": [{"course": "oversight", "completed_at": "10 days ago", "expires_at": "in 30 days"}],
			},
			{
				"role": "duty officer",
				"persons": [{"id": "bo@example.org"}],
				"authority": ["stop"],
				"training": [
					{"course": "literacy", "completed_at": "1000 days ago"},
					{"course": "oversight", "completed_at": "10 days ago"},
				],
			},
			{"role": "observer", "persons": [], "authority": ["observe"]},
		],
		"override": {"available": true, "logged": true},
		"stop": {"available": true, "mean_seconds_to_stop": 60, "last_tested_at": "10 days ago"},
		"escalation": {"contact": "oversight@example.org", "sla_minutes": 0},
		"automation_bias_measures": ["A first view before the rank", "Blind tests"],
		"appeal": {"available": true, "channel": "letter", "sla_days": 14, "human_reviewer": true},
	},
	"operations": {
		"incident": {
			"plan": {"evidence_id": "plan"},
			"contacts": ["duty@example.org", "press@example.org"],
			"customer_notice_hours": 24,
			"authority_notice_hours": 240,
			"fatal_notice_hours": 120,
			"widespread_notice_hours": 24,
			"drill_at": "10 days ago",
		},
		"monitoring": {"metrics": [
			{"name": "gap", "objective": "fairness"},
			{"name": "overrides", "objective": "accountability"},
			{"name": "notices", "objective": "transparency"},
			{"name": "reasons", "objective": "explainability"},
			{"name": "uptime", "objective": "reliability"},
			{"name": "drift", "objective": "robustness"},
			{"name": "leaks", "objective": "privacy_security"},
			{"name": "contrast", "objective": "accessibility"},
		]},
	},
	"requirements": {"items": [
		{"id": "R1", "objective": "performance"},
		{"id": "R2", "objective": "safety", "tests": ["run-1", "run-2"]},
	]},
	"evaluation": {"runs": [{"id": "run-1", "status": "fail"}, {"id": "run-2", "status": "pass"}]},
	"organisation": {"aims": {
		"use_process": {"evidence_id": "process"},
		"use_objectives": {"evidence_id": "objectives"},
	}},
	"resources": {"people": [
		{"role": "developer", "person": {"id": "ada@example.org"}},
		{
			"role": "Operator",
			"person": {"id": "bo@example.org"},
			"competence": [
				{"course": "literacy", "completed_at": "1000 days ago"},
				{"course": "operation", "completed_at": "10 days ago", "expires_at": "in 30 days"},
			],
		},
	]},
	"facts": {"text": {
		"/system/intended_uses/0/description": {"chars": 160, "words": 8},
		"/system/intended_uses/1/description": {"chars": 160, "words": 8},
		"/system/prohibited_uses/0": {"chars": 160, "words": 8},
		"/transparency/notice_to_affected/text": {"chars": 160, "words": 8},
	}},
}
