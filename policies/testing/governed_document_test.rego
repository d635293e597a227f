# METADATA
# scope: package
# title: A system whose organisation is governed well
# description: |
#   A credit scoring at the high tier, in production, of which the rules on context, leadership, performance, audit,
#   review and improvement hold. Tests change some of it: `altered` takes an object of JSON pointers and values, where
#   `gone` takes the value away.
package testing.governed_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := "(gone)"

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := json.patch(good, [operation |
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

evidence := [context, scope, leadership, policy, kpis, audit, review, cause]

context := testing.item("context", "context", {"fields": {"ai_roles": ["provider", "user"]}})

scope := testing.item("scope", "scope", {"fields": {"includes": ["lending", "payments"], "excludes": ["pricing"]}})

leadership := testing.item("leadership", "leadership", {
	"approved_by": approved_by("ceo"),
	"fields": {"delegations": [
		{"person": "bo@example.org", "valid_from": "100 days ago", "valid_to": "in 100 days"},
		{"person": "cy@example.org", "valid_from": "1000 days ago", "valid_to": "in 1 days"},
	]},
})

policy := testing.item("policy", "ai_policy", {
	"approved_by": approved_by("board"),
	"version": "5.0",
	"fields": {"commitments": {"applicable_requirements": true, "continual_improvement": true}},
})

kpis := testing.item("kpis", "kpi_report", {})

audit := testing.item("audit", "internal_audit", {"fields": {
	"auditor": "eli@example.org",
	"programme": {
		"families": ["CL", "A.2", "A.3", "A.4", "A.5", "A.6.1", "A.6.2", "A.7", "A.8", "A.9", "A.10"],
		"cycle_end": "in 100 days",
	},
}})

review := testing.item("review", "management_review", {
	"approved_by": approved_by("accountable_executive"),
	"fields": {"decisions": [
		{"text": "Fund a second post", "owner": "bo@example.org"},
		{"text": "Shorten the alert route", "owner": "cy@example.org"},
	]},
})

cause := testing.item("cause", "root_cause", {"fields": {
	"rules": ["A.7.5-1", "A.6.2.4-3"],
	"root_cause": letters(160),
}})

approved_by(role) := {"role": role, "person": {"id": "dee@example.org"}, "decision": "approve", "at": "10 days ago"}

# METADATA
# title: A text of so many characters
letters(n) := concat("", ["x" | some _ in numbers.range(1, n)])

blocks := {
	"request": {
		"action": "update",
		"requested_by": {"id": "ada@example.org"},
		"change": {"types": ["retrain"], "summary": "Fixes NC-3 (drift) and NC-4."},
	},
	"system": {
		"owner": {"id": "petra@example.org"},
		"accountable_executive": {"id": "dee@example.org"},
	},
	"classification": {"eu": {"role": "provider_and_deployer"}},
	"approvals": [
		{
			"role": "system_owner",
			"person": {"id": "petra@example.org"},
			"decision": "approve",
			"at": "10 days ago",
			"conditions": [],
		},
		{
			"role": "risk_owner",
			"person": {"id": "bo@example.org"},
			"decision": "approve",
			"at": "10 days ago",
		},
		{
			"role": "accountable_executive",
			"person": {"id": "cy@example.org"},
			"decision": "conditional",
			"at": "1 days ago",
			"conditions": [
				{"id": "C1", "text": "Watch drift", "due": "10 days ago", "met_at": "30 days ago"},
				{"id": "C2", "text": "Watch age bands", "due": "in 30 days"},
			],
		},
		{"role": "ai_governance_board", "person": {"id": "gone@example.org"}, "decision": "reject", "at": "60 days ago"},
	],
	"waivers": [
		{"control_id": "A.7.5", "rule_id": "A.7.5-1", "expires_at": "in 30 days"},
		{"control_id": "A.8.2", "rule_id": "A.8.2-4", "expires_at": "in 1 days"},
	],
	"resources": {"people": [{"role": "developer", "person": {"id": "ada@example.org"}}]},
	"oversight": {"roles": [
		{"role": "lead", "persons": []},
		{"role": "duty officer", "persons": [{"id": "bo@example.org"}, {"id": "cy@example.org"}]},
	]},
	"organisation": {"aims": {
		"context": {"evidence_id": "context"},
		"scope": {"evidence_id": "scope"},
		"leadership": {"evidence_id": "leadership"},
		"policy": {"evidence_id": "policy"},
		"kpis": {"evidence_id": "kpis"},
		"internal_audit": {"evidence_id": "audit"},
		"management_review": {"evidence_id": "review"},
		"improvements": [
			{"text": "Blind reviews", "due": "in 100 days", "status": "open"},
			{"text": "Reports from the pipeline", "due": "100 days ago", "status": "closed"},
			{"text": "A second channel", "due": "400 days ago", "status": "met"},
		],
		"nonconformities": [
			{"id": "NC-1", "severity": "minor", "system_ids": ["credit-scoring"], "due": "30 days ago"},
			{"id": "NC-2", "severity": "major", "system_ids": ["lending"], "due": "90 days ago", "closed_at": "100 days ago"},
			{
				"id": "NC-3",
				"severity": "major",
				"system_ids": ["other", "credit-scoring"],
				"due": "in 30 days",
				"capa_approved": true,
			},
			{"id": "NC-4", "severity": "major", "system_ids": ["credit-scoring"], "due": "0 days ago", "capa_approved": true},
			{"id": "NC-5", "severity": "major", "system_ids": ["pricing"], "due": "60 days ago"},
		],
	}},
	"facts": {
		"identity": {
			"petra@example.org": {"active": true, "human": true, "roles": ["system_owner"], "authority": "minimal"},
			"cy@example.org": {"active": true, "human": true, "roles": ["accountable_executive"], "authority": "critical"},
		},
		"history": {
			"denied_90d": {"A.7.5-1": 3, "A.6.2.4-3": 7, "A.8.2-4": 2},
			"open_conditions": [{"id": "C0", "due": "0 days ago"}, {"id": "C9", "due": "in 30 days"}],
			"incidents_90d": 4,
			"breaches_30d": 0,
		},
	},
	"clock": {"days_since": {"401 days ago": 401, "just over a day ago": 1.1, "not a day ago": 0.9}},
}
