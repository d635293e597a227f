# METADATA
# scope: package
# title: Impact-assessment process
# custom:
#   control: A.5.2
package iso42001.a_5_2

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.live
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved and current impact-assessment process covers the unit that runs the system
# custom:
#   rule: A.5.2-1
#   profile: K
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [organisation.aims.ia_process]
#   severity:
#     - {when: development, set: W}
#   found: [organisation.aims.ia_process.evidence_id]
#   remediation: >-
#     Have the impact-assessment process approved for your organisational unit and reference it as evidence of kind
#     ia_process, not older than a year.
#   maps:
#     eu_ai_act: Art 9(2), 27(1)-(2)
#     nist_ai_rmf: MAP 1.1, 5.1; GOVERN 4.2
#     iso: 42005 5.1-5.5, 5.12; 23894 6.3
passes contains "A.5.2-1" if {
	evidence.holds(input.organisation.aims.ia_process, "ia_process", _process_age, evidence.any_role)
	_process_covers_unit
}

stale contains "A.5.2-1" if {
	evidence.lapsed(input.organisation.aims.ia_process, "ia_process", _process_age, evidence.any_role)
}

unverified contains "A.5.2-1" if {
	evidence.unverified(input.organisation.aims.ia_process, "ia_process", _process_age, evidence.any_role)
}

invalid contains "A.5.2-1" if {
	evidence.invalid(input.organisation.aims.ia_process, "ia_process", _process_age, evidence.any_role)
}

when contains ["A.5.2-1", "development"] if _development

found["A.5.2-1"] := object.union(
	{"process": shown | shown := evidence.shown(
		input.organisation.aims.ia_process,
		["kind", "status", "issued_at", "last_reviewed_at", "applies_to"],
	)},
	{"checked": checks | checks := input.facts.evidence[input.organisation.aims.ia_process.evidence_id]},
)

# A process that names the system alone governs no unit.
_process_covers_unit if "*" in _process.applies_to

_process_covers_unit if {
	text.filled(input.system.org_unit)
	input.system.org_unit in _process.applies_to
}

_process := evidence.item(input.organisation.aims.ia_process)

_process_age := tiers.here(data.tables.AGE.policy)

_development if input.request.environment == "dev"

# METADATA
# title: The impact assessment is approved, and was approved after it was made
# custom:
#   rule: A.5.2-2
#   profile: K
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment.status, impact_assessment.performed_at, impact_assessment.approved_by]
#   severity:
#     - {when: development, set: W}
#   found:
#     - impact_assessment.status
#     - impact_assessment.performed_at
#     - impact_assessment.approved_by.decision
#     - impact_assessment.approved_by.at
#   remediation: >-
#     Bring the impact assessment to status approved, with an approval dated on or after the day it was performed.
#   maps:
#     eu_ai_act: Art 9(2), 27(1)-(2)
#     nist_ai_rmf: MAP 1.1, 5.1; GOVERN 4.2
#     iso: 42005 5.1-5.5, 5.12; 23894 6.3
passes contains "A.5.2-2" if {
	input.impact_assessment.status == "approved"
	input.impact_assessment.approved_by.decision == "approve"
	compare.between(_days_since_approval, 0, _days_since_assessment)
}

stale contains "A.5.2-2" if input.impact_assessment.status == "expired"

stale contains "A.5.2-2" if compare.above(_days_since_approval, _days_since_assessment)

when contains ["A.5.2-2", "development"] if _development

_days_since_approval := days.since(input.impact_assessment.approved_by.at)

_days_since_assessment := days.since(input.impact_assessment.performed_at)

# METADATA
# title: >-
#   The impact assessment is recent, its next review lies ahead, and from the high tier it says what calls for a new one
# custom:
#   rule: A.5.2-3
#   profile: K
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment.performed_at, impact_assessment.next_review_due]
#   severity:
#     - {when: development, set: W}
#   found:
#     - impact_assessment.performed_at
#     - impact_assessment.next_review_due
#     - impact_assessment.triggers_for_reassessment
#   remediation: >-
#     Repeat the impact assessment when it is older than your tier allows or its review date has passed, set the next
#     review date and, from the high tier, list the events that call for a new assessment.
#   maps:
#     eu_ai_act: Art 9(2), 27(1)-(2)
#     nist_ai_rmf: MAP 1.1, 5.1; GOVERN 4.2
#     iso: 42005 5.1-5.5, 5.12; 23894 6.3
passes contains "A.5.2-3" if {
	days.within(input.impact_assessment.performed_at, _assessment_age)
	days.ahead(input.impact_assessment.next_review_due)
	_reassessment_planned
}

stale contains "A.5.2-3" if days.older(input.impact_assessment.performed_at, _assessment_age)

stale contains "A.5.2-3" if days.passed(input.impact_assessment.next_review_due)

when contains ["A.5.2-3", "development"] if _development

found["A.5.2-3"] := {"days_max": _assessment_age}

_assessment_age := tiers.here(data.tables.AGE.ia)

_reassessment_planned if tiers.at_most("limited")

_reassessment_planned if {
	lists.all_stated(
		input.impact_assessment.triggers_for_reassessment,
		"/impact_assessment/triggers_for_reassessment",
	)
}

# METADATA
# title: The impact assessment was made after the change that calls for a new one was requested
# custom:
#   rule: A.5.2-4
#   profile: K
#   tiers: [limited, high, critical]
#   reason: None of the stated change types calls for a new assessment, and every model is the live one
#   needs: [request.change.types, request.change.requested_at, impact_assessment.performed_at]
#   severity:
#     - {when: development, set: W}
#   found:
#     - request.change.types
#     - request.change.requested_at
#     - impact_assessment.performed_at
#     - facts.live.digests
#   remediation: >-
#     State the change types and the date of the change request, and redo the impact assessment after that date when a
#     type calls for it or a model (for vendor models the image) is not the live one.
#   open: >-
#     facts.live has no versions of vendor models, so a vendor model without a digest counts as changed with every new
#     image
#   maps:
#     eu_ai_act: Art 9(2), 27(1)-(2)
#     nist_ai_rmf: MAP 1.1, 5.1; GOVERN 4.2
#     iso: 42005 5.1-5.5, 5.12; 23894 6.3
passes contains "A.5.2-4" if {
	lists.filled(input.request.change.types)
	compare.between(_days_since_assessment, 0, _days_since_request)
}

exempt contains "A.5.2-4" if live.nothing_to_assess

stale contains "A.5.2-4" if compare.above(_days_since_assessment, _days_since_request)

when contains ["A.5.2-4", "development"] if _development

found["A.5.2-4"] := {"models_not_live": [model.id |
	some place, model in input.models
	live.new_models[place]
]}

_days_since_request := days.since(input.request.change.requested_at)

# METADATA
# title: Foreseeable misuse and failures were both considered and left a trace
# custom:
#   rule: A.5.2-5
#   profile: K
#   tiers: [high, critical]
#   needs:
#     - impact_assessment.misuse_considered
#     - impact_assessment.failures_considered
#     - system.foreseeable_misuse[]
#     - system.foreseeable_misuse[].description
#   severity:
#     - {when: development, set: W}
#   found: [impact_assessment.misuse_considered, impact_assessment.failures_considered]
#   remediation: >-
#     Assess foreseeable misuse and model failures, list the misuse under system.foreseeable_misuse and the failures as
#     risks with source model, and set both flags.
#   maps:
#     eu_ai_act: Art 9(2), 27(1)-(2)
#     nist_ai_rmf: MAP 1.1, 5.1; GOVERN 4.2
#     iso: 42005 5.1-5.5, 5.12; 23894 6.3
passes contains "A.5.2-5" if {
	input.impact_assessment.misuse_considered == true
	input.impact_assessment.failures_considered == true
	_misuse_described
	count(_model_failures) > 0
}

when contains ["A.5.2-5", "development"] if _development

found["A.5.2-5"] := {
	"misuse": count([1 | some _ in input.system.foreseeable_misuse]),
	"risks_of_models": [risk.id | some risk in _model_failures],
}

_misuse_described if {
	lists.filled(input.system.foreseeable_misuse)
	every place, misuse in input.system.foreseeable_misuse {
		text.stated(misuse.description, $"/system/foreseeable_misuse/{place}/description")
	}
}

# A failure of the model stands in the risk register.
_model_failures := [risk |
	some risk in input.risk.risks
	risk.source == "model"
]
