# METADATA
# scope: package
# title: A system whose impacts are assessed
# description: |
#   A scoring of loan applicants with one own and one vendor's model, of which every rule of A.5 holds at every tier above
#   the minimal one. Tests change some of it: `altered` takes an object of JSON pointers and values, where `gone` takes
#   the value away.
package testing.assessed_document

import data.testing

# METADATA
# title: The value that takes away what stands at a pointer
gone := "(gone)"

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := patched(good, changes)

# METADATA
# title: A document with other values at some pointers
patched(document, changes) := json.patch(document, [operation |
	some pointer, value in changes
	operation := _operation(pointer, value)
])

_operation(pointer, value) := {"op": "remove", "path": pointer} if value == gone

_operation(pointer, value) := {"op": "add", "path": pointer, "value": value} if value != gone

# METADATA
# title: The good document
good := testing.with_evidence(object.union(testing.base("high", "prod"), _blocks), evidence)

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [process, record]

process := testing.item("process", "ia_process", {"applies_to": ["lending"]})

record := testing.item("record", "impact_assessment", {
	"approved_by": {"role": "ai_governance_board", "decision": "approve", "at": "10 days ago"},
	"retention_until": "in 3650 days",
	"fields": {"models": [{"id": "letters", "version": "3"}]},
})

# METADATA
# title: The digest of the own model
digest := {"alg": "sha256", "value": "1111111111111111111111111111111111111111111111111111111111111111"}

# METADATA
# title: Where the measure of a text stands
measure(pointer) := $"/facts/text/{replace(pointer, "/", "~1")}"

_blocks := {
	"request": {"change": {"types": ["config", "retrain"], "requested_at": "90 days ago"}},
	"system": {
		"vulnerable_groups": ["Young adults "],
		"foreseeable_misuse": [{"description": "Staff are scored"}, {"description": "The score is sold"}],
	},
	"classification": {
		"eu": {"role": "deployer", "class": "high", "art27_required": true},
		"regimes": [{"regime": "eu_ai_act"}, {"regime": "uk_atrs"}],
	},
	"models": [
		{"id": "scorer", "source": "in_house", "version": "4", "artifact": {"digest": digest}, "energy": {"training_kwh": 38}},
		{"id": "letters", "source": "vendor_api", "version": "3", "artifact": {"format": "api"}},
	],
	"organisation": {"aims": {"ia_process": {"evidence_id": "process"}}},
	"risk": {"risks": [{"id": "K1", "source": "data"}, {"id": "K2", "source": "model"}]},
	"impact_assessment": {
		"id": "IA-7",
		"status": "approved",
		"performed_at": "60 days ago",
		"next_review_due": "in 30 days",
		"performed_by": [{"id": "ada@example.org"}],
		"approved_by": {
			"role": "ai_governance_board",
			"person": {"id": "bo@example.org"},
			"decision": "approve",
			"at": "31 days ago",
		},
		"document": {"evidence_id": "record"},
		"scope_models": [{"alg": "sha256", "value": "22"}, digest],
		"triggers_for_reassessment": ["another product", "another country"],
		"misuse_considered": true,
		"failures_considered": true,
		"score": {"level": 2},
		"publication": {"published": true, "uri": "https://example.org/assessment"},
		"individuals": [
			_impact("I1", "applicants", "harm", "fairness"),
			_impact("I2", "young adults", "harm", "financial"),
			_reasoned("I3", "safety_health"),
		],
		"groups": [
			_impact("G1", "households", "harm", "human_rights"),
			_impact("G2", "migrants", "benefit", "accessibility"),
		],
		"society": [
			_impact("S1", "credit market", "harm", "economic"),
			_impact("S2", "landlords", "benefit", "economic"),
			_impact("S3", "citizens", "harm", "transparency_explainability"),
			_reasoned("S4", "accountability"),
			_reasoned("S5", "security_privacy"),
		],
		"environment": [_impact("E1", "climate", "harm", "environment")],
		"benefits": [_impact("B1", "applicants", "benefit", "economic")],
		"consultations": [
			{"party": "Union", "type": "internal", "date": "10 days ago", "outcome": "Agreed"},
			{"party": "Consumers", "type": "affected_group", "date": "10 days ago", "outcome": "Reasons are given"},
		],
		"fria": {
			"processes": "Applications for a loan are scored.",
			"period_frequency": "On every working day.",
			"affected_categories": ["applicants", "households"],
			"specific_risks": ["Refusal without a reason", "Wrong data"],
			"oversight_measures": "An officer decides.",
			"response_and_complaints": "A desk answers within a week.",
			"authority_notified_at": "10 days ago",
		},
	},
	"facts": {"text": {pointer: {"chars": 200, "words": 8} | some pointer in _texts}},
	"clock": {"days_since": {"in 3649 days": -3649, "in 3650 days": -3650}},
}

_impact(id, stakeholder, polarity, category) := {
	"id": id,
	"stakeholder": stakeholder,
	"description": "Said in the facts to be long enough.",
	"polarity": polarity,
	"category": category,
	"likelihood": 3,
	"severity": 4,
	"residual_likelihood": 2,
	"residual_severity": 3,
	"vulnerable": true,
	"mitigations": ["An officer looks at each case."],
}

_reasoned(id, category) := {
	"id": id,
	"stakeholder": "nobody",
	"description": "Not relevant",
	"polarity": "harm",
	"category": category,
	"not_relevant_reason": "Said in the facts to be long enough.",
}

_texts := array.concat(
	[$"/impact_assessment/fria/{field}" |
		some field in ["processes", "period_frequency", "oversight_measures", "response_and_complaints"]
	],
	[$"/impact_assessment/{list}/{place}/{field}" |
		some list, last in {"individuals": 2, "groups": 1, "society": 4, "environment": 0, "benefits": 0}
		some place in numbers.range(0, last)
		some field in ["description", "not_relevant_reason"]
	],
)
