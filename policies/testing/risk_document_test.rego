# METADATA
# scope: package
# title: A system whose risks, people and evidence are in order
# description: |
#   A credit scoring at the high tier, in production, of which every rule of the clauses on risk, objectives, change,
#   competence and documented information holds. Tests change some of it: `altered` takes an object of JSON pointers and
#   values, where `gone` takes the value away.
package testing.risk_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := "(gone)"

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := altered_of(good, changes)

# METADATA
# title: Another document with other values at some pointers
altered_of(document, changes) := json.patch(document, [operation |
	some pointer, value in changes
	operation := _operation(pointer, value)
])

_operation(pointer, value) := {"op": "remove", "path": pointer} if value == gone

_operation(pointer, value) := {"op": "add", "path": pointer, "value": value} if value != gone

good := testing.with_evidence(object.union(testing.base("high", "prod"), blocks), evidence)

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [assessment, plan, statement, communication, policy, diploma, badge]

assessment := testing.item("assessment", "risk_assessment", {"version": "1", "fields": {
	"criteria_version": "RC-1",
	"impact_links": [{"risk": "K1", "impact": "IA-1"}, {"risk": "K6", "impact": "S1"}],
}})

plan := testing.item("plan", "risk_treatment_plan", {"version": "1"})

statement := testing.item("statement", "soa", {"version": "2", "approved_by": {
	"role": "board",
	"person": {"id": "bo@example.org"},
	"decision": "approve",
	"at": "10 days ago",
}})

communication := testing.item("communication", "communication", {"version": "1", "fields": {"acknowledgements": [
	{"person": "bo@example.org", "policy_version": "4", "at": "100 days ago"},
	{"person": "ada@example.org", "policy_version": "5", "at": "10 days ago"},
	{"person": "bo@example.org", "policy_version": "5", "at": "0 days ago"},
]}})

policy := testing.item("policy", "ai_policy", {"version": "5", "applies_to": ["*"]})

diploma := testing.item("diploma", "training_certificate", {"version": "1"})

badge := testing.item("badge", "training_certificate", {"version": "1"})

# METADATA
# title: A record of training that counts, with a certificate
record(course, certificate) := {
	"course": course,
	"completed_at": "10 days ago",
	"certificate": {"evidence_id": certificate},
}

person(role, id, course) := {
	"role": role,
	"person": {"id": id},
	"competence": [
		record("ai_literacy", "diploma"),
		record("responsible_use", "diploma"),
		record(course, "badge"),
	],
}

risk(number, source) := {
	"id": $"K{number}",
	"description": $"Risk number {number}",
	"source": source,
	"likelihood": 1,
	"impact": 5,
	"treatment": "mitigate",
	"controls": ["A.7.4"],
	"residual_level": "low",
	"owner": {"id": "bo@example.org"},
	"due": "in 30 days",
}

approval := {
	"role": "risk_owner",
	"person": {"id": "bo@example.org"},
	"decision": "approve",
	"at": "10 days ago",
}

# A grave risk that is under treatment and was accepted for the time being, and one that is accepted for good.
risks := [
	risk(1, "data"),
	object.union(risk(2, "model"), {"residual_level": "high", "accepted_by": approval}),
	risk(3, "human"),
	risk(4, "environment"),
	risk(5, "third_party"),
	object.union(risk(6, "security"), {"treatment": "accept", "controls": [], "accepted_by": approval}),
]

entries := array.concat(
	[{"control_id": control, "applicable": true, "implemented": "yes"} |
		some control in data.tables.SOA.controls
		control != "A.10.4"
	],
	[
		{"control_id": "A.10.4", "applicable": false, "implemented": "no", "justification": "We have no customers"},
		{"control_id": "OWN-1", "applicable": true, "implemented": "partial"},
	],
)

# METADATA
# title: The place of the excluded control in the Statement of Applicability
excluded := 37

blocks := {
	"request": {"action": "update", "change": {
		"types": ["retrain", "config"],
		"summary": "Retrains the score",
		"ticket": "https://tracker.example.org/7",
		"requested_at": "100 days ago",
		"from_version": "4.1.0",
	}},
	"risk": {
		"assessment": {"evidence_id": "assessment"},
		"performed_at": "10 days ago",
		"risk_criteria": {"version": "RC-1", "acceptance_level": "medium"},
		"risks": risks,
		"treatment_plan": {"evidence_id": "plan"},
		"soa": {
			"evidence": {"evidence_id": "statement"},
			"version": "2",
			"date": "10 days ago",
			"entries": entries,
		},
	},
	"impact_assessment": {
		"id": "IA-1",
		"status": "approved",
		"approved_by": approval,
		"individuals": [{"id": "I1"}],
		"groups": [{"id": "G1"}],
		"society": [{"id": "S1"}],
		"environment": [{"id": "E1"}],
		"benefits": [{"id": "B1"}],
	},
	"organisation": {"aims": {
		"communication": {"evidence_id": "communication"},
		"policy": {"evidence_id": "policy"},
		"objectives": [
			{"text": "Answer 95 percent", "owner": {"id": "bo@example.org"}, "due": "in 30 days", "status": "open"},
			{"text": "Keep 0.8", "owner": {"id": "ada@example.org"}, "due": "100 days ago", "status": "met"},
		],
	}},
	"models": [
		{"id": "scorer", "source": "in_house", "artifact": {"digest": {"alg": "sha256", "value": "aa"}}},
		{"id": "writer", "source": "vendor_api", "supplier_id": "sup-model"},
	],
	"data": [
		{"id": "loans", "acquisition": {"method": "collected"}},
		{"id": "bureau", "acquisition": {"method": "purchased", "supplier_id": "sup-data"}},
		{"id": "labels", "acquisition": {"method": "derived", "supplier_id": "sup-labels"}},
	],
	"suppliers": [
		{"id": "sup-model", "role": ["hosting", "model"]},
		{"id": "sup-data", "role": ["data"]},
		{"id": "sup-labels", "role": ["annotation"]},
		{"id": "sup-tool", "role": ["tool"]},
	],
	"customers": [{"segment": "savings banks"}],
	"responsibility_matrix": [
		{"activity": "design", "accountable": "org"},
		{"activity": "data", "accountable": "lending"},
		{"activity": "operation", "accountable": "savings banks"},
		{"activity": "monitoring", "accountable": "sup-tool"},
	],
	"resources": {
		"compute": {"environment_digest": {"alg": "sha256", "value": "ee"}},
		"people": [
			person("developer", "ada@example.org", "secure_ai_development"),
			person("Operator", "bo@example.org", "ai_operation"),
			{"role": "clerk", "person": {"id": "cy@example.org"}},
		],
	},
	"oversight": {"roles": [
		{
			"role": "lead",
			"max_decisions_per_hour": 10,
			"observed_decisions_per_hour": 10,
			"training": [record("ai_literacy", "diploma"), record("human_oversight", "badge")],
		},
		{
			"role": "duty officer",
			"max_decisions_per_hour": 0.5,
			"observed_decisions_per_hour": 0,
			"training": [record("human_oversight", "badge")],
		},
	]},
	"facts": {
		"live": {"version": "4.1.0", "digests": ["sha256:aa"]},
		"text": object.union(
			{
				"/request/change/summary": {"chars": 160, "words": 8},
				$"/risk/soa/entries/{excluded}/justification": {"chars": 160, "words": 8},
			},
			{$"/risk/risks/{place}/description": {"chars": 160, "words": 8} | some place, _ in risks},
		),
	},
}
