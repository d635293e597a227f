# METADATA
# scope: package
# title: Responsible-development objectives
# custom:
#   control: A.6.1.2
package iso42001.a_6_1_2

import data.gate.lib.evidence
import data.gate.lib.requirements
import data.gate.lib.runs
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Approved and current objectives for responsible development govern this system
# custom:
#   rule: A.6.1.2-1
#   profile: O
#   needs: [organisation.aims.dev_objectives]
#   found: [organisation.aims.dev_objectives.evidence_id]
#   remediation: >-
#     Attach the organisation's development objectives (kind dev_objectives), approved and issued or reviewed within
#     the last 365 days, for this system or its organisational unit.
#   maps:
#     eu_ai_act: Art 9, 15, 17(1)(a)
#     nist_ai_rmf: GOVERN 1.2*, MAP 1.3
#     iso: 23894 Annex A
passes contains "A.6.1.2-1" if {
	evidence.holds(input.organisation.aims.dev_objectives, "dev_objectives", _objectives_age, evidence.any_role)
}

stale contains "A.6.1.2-1" if {
	evidence.lapsed(input.organisation.aims.dev_objectives, "dev_objectives", _objectives_age, evidence.any_role)
}

unverified contains "A.6.1.2-1" if {
	evidence.unverified(input.organisation.aims.dev_objectives, "dev_objectives", _objectives_age, evidence.any_role)
}

invalid contains "A.6.1.2-1" if evidence.mistaken(input.organisation.aims.dev_objectives, "dev_objectives")

found["A.6.1.2-1"] := object.union(
	{"days_max": _objectives_age},
	{"objectives": shown | shown := evidence.shown(
		input.organisation.aims.dev_objectives,
		["kind", "status", "issued_at", "last_reviewed_at", "expires_at", "applies_to"],
	)},
)

_objectives_age := data.tables.AGE.dev_objectives

# METADATA
# title: The responsible-development objectives are turned into measurable requirements
# custom:
#   rule: A.6.1.2-2
#   profile: O
#   tiers: [limited, high, critical]
#   needs: ["requirements.items[]"]
#   found:
#     - "requirements.items[].id"
#     - "requirements.items[].objective"
#     - "requirements.items[].metric"
#     - "requirements.items[].op"
#     - "requirements.items[].threshold"
#   remediation: >-
#     Tag at least one requirement that has metric, operator and threshold with each named objective, or exclude the
#     objective with a reason in the approved requirements specification (fields.objectives_excluded).
#   open: >-
#     "Or is waived" is read as an exclusion with a reason in the approved specification (safety and security cannot
#     be excluded); a waiver of the whole rule stays possible as for any rule.
#   maps:
#     eu_ai_act: Art 9, 15, 17(1)(a)
#     nist_ai_rmf: GOVERN 1.2*, MAP 1.3
#     iso: 23894 Annex A
passes contains "A.6.1.2-2" if _objectives_settled

found["A.6.1.2-2"] := object.union(
	{"not_settled": [objective |
		some objective in data.tables.objectives
		not _settled[objective]
	]},
	{"objectives_excluded": exclusions | exclusions := _exclusions},
)

_objectives_settled if {
	tiers.effective == "limited"
	count(_covered) >= data.tables.REQ.objectives
}

_objectives_settled if {
	tiers.at_least("high")
	every objective in data.tables.objectives {
		_settled[objective]
	}
}

_settled := _covered | _excluded

_covered contains objective if {
	some objective in data.tables.objectives
	requirements.objectives[objective]
}

# An objective that the approved specification excludes with a reason; some cannot be.
_excluded contains exclusion.objective if {
	evidence.holds(
		input.requirements.spec,
		"requirements_spec",
		tiers.here(data.tables.AGE.policy),
		evidence.any_role,
	)
	place := evidence.place(input.requirements.spec)
	some number, exclusion in _exclusions
	not exclusion.objective in data.tables.REQ.fixed
	text.substantial(
		exclusion.reason,
		$"/evidence/{place}/fields/objectives_excluded/{number}/reason",
		tiers.effective,
	)
}

_exclusions := exclusions if {
	exclusions := evidence.item(input.requirements.spec).fields.objectives_excluded
	is_array(exclusions)
}

# METADATA
# title: Every requirement that stands for an objective is met by a measured value
# custom:
#   rule: A.6.1.2-3
#   profile: O
#   tiers: [high, critical]
#   needs: ["requirements.items[]", "evaluation.runs[]"]
#   found:
#     - "requirements.items[].id"
#     - "requirements.items[].objective"
#     - "evaluation.runs[].id"
#     - "evaluation.runs[].status"
#   remediation: >-
#     Run the evaluation that measures the named requirement on this artefact and report the metric under the same
#     name and unit; where the value misses the threshold, fix the system.
#   maps:
#     eu_ai_act: Art 9, 15, 17(1)(a)
#     nist_ai_rmf: GOVERN 1.2*, MAP 1.3
#     iso: 23894 Annex A
passes contains "A.6.1.2-3" if {
	count(_for_objectives) > 0
	every requirement in _for_objectives {
		_met(requirement)
	}
}

found["A.6.1.2-3"] := {"not_met": [shown |
	some requirement in _for_objectives
	not _met(requirement)
	shown := object.union(
		object.filter(requirement, ["id", "objective", "metric", "op", "threshold", "unit"]),
		{"measured": runs.shown(requirement)},
	)
]}

_for_objectives := [requirement |
	some requirement in input.requirements.items
	requirement.objective in data.tables.objectives
	requirements.measurable(requirement)
]

# One measurement of a passed run is enough; A.6.2.4-4 asks it of all.
_met(requirement) if {
	some [place, number] in runs.measurements(requirement)
	metric := runs.metric_at(place, number)
	input.evaluation.runs[place].status == "pass"
	runs.not_failed(metric)
	requirements.meets(metric.value, requirement)
}
