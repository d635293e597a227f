# METADATA
# scope: package
# title: Risk treatment
# custom:
#   control: CL-6.1.3/8.3
package iso42001.cl_6_1_3_8_3

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.risks
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Every risk is treated by a control or accepted by a named person
# custom:
#   rule: CL-6.1.3/8.3-1
#   profile: S
#   needs: ['risk.risks[]', 'risk.risks[].treatment']
#   found: ['risk.risks[].treatment', risk.treatment_plan.evidence_id]
#   remediation: >-
#     Give each listed risk a treatment with at least one control, or a recorded acceptance, and attach the approved
#     treatment plan.
#   maps: {eu_ai_act: Art 9(5), nist_ai_rmf: MANAGE 1.2-1.4, iso: 23894 6.5}
passes contains "CL-6.1.3/8.3-1" if {
	_all_treated
	_planned
}

stale contains "CL-6.1.3/8.3-1" if {
	_all_treated
	evidence.lapsed(input.risk.treatment_plan, "risk_treatment_plan", _plan_age, evidence.any_role)
}

unverified contains "CL-6.1.3/8.3-1" if {
	_all_treated
	evidence.unconfirmed(input.risk.treatment_plan, "risk_treatment_plan", _plan_age, evidence.any_role)
}

found["CL-6.1.3/8.3-1"] := {"not_treated": [risk.id |
	some risk in input.risk.risks
	not _treated(risk)
]}

_all_treated if {
	count(risks.places) > 0
	every place in risks.places {
		_treated(input.risk.risks[place])
	}
}

_treated(risk) if {
	risk.treatment in {"avoid", "mitigate", "transfer"}
	lists.filled(risk.controls)
}

_treated(risk) if {
	risk.treatment in {"avoid", "mitigate", "transfer", "accept"}
	risk.accepted_by.decision == "approve"
}

_planned if tiers.at_most("limited")

_planned if {
	evidence.holds(input.risk.treatment_plan, "risk_treatment_plan", _plan_age, evidence.any_role)
}

_plan_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: Residual risk stays within the acceptance level or is formally accepted
# custom:
#   rule: CL-6.1.3/8.3-2
#   profile: S
#   needs: [risk.risk_criteria.acceptance_level, 'risk.risks[]', 'risk.risks[].residual_level']
#   severity: [{when: moderate_risk_at_high_in_production, set: R}]
#   found: [risk.risk_criteria.acceptance_level]
#   remediation: >-
#     Reduce the residual risk to the acceptance level, or have a role entitled at this tier accept it in writing within
#     the assessment period.
#   maps: {eu_ai_act: Art 9(5), nist_ai_rmf: MANAGE 1.2-1.4, iso: 23894 6.5}
passes contains "CL-6.1.3/8.3-2" if {
	count(risks.places) > 0
	count(_excessive) == 0
}

# Signed by a person who may, only too long ago.
stale contains "CL-6.1.3/8.3-2" if {
	every place in _excessive {
		approval := input.risk.risks[place].accepted_by
		_entitled[place]
		days.older(approval.at, _acceptance_age)
		_by_active_person(approval)
	}
}

# Signed in time, only nobody can say whether by a person who is there.
unverified contains "CL-6.1.3/8.3-2" if {
	people.unknown
	every place in _excessive {
		_entitled[place]
		days.within(input.risk.risks[place].accepted_by.at, _acceptance_age)
	}
}

when contains ["CL-6.1.3/8.3-2", "moderate_risk_at_high_in_production"] if {
	input.request.environment == "prod"
	tiers.effective == "high"
	_levels_stated
	every place in _excessive {
		input.risk.risks[place].residual_level in ["medium", "high"]
	}
}

found["CL-6.1.3/8.3-2"] := {
	"above_acceptance": [json.filter(risk, ["id", "residual_level", "accepted_by/role"]) |
		some place, risk in input.risk.risks
		_excessive[place]
	],
	"accepting_roles": _accepting_roles,
}

# The places of risks that are neither within the acceptance level nor accepted.
_excessive := (risks.places - _within_level) - _accepted

_within_level contains place if {
	some place, risk in input.risk.risks
	risks.at_most(risk.residual_level, _acceptance_level)
}

_accepted contains place if {
	some place in _entitled
	approval := input.risk.risks[place].accepted_by
	days.within(approval.at, _acceptance_age)
	_by_active_person(approval)
}

# The places of risks above the level that a role which may has approved.
_entitled contains place if {
	some place, risk in input.risk.risks
	risks.above(risk.residual_level, _acceptance_level)
	risk.accepted_by.decision == "approve"
	risk.accepted_by.role in _accepting_roles
}

# What is missing cannot be found moderate.
_levels_stated if {
	count(risks.places) > 0
	text.stated(_acceptance_level, "/risk/risk_criteria/acceptance_level")
	every place in risks.places {
		text.stated(input.risk.risks[place].residual_level, $"/risk/risks/{place}/residual_level")
	}
}

_by_active_person(_) if tiers.at_most("limited")

_by_active_person(approval) if {
	people.active(approval.person.id)
	people.human(approval.person.id)
}

_acceptance_level := input.risk.risk_criteria.acceptance_level

_acceptance_age := tiers.here(data.tables.AGE.ia)

_accepting_roles := tiers.here(data.tables.ROLE.accept)

# METADATA
# title: The controls that treat the risks are in place according to the Statement of Applicability
# custom:
#   rule: CL-6.1.3/8.3-3
#   profile: S
#   each: risk.risks[]
#   reason: no risk relies on a control
#   needs: ['risk.soa.entries[]']
#   remediation: >-
#     Finish the listed controls and mark them implemented in the Statement of Applicability, or treat the risk by
#     controls that are in place.
#   maps: {eu_ai_act: Art 9(5), nist_ai_rmf: MANAGE 1.2-1.4, iso: 23894 6.5}
passes contains "CL-6.1.3/8.3-3" if {
	count(_relying) > 0
	every place in _relying {
		every control in input.risk.risks[place].controls {
			_in_place[control]
		}
	}
}

exempt contains ["CL-6.1.3/8.3-3", place] if some place in (risks.places - _relying)

found["CL-6.1.3/8.3-3"] := {"controls_not_in_place": [{"risk": risk.id, "controls": wanting} |
	some place, risk in input.risk.risks
	_relying[place]
	wanting := [control |
		some control in risk.controls
		not _in_place[control]
	]
	count(wanting) > 0
]}

# The places of risks that rely on a control.
_relying contains place if {
	some place in risks.places
	lists.filled(input.risk.risks[place].controls)
}

_in_place := {entry.control_id |
	some entry in input.risk.soa.entries
	is_string(entry.control_id)
} - _with_unfinished_entry

_with_unfinished_entry := {entry.control_id |
	some entry in input.risk.soa.entries
	not _implemented(entry)
}

_implemented(entry) if {
	entry.applicable == true
	entry.implemented == "yes"
}

# METADATA
# title: No treatment of a serious risk is overdue
# custom:
#   rule: CL-6.1.3/8.3-4
#   profile: S
#   each: risk.risks[]
#   reason: no open serious risk is under treatment
#   needs: ['risk.risks[].due']
#   remediation: >-
#     Complete the overdue treatment and set closed_at, or have a new date approved and recorded in due.
#   maps: {eu_ai_act: Art 9(5), nist_ai_rmf: MANAGE 1.2-1.4, iso: 23894 6.5}
passes contains "CL-6.1.3/8.3-4" if {
	count(_under_treatment) > 0
	every place in _under_treatment {
		days.due(input.risk.risks[place].due)
	}
}

exempt contains ["CL-6.1.3/8.3-4", place] if some place in (risks.places - _under_treatment)

stale contains "CL-6.1.3/8.3-4" if {
	some place in _under_treatment
	days.overdue(input.risk.risks[place].due)
}

found["CL-6.1.3/8.3-4"] := {"under_treatment": [object.filter(risk, ["id", "due", "closed_at"]) |
	some place, risk in input.risk.risks
	_under_treatment[place]
]}

# The places of serious risks that are open and not accepted.
_under_treatment contains place if {
	some place, risk in input.risk.risks
	_serious(risk)
	not risk.treatment == "accept"
	not _closed[place]
}

# A residual level that is not stated stops at CL-6.1.3/8.3-2.
_serious(risk) if risk.residual_level in ["high", "critical"]

_serious(risk) if {
	is_number(risk.likelihood)
	is_number(risk.impact)
	risk.likelihood * risk.impact > tiers.here(data.tables.RES.max)
}

_closed contains place if {
	some place, risk in input.risk.risks
	days.passed(risk.closed_at)
}
