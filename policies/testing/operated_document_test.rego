# METADATA
# scope: package
# title: A system that is operated well
# description: |
#   A credit scoring at the high tier, in production, of which the rules on monitoring, technical documentation and
#   event logs hold. Tests change some of it: `altered` takes an object of JSON pointers and values, where `gone` takes
#   the value away.
package testing.operated_document

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

evidence := [plan, analysis, design, docs, file, annex, log_test, dpia]

plan := testing.item("plan", "monitoring_plan", {"fields": {"retrain_gate": {"evaluated": true, "approved": true}}})

analysis := testing.item("analysis", "breach_resolution", {"fields": {"version": "4.2.0", "breaches": 2}})

design := testing.item("design", "design_doc", {"language": "sv"})

docs := testing.item("docs", "user_docs", {"language": "EN-gb"})

file := testing.item("file", "technical_documentation", {"language": "sv", "fields": {"annex_iv": [1, 2, 3, 4]}})

annex := testing.item("annex", "technical_documentation", {"language": "sv", "fields": {"annex_iv": [9, 8, 7, 6, 5, 4]}})

log_test := testing.item("log-test", "log_test", {"fields": {
	"sink": "https://logs.example.org/scoring",
	"tamper_evident": true,
	"pii_redacted": true,
}})

dpia := testing.item("dpia", "dpia", {})

metric(kind) := {
	"name": kind,
	"kind": kind,
	"method": "Stability index of all inputs",
	"threshold": 0.2,
	"op": "<=",
	"check_interval_minutes": 15,
	"alert_to": ["oncall@example.org", "owner@example.org"],
}

blocks := {
	"request": {
		"action": "update",
		"synthetic_data_only": false,
		"change": {"types": ["threshold_change", "retrain"], "requested_at": "10 days ago"},
	},
	"system": {
		"personal_data": "personal",
		"autonomy": {"continuous_learning": false},
		"intended_uses": [
			{"id": "score", "description": "Officers score the applications"},
			{"id": "report", "description": "Analysts count the applications"},
		],
	},
	"classification": {"eu": {"role": "provider", "class": "high", "annex_iii_points": ["5(b)"]}},
	"models": [
		{
			"id": "scorer",
			"source": "in_house",
			"artifact": {"digest": {"alg": "sha256", "value": "aa"}},
			"card": {"uri": "https://example.org/scorer", "last_updated": "10 days ago"},
			"limitations": ["Not for the self-employed", "Not after a crisis"],
			"out_of_scope_uses": ["Marketing"],
		},
		{
			"id": "encoder",
			"source": "open_weights",
			"artifact": {"digest": {"alg": "sha256", "value": "bb"}},
			"card": {"uri": "https://example.org/encoder", "last_updated": "400 days ago"},
			"limitations": ["Weak in Finnish"],
			"out_of_scope_uses": ["Medical use", "Legal use"],
		},
	],
	"data": [
		{"id": "train", "role": ["train"], "personal_data": "personal"},
		{
			"id": "applications",
			"role": ["rag", "production_input"],
			"personal_data": "personal",
			"acquisition": {"legal_basis": "contract"},
			"dpia": {"evidence_id": "dpia"},
		},
		{"id": "rates", "role": ["production_input"], "personal_data": "none"},
	],
	"design": {"doc": {"evidence_id": "design"}},
	"transparency": {"user_docs": {"evidence_id": "docs"}},
	"operations": {
		"monitoring": {
			"plan": {"evidence_id": "plan"},
			"owner": {"id": "ada@example.org"},
			"started": true,
			"metrics": [
				metric("performance"),
				metric("data_drift"),
				metric("concept_drift"),
				metric("fairness"),
				metric("safety"),
				metric("security"),
				object.union(metric("cost"), {"check_interval_minutes": 43200}),
			],
		},
		"support": {"hours": "Mon-Fri 8-17", "contact": "support@example.org"},
		"update_policy": "A learned model is evaluated and approved first",
		"logging": {
			"enabled": true,
			"events": ["use_start", "use_end", "input_ref", "output", "out_of_range", "override", "error", "access"],
			"retention_days": 365,
			"tamper_evident": true,
			"tested_at": "10 days ago",
			"sink": "https://logs.example.org/scoring",
			"pii_redacted": true,
		},
	},
	"facts": {
		"text": {
			"/operations/update_policy": {"chars": 200, "words": 8},
			"/system/intended_uses/0/description": {"chars": 160, "words": 8},
			"/system/intended_uses/1/description": {"chars": 160, "words": 8},
			"/models/0/limitations/0": {"chars": 160, "words": 8},
			"/models/0/limitations/1": {"chars": 160, "words": 8},
			"/models/0/out_of_scope_uses/0": {"chars": 160, "words": 8},
			"/models/1/limitations/0": {"chars": 160, "words": 8},
			"/models/1/out_of_scope_uses/0": {"chars": 160, "words": 8},
			"/models/1/out_of_scope_uses/1": {"chars": 160, "words": 8},
		},
		"card_score": {"scorer": 80, "encoder": 100},
		"live": {"version": "4.1.0", "digests": ["sha256:cc"]},
		"history": {"breaches_30d": 2},
		"registries": {"monitor_probe_ok": true},
	},
	"clock": {"days_since": {"10.9 days ago": 10.9, "11 days ago": 11, "9 days ago": 9}},
}
