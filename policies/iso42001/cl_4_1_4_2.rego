# METADATA
# scope: package
# title: Context and interested parties
# custom:
#   control: CL-4.1/4.2
package iso42001.cl_4_1_4_2

import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.tiers

# METADATA
# title: The organisation's context analysis is approved and current
# custom:
#   rule: CL-4.1/4.2-1
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.context]
#   found: [organisation.aims.context.evidence_id]
#   remediation: >-
#     Attach the approved context analysis (evidence of kind context, issued or reviewed within 365 days) to
#     organisation.aims.context.
#   maps:
#     eu_ai_act: Art 3, 25
#     nist_ai_rmf: GOVERN 1.1*, MAP 1.1
#     iso: 23894 6.3
passes contains "CL-4.1/4.2-1" if {
	evidence.holds(input.organisation.aims.context, "context", _age, evidence.any_role)
}

stale contains "CL-4.1/4.2-1" if {
	evidence.lapsed(input.organisation.aims.context, "context", _age, evidence.any_role)
}

unverified contains "CL-4.1/4.2-1" if {
	evidence.unconfirmed(input.organisation.aims.context, "context", _age, evidence.any_role)
}

found["CL-4.1/4.2-1"] := {"analysis": evidence.shown(
	input.organisation.aims.context,
	["kind", "status", "issued_at", "last_reviewed_at"],
)}

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: The AI roles the organisation declares fit its role under the EU AI Act
# custom:
#   rule: CL-4.1/4.2-2
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.context, classification.eu.role]
#   found: [classification.eu.role]
#   remediation: >-
#     List the organisation's AI roles in fields.ai_roles of the context analysis so that they cover the role stated in
#     classification.eu.role.
#   maps:
#     eu_ai_act: Art 3, 25
#     nist_ai_rmf: GOVERN 1.1*, MAP 1.1
#     iso: 23894 6.3
passes contains "CL-4.1/4.2-2" if {
	lists.of_texts(_declared)
	count(_declared) > 0
	every role in _declared {
		role in data.tables.CTX.roles
	}
	every group in data.tables.CTX.eu[input.classification.eu.role] {
		_has_one_of(group)
	}
}

found["CL-4.1/4.2-2"] := {"ai_roles": _declared}

# The AI roles that the context analysis declares.
_declared := evidence.fields(input.organisation.aims.context, "context").ai_roles

_has_one_of(group) if {
	some role in _declared
	role in group
}
