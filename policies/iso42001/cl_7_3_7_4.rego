# METADATA
# scope: package
# title: Awareness and communication
# custom:
#   control: CL-7.3/7.4
package iso42001.cl_7_3_7_4

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The communication plan of the management system is approved and current
# custom:
#   rule: CL-7.3/7.4-1
#   profile: I
#   tiers: [high, critical]
#   needs: [organisation.aims.communication]
#   severity: [{when: beyond_development, set: W}]
#   found: [organisation.aims.communication.evidence_id]
#   remediation: >-
#     Attach the approved communication and awareness plan (evidence of kind communication, within 365 days).
#   maps: {eu_ai_act: Art 4, nist_ai_rmf: 'GOVERN 2.1*, 4.1', iso: '-'}
passes contains "CL-7.3/7.4-1" if {
	evidence.holds(input.organisation.aims.communication, "communication", _plan_age, evidence.any_role)
}

stale contains "CL-7.3/7.4-1" if {
	evidence.lapsed(input.organisation.aims.communication, "communication", _plan_age, evidence.any_role)
}

unverified contains "CL-7.3/7.4-1" if {
	evidence.unconfirmed(input.organisation.aims.communication, "communication", _plan_age, evidence.any_role)
}

when contains ["CL-7.3/7.4-1", "beyond_development"] if _beyond_development

found["CL-7.3/7.4-1"] := {"plan": evidence.shown(
	input.organisation.aims.communication,
	["kind", "status", "issued_at", "last_reviewed_at"],
)}

_plan_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: Every operator has acknowledged the AI policy in force
# custom:
#   rule: CL-7.3/7.4-2
#   profile: I
#   tiers: [high, critical]
#   needs: [organisation.aims.communication, organisation.aims.policy, 'resources.people[]']
#   severity: [{when: beyond_development, set: W}]
#   remediation: >-
#     Let each listed operator acknowledge the AI policy in force and record person, policy_version and date in
#     fields.acknowledgements.
#   maps: {eu_ai_act: Art 4, nist_ai_rmf: 'GOVERN 2.1*, 4.1', iso: '-'}
passes contains "CL-7.3/7.4-2" if {
	count(_operators) > 0
	every operator in _operators {
		_has_acknowledged(operator)
	}
}

when contains ["CL-7.3/7.4-2", "beyond_development"] if _beyond_development

found["CL-7.3/7.4-2"] := {
	"policy_version": [version | version := _policy_version],
	"not_acknowledged": [operator.person.id |
		some operator in _operators
		not _has_acknowledged(operator)
	],
}

_operators := [staff |
	some staff in input.resources.people
	lower(staff.role) == "operator"
]

_has_acknowledged(operator) if _acknowledged[operator.person.id]

# Ids of those who acknowledged the version in force.
_acknowledged contains record.person if {
	records := evidence.fields(input.organisation.aims.communication, "communication").acknowledgements
	is_array(records)
	some record in records
	is_string(record.person)
	record.policy_version == _policy_version
	days.passed(record.at)
}

_policy_version := version if {
	version := evidence.item(input.organisation.aims.policy).version
	text.written(version)
}

_beyond_development if input.request.environment in ["staging", "prod"]
