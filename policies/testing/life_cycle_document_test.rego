# METADATA
# scope: package
# title: A system that was developed, evaluated and deployed well
# description: |
#   Three models, one of our own, one with open weights and one that is called at its vendor; an update in production, of
#   which every rule of A.6.1.2 to A.6.2.5 holds at every tier. Tests change some of it with `altered`.
package testing.life_cycle_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := testing.gone

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := testing.altered(good, changes)

good := object.union(
	testing.with_evidence(object.union(testing.base("critical", "prod"), blocks), evidence),
	{"facts": facts},
)

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

# METADATA
# title: A digest with this value
digest(value) := {"alg": "sha256", "value": value}

evidence := [
	testing.item("objectives", "dev_objectives", {"applies_to": ["*"]}),
	testing.item("process", "dev_process", {"applies_to": ["lending"]}),
	testing.item("spec", "requirements_spec", {"fields": {"objectives_excluded": [{
		"objective": "accessibility",
		"reason": prose,
	}]}}),
	testing.item("design", "design_doc", {"version": "v4.2"}),
	testing.item("architecture", "architecture", {}),
	testing.item("threats", "threat_model", {"fields": {"threats": [
		{"threat": "poisoning", "mitigation": "Only labelled files are read."},
		{"threat": "evasion", "mitigation": "Inputs outside of the range are refused."},
		{"threat": "extraction", "mitigation": "Queries are limited."},
		{"threat": "prompt_injection", "mitigation": "The system takes no text."},
	]}}),
	testing.item("plan", "evaluation_plan", {}),
	testing.item("report", "evaluation_report", {
		"assertion": "third_party",
		"fields": {"digests": ["aa", "bb", "ee"]},
	}),
	testing.item("attack", "red_team_report", {"assertion": "third_party", "fields": {"digests": ["aa"]}}),
	testing.item("rollback", "rollback_test", {"fields": {"target_version": "4.1.0", "minutes": 5}}),
]

# METADATA
# title: A text; how long it is, the facts say
prose := "At least eight different words, so that this text says something to somebody."

blocks := {
	"request": {
		"action": "update",
		"requested_by": {"id": "req@example.org"},
		"change": {"ticket": "https://tracker.example.org/CH-7"},
		"rollout": {
			"strategy": "canary",
			"initial_traffic_pct": 10,
			"abort_criteria": [
				{"metric": "error_rate", "op": ">", "value": 0.02, "window_minutes": 1},
				{"metric": "latency", "op": ">=", "value": 0, "window_minutes": 60},
			],
		},
	},
	"system": {
		"type": "predictive_ml",
		"purpose": prose,
		"owner": {"id": "ada@example.org", "type": "human"},
		"autonomy": {"continuous_learning": false, "tools": []},
	},
	"organisation": {"aims": {
		"dev_objectives": {"evidence_id": "objectives"},
		"dev_process": {"evidence_id": "process"},
	}},
	"requirements": {"spec": {"evidence_id": "spec"}, "items": requirements},
	"design": {
		"code": {
			"repo": "https://git.example.org/scoring",
			"commit": "0123456789abcdef0123456789abcdef01234567",
			"signed": true,
		},
		"doc": {"evidence_id": "design"},
		"architecture": {"evidence_id": "architecture"},
		"threat_model": {"evidence_id": "threats"},
		"design_reviews": [
			review("concept", "400 days ago"),
			review("design", "200 days ago"),
			review("development", "100 days ago"),
			review("verification", "10 days ago"),
		],
	},
	"models": [
		{
			"id": "scorer",
			"source": "in_house",
			"artifact": {"digest": digest("aa"), "format": "safetensors"},
		},
		{
			"id": "encoder",
			"source": "open_weights",
			"artifact": {"digest": digest("bb"), "format": "onnx"},
			"base_models": [{"name": "skogs-base", "version": "1.2"}],
		},
		{"id": "writer", "source": "vendor_api", "artifact": {"format": "api"}},
	],
	"resources": {
		"compute": {"environment_digest": digest("ee")},
		"people": [{"role": "Developer", "person": {"id": "dev@example.org"}}],
	},
	"data": [
		{"id": "loans", "role": ["train"], "digest": digest("11"), "personal_data": "none"},
		{"id": "held-out", "role": ["test"], "digest": digest("22"), "personal_data": "none"},
	],
	"evaluation": {"plan": {"evidence_id": "plan"}, "runs": array.concat([performance], [run(kind, "ee") |
		some kind in ["safety", "security", "fairness", "robustness", "privacy", "usability"]
	])},
	"fairness": {
		"protected_attributes": ["sex", "age-band"],
		"metrics": [group(name, slice) |
			some name in ["selection_rate", "tpr"]
			some slice in [{"sex": "f"}, {"sex": "m"}, {"age-band": "old"}, {"age-band": "young"}]
		],
		"justification": prose,
	},
	"security": {
		"red_team": [attack],
		"model_scan": {"unsafe_ops": 0, "scanned_at": "10 days ago"},
	},
	"approvals": [
		approval("system_owner", "ada@example.org"),
		approval("risk_owner", "bo@example.org"),
		approval("independent", "eva@example.org"),
		approval("accountable_executive", "ceo@example.org"),
		approval("peer", "per@example.org"),
	],
	"operations": {
		"rollback": {"available": true, "target_version": "4.1.0", "max_minutes": 5, "tested_at": "10 days ago"},
		"failsafe": {"description": prose, "tested_at": "10 days ago"},
	},
}

requirements := [requirement |
	some objective in [
		"fairness", "safety", "security", "privacy", "robustness", "transparency", "accountability",
		"accessibility", "data", "human_ai_interaction",
	]
	requirement := {
		"id": $"R-{objective}",
		"text": $"The score on {objective} is high enough.",
		"objective": objective,
		"metric": $"{objective}_score",
		"op": ">=",
		"threshold": 0.8,
		"unit": "ratio",
		"tests": ["performance"],
	}
]

# The run that measures every requirement, in the order of the requirements.
performance := object.union(run("performance", "aa"), {"metrics": [metric(requirement.metric) |
	some requirement in requirements
]})

run(kind, artefact) := {
	"id": kind,
	"kind": kind,
	"status": "pass",
	"model_digest": digest(artefact),
	"dataset_id": "held-out",
	"started_at": "10 days ago",
	"independent": true,
	"evaluator": {"id": "eva@example.org"},
	"report": {"evidence_id": "report"},
	"metrics": [metric(kind)],
}

metric(name) := {
	"name": name,
	"value": 0.9,
	"unit": "ratio",
	"n": 5000,
	"ci": {"level": 0.95, "lower": 0.85, "upper": 0.95},
	"passed": true,
}

group(name, slice) := {"name": name, "slice": slice, "value": 0.9, "unit": "ratio", "n": 100}

attack := {
	"tool": "garak",
	"target": "system",
	"run_at": "10 days ago",
	"model_digest": digest("aa"),
	"attempts": 1000,
	"successes": 10,
	"asr_upper_95": 0.02,
	"critical_findings_open": 0,
	"report": {"evidence_id": "attack"},
}

review(stage, when) := {
	"stage": stage,
	"at": when,
	"approved_by": {"id": "bo@example.org", "type": "human"},
}

approval(role, id) := {"role": role, "person": {"id": id}, "decision": "approve", "at": "10 days ago"}

facts := {
	"text": {pointer: {"chars": 200, "words": 8} |
		some pointer in [
			"/system/purpose",
			"/fairness/justification",
			"/operations/failsafe/description",
			"/evidence/2/fields/objectives_excluded/0/reason",
		]
	},
	"identity": {
		"eva@example.org": person([]),
		"per@example.org": person([]),
		"ceo@example.org": person(["accountable_executive"]),
	},
	"approvals": [{"subject_ok": true, "signature_ok": true} | some _ in blocks.approvals],
	"artifacts": {
		"scorer": {"digest_ok": true, "signature_ok": true},
		"encoder": {"digest_ok": true, "signature_ok": true},
	},
	"live": {"version": "4.1.0", "digests": ["sha256:aa"]},
	"staged": ["sha256:aa", "sha256:bb", "sha256:ee"],
	"registries": {"code_signed": true},
}

person(roles) := {"active": true, "human": true, "roles": roles, "authority": null}
