# METADATA
# scope: package
# title: Incident communication
# custom:
#   control: A.8.4
package iso42001.a_8_4

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.law
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved incident plan with named contacts exists and was exercised
# custom:
#   rule: A.8.4-1
#   profile: S
#   envs: [staging, prod]
#   needs: [operations.incident.plan, "operations.incident.contacts[]"]
#   found: [operations.incident.plan.evidence_id, operations.incident.contacts, operations.incident.drill_at]
#   remediation: >-
#     Attach the approved incident plan (evidence kind incident_plan), name its contacts, and run the drill within the
#     time your tier allows.
#   maps:
#     eu_ai_act: Art 73, 26(5), 20
#     nist_ai_rmf: MANAGE 4.3, 2.3; GOVERN 4.3
#     iso: 23894 6.2, 6.7
passes contains "A.8.4-1" if {
	evidence.holds(input.operations.incident.plan, "incident_plan", _age, evidence.any_role)
	lists.all_stated(input.operations.incident.contacts, "/operations/incident/contacts")
	_exercised
}

stale contains "A.8.4-1" if {
	evidence.lapsed(input.operations.incident.plan, "incident_plan", _age, evidence.any_role)
}

stale contains "A.8.4-1" if days.older(input.operations.incident.drill_at, _drill_age)

unverified contains "A.8.4-1" if {
	evidence.unverified(input.operations.incident.plan, "incident_plan", _age, evidence.any_role)
}

invalid contains "A.8.4-1" if {
	evidence.invalid(input.operations.incident.plan, "incident_plan", _age, evidence.any_role)
}

found["A.8.4-1"] := object.union(
	{"drill_days_max": _drill_age},
	{"plan": shown | shown := evidence.shown(input.operations.incident.plan, ["kind", "status", "issued_at"])},
)

_exercised if _drill_age == null

_exercised if days.within(input.operations.incident.drill_at, _drill_age)

_drill_age := tiers.here(data.tables.AGE.drill)

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: Customers and users hear of an incident within the set hours
# custom:
#   rule: A.8.4-2
#   profile: S
#   envs: [staging, prod]
#   needs: [operations.incident.customer_notice_hours]
#   found: [operations.incident.customer_notice_hours]
#   remediation: >-
#     Set customer_notice_hours in the incident plan to a positive number of hours within the limit of the tier.
#   maps:
#     eu_ai_act: Art 73, 26(5), 20
#     nist_ai_rmf: MANAGE 4.3, 2.3; GOVERN 4.3
#     iso: 23894 6.2, 6.7
passes contains "A.8.4-2" if {
	compare.positive_up_to(input.operations.incident.customer_notice_hours, tiers.here(data.tables.NOTICE.customer))
}

found["A.8.4-2"] := {"hours_max": tiers.here(data.tables.NOTICE.customer)}

# METADATA
# title: The authority deadlines of a high-risk system under EU law are in the incident plan
# custom:
#   rule: A.8.4-3
#   profile: S
#   envs: [staging, prod]
#   reason: Not a high-risk system under EU law
#   needs:
#     - operations.incident.authority_notice_hours
#     - operations.incident.fatal_notice_hours
#     - operations.incident.widespread_notice_hours
#   found:
#     - classification.eu.class
#     - operations.incident.authority_notice_hours
#     - operations.incident.fatal_notice_hours
#     - operations.incident.widespread_notice_hours
#   remediation: >-
#     Set the three authority deadlines (serious incident, death, widespread incident) in the incident plan to positive
#     hours within the limits.
#   maps:
#     eu_ai_act: Art 73, 26(5), 20
#     nist_ai_rmf: MANAGE 4.3, 2.3; GOVERN 4.3
#     iso: 23894 6.2, 6.7
passes contains "A.8.4-3" if {
	compare.positive_up_to(input.operations.incident.authority_notice_hours, data.tables.NOTICE.eu.authority)
	compare.positive_up_to(input.operations.incident.fatal_notice_hours, data.tables.NOTICE.eu.fatal)
	compare.positive_up_to(input.operations.incident.widespread_notice_hours, data.tables.NOTICE.eu.widespread)
}

exempt contains "A.8.4-3" if input.classification.eu.class in ["prohibited", "transparency", "minimal", "out_of_scope"]

# Where the class is not stated, only a lower tier or a place where the law does not reach excuses.
exempt contains "A.8.4-3" if {
	not input.classification.eu.class == "high"
	tiers.at_most("limited")
}

# The law always reaches what is stated to be high.
exempt contains "A.8.4-3" if not law.eu

found["A.8.4-3"] := {"hours_max": data.tables.NOTICE.eu}

# METADATA
# title: No severe incident is open on the system, or this version is its approved fix
# custom:
#   rule: A.8.4-4
#   profile: S
#   needs: []
#   severity:
#     - {when: always, set: D}
#   waivable: false
#   found: [facts.history.open_sev1, request.action]
#   remediation: >-
#     Close the open severe incidents, or deploy their fix as an update with an approved evidence item of kind
#     incident_fix for this version that lists them; rollback and retire stay possible.
#   open: facts give the number of open incidents but not their ids, so the fix is checked by number
#   maps:
#     eu_ai_act: Art 73, 26(5), 20
#     nist_ai_rmf: MANAGE 4.3, 2.3; GOVERN 4.3
#     iso: 23894 6.2, 6.7
passes contains "A.8.4-4" if _nothing_open_or_fixed

unverified contains "A.8.4-4" if not _incidents_known

found["A.8.4-4"] := {"fixes": [json.filter(element, ["id", "fields/version", "fields/incident_ids"]) |
	some element in input.evidence
	element.kind == "incident_fix"
]}

_nothing_open_or_fixed if input.facts.history.open_sev1 == 0

_nothing_open_or_fixed if {
	compare.above(input.facts.history.open_sev1, 0)
	input.request.action == "update"
	some element in input.evidence
	evidence.holds(
		{"evidence_id": element.id},
		"incident_fix",
		tiers.here(data.tables.AGE.approval),
		tiers.here(data.tables.ROLE.accept),
	)
	_fix_of_this_version(element)
	_lists_as_many_as_open(element)
}

_fix_of_this_version(element) if {
	input.system.id in element.applies_to

	# Below the high tier evidence may go unchecked, a fix may not.
	input.facts.evidence[element.id].digest_ok == true
	text.filled(input.system.version)
	element.fields.version == input.system.version
}

# The gate knows how many incidents are open, but not which.
_lists_as_many_as_open(element) if {
	is_array(element.fields.incident_ids)
	named := {id |
		some id in element.fields.incident_ids
		text.filled(id)
	}
	count(named) >= input.facts.history.open_sev1
}

_incidents_known if input.facts.history.open_sev1 != null
