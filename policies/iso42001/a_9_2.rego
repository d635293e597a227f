# METADATA
# scope: package
# title: Responsible-use processes
# custom:
#   control: A.9.2
package iso42001.a_9_2

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.oversight
import data.gate.lib.people
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved process for responsible use is in force
# custom:
#   rule: A.9.2-1
#   profile: S
#   needs: [organisation.aims.use_process]
#   found: [organisation.aims.use_process.evidence_id]
#   remediation: >-
#     Have the process for responsible use approved and reference it as evidence of kind use_process, reviewed within
#     two years.
#   maps:
#     eu_ai_act: Art 14, 26(1)-(2)
#     nist_ai_rmf: MAP 3.5, GOVERN 3.2, MANAGE 2.4
#     iso: 42005 6.6?, 6.9?
passes contains "A.9.2-1" if {
	evidence.holds(input.organisation.aims.use_process, "use_process", _process_age, evidence.any_role)
}

stale contains "A.9.2-1" if {
	evidence.lapsed(input.organisation.aims.use_process, "use_process", _process_age, evidence.any_role)
}

unverified contains "A.9.2-1" if {
	evidence.unverified(input.organisation.aims.use_process, "use_process", _process_age, evidence.any_role)
}

invalid contains "A.9.2-1" if {
	evidence.invalid(input.organisation.aims.use_process, "use_process", _process_age, evidence.any_role)
}

found["A.9.2-1"] := object.union(
	{"days_max": _process_age},
	{"process": shown | shown := evidence.shown(
		input.organisation.aims.use_process,
		["kind", "status", "issued_at", "last_reviewed_at"],
	)},
)

_process_age := data.tables.AGE.use_process

# METADATA
# title: The use of this system was approved after checks of cost, sourcing and law
# custom:
#   rule: A.9.2-2
#   profile: S
#   envs: [staging, prod]
#   reason: The organisation only supplies the system and does not use it
#   needs: ["evidence[]"]
#   found: [classification.eu.role]
#   remediation: >-
#     Record the approval to use this system as evidence of kind use_approval with the checks of cost, sourcing and law,
#     approved by a role that may accept its risk.
#   open: approvals carry no checks, so the approval to use is an evidence item of kind use_approval
#   maps:
#     eu_ai_act: Art 14, 26(1)-(2)
#     nist_ai_rmf: MAP 3.5, GOVERN 3.2, MANAGE 2.4
#     iso: 42005 6.6?, 6.9?
passes contains "A.9.2-2" if {
	some reference in _checked_approvals
	evidence.holds(reference, "use_approval", _approval_age, _accepting_roles)
}

exempt contains "A.9.2-2" if input.classification.eu.role in ["provider", "importer", "distributor"]

stale contains "A.9.2-2" if {
	some reference in _checked_approvals
	evidence.lapsed(reference, "use_approval", _approval_age, _accepting_roles)
}

unverified contains "A.9.2-2" if {
	some reference in _checked_approvals
	evidence.unverified(reference, "use_approval", _approval_age, _accepting_roles)
}

invalid contains "A.9.2-2" if {
	some reference in _checked_approvals
	evidence.invalid(reference, "use_approval", _approval_age, _accepting_roles)
}

found["A.9.2-2"] := {
	"approvals": [json.filter(element, [
		"id",
		"status",
		"issued_at",
		"approved_by/role",
		"fields/cost_checked",
		"fields/sourcing_checked",
		"fields/legal_checked",
	]) |
		some element in input.evidence
		element.kind == "use_approval"
	],
	"roles": _accepting_roles,
}

# References to evidence about this very system that states all three checks.
_checked_approvals contains {"evidence_id": element.id} if {
	some element in input.evidence
	element.fields.cost_checked == true
	element.fields.sourcing_checked == true
	element.fields.legal_checked == true
	input.system.id in element.applies_to
}

_approval_age := tiers.here(data.tables.AGE.policy)

_accepting_roles := tiers.here(data.tables.ROLE.accept)

# METADATA
# title: Trained people with the power to override and to stop oversee the system
# custom:
#   rule: A.9.2-3
#   profile: S
#   needs: [oversight.mode]
#   severity:
#     - {when: autonomous_without_oversight, set: D}
#   found:
#     - oversight.mode
#     - system.decision.role
#     - system.decision.legal_effect
#     - impact_assessment.score.level
#     - oversight.roles[].role
#     - oversight.roles[].authority
#     - oversight.roles[].persons[].id
#     - oversight.roles[].training[].completed_at
#     - oversight.roles[].training[].expires_at
#   remediation: >-
#     Set an oversight mode and staff it with active, recently trained people of whom at least one role may override and
#     one may stop the system; decisions at assessment level III or IV are left to a human.
#   maps:
#     eu_ai_act: Art 14, 26(1)-(2)
#     nist_ai_rmf: MAP 3.5, GOVERN 3.2, MANAGE 2.4
#     iso: 42005 6.6?, 6.9?
passes contains "A.9.2-3" if {
	_mode_fits
	_grave_decisions_left_to_people
	_overseen
}

stale contains "A.9.2-3" if {
	_mode_fits
	_grave_decisions_left_to_people
	oversight.staffed
	oversight.present
	oversight.trained_at_some_time
}

unverified contains "A.9.2-3" if {
	tiers.at_least("high")
	people.unknown
	_mode_fits
	_grave_decisions_left_to_people
	oversight.staffed
	oversight.trained
}

when contains ["A.9.2-3", "autonomous_without_oversight"] if {
	input.system.decision.role == "decides_autonomously"
	not _no_legal_effect
	input.oversight.mode == "none"
}

_mode_fits if input.oversight.mode in ["human_in_command", "human_on_the_loop", "human_in_the_loop"]

_mode_fits if {
	input.oversight.mode == "none"
	tiers.at_most("limited")
	_harmless_without_oversight
}

_harmless_without_oversight if _person_decides

_harmless_without_oversight if _no_legal_effect

_person_decides if input.system.decision.role in ["informs", "recommends", "decides_with_review"]

_no_legal_effect if input.system.decision.legal_effect == false

_grave_decisions_left_to_people if _person_decides

_grave_decisions_left_to_people if compare.below(input.impact_assessment.score.level, 3)

# An assessment need not end in a level; then it has not found the decision grave.
_grave_decisions_left_to_people if not _level_stated

_level_stated if input.impact_assessment.score.level != null

_overseen if input.oversight.mode == "none"

_overseen if {
	oversight.staffed
	oversight.trained
	oversight.present
}

# METADATA
# title: >-
#   The system can be stopped fast enough, the stop was tested, and from the high tier people can override it on record
#   and escalate
# custom:
#   rule: A.9.2-4
#   profile: S
#   needs: [oversight.stop.available, oversight.stop.mean_seconds_to_stop]
#   found: [oversight.stop, oversight.override, oversight.escalation]
#   remediation: >-
#     Provide a stop control, measure how long it takes, bring it under the limit of the tier and repeat the test on
#     schedule; from the high tier also provide a logged override and name the contact for escalation with the minutes
#     until an answer.
#   maps:
#     eu_ai_act: Art 14, 26(1)-(2)
#     nist_ai_rmf: MAP 3.5, GOVERN 3.2, MANAGE 2.4
#     iso: 42005 6.6?, 6.9?
passes contains "A.9.2-4" if {
	input.oversight.stop.available == true
	compare.positive_up_to(input.oversight.stop.mean_seconds_to_stop, tiers.here(data.tables.STOP.max))
	_stop_tested
	_people_can_intervene
}

stale contains "A.9.2-4" if days.older(input.oversight.stop.last_tested_at, _test_age)

found["A.9.2-4"] := {"seconds_max": tiers.here(data.tables.STOP.max), "test_days_max": _test_age}

_stop_tested if _test_age == null

_stop_tested if days.within(input.oversight.stop.last_tested_at, _test_age)

_test_age := tiers.here(data.tables.AGE.rollback)

_people_can_intervene if tiers.at_most("limited")

_people_can_intervene if {
	input.oversight.override.available == true
	input.oversight.override.logged == true
	text.stated(input.oversight.escalation.contact, "/oversight/escalation/contact")
	is_number(input.oversight.escalation.sla_minutes)
}

# METADATA
# title: Where people decide on the system's advice, something keeps them from following it blindly
# custom:
#   rule: A.9.2-5
#   profile: S
#   reason: Nobody decides on the system's advice
#   needs: ["oversight.automation_bias_measures[]"]
#   found: [system.decision.role, oversight.automation_bias_measures]
#   remediation: >-
#     Describe at least one measure against automation bias, for instance a first human judgement before the output is
#     shown.
#   maps:
#     eu_ai_act: Art 14, 26(1)-(2)
#     nist_ai_rmf: MAP 3.5, GOVERN 3.2, MANAGE 2.4
#     iso: 42005 6.6?, 6.9?
passes contains "A.9.2-5" if {
	lists.all_stated(input.oversight.automation_bias_measures, "/oversight/automation_bias_measures")
}

exempt contains "A.9.2-5" if input.system.decision.role in ["informs", "decides_autonomously"]
