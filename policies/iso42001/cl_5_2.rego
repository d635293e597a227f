# METADATA
# scope: package
# title: AI policy approved by top management
# custom:
#   control: CL-5.2
package iso42001.cl_5_2

import data.gate.lib.evidence
import data.gate.lib.tiers

# METADATA
# title: Top management itself approved the AI policy
# custom:
#   rule: CL-5.2-1
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.policy]
#   found: [organisation.aims.policy.evidence_id]
#   remediation: >-
#     Have the board, the chief executive or the AI governance board approve the AI policy and record that approval in
#     approved_by.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 1.1
#     iso: 23894 5.2
passes contains "CL-5.2-1" if {
	evidence.holds(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.top)
}

stale contains "CL-5.2-1" if {
	evidence.lapsed(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.top)
}

unverified contains "CL-5.2-1" if {
	evidence.unconfirmed(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.top)
}

found["CL-5.2-1"] := {"approved_by": object.filter(
	evidence.item(input.organisation.aims.policy).approved_by,
	["role", "at"],
)}

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: The AI policy commits to applicable requirements and to continual improvement
# custom:
#   rule: CL-5.2-2
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.policy]
#   remediation: >-
#     Let the approver of the AI policy set fields.commitments.applicable_requirements and
#     fields.commitments.continual_improvement to true once the policy contains both.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 1.1
#     iso: 23894 5.2
passes contains "CL-5.2-2" if {
	_commitments.applicable_requirements == true
	_commitments.continual_improvement == true
}

found["CL-5.2-2"] := {"commitments": _commitments}

_commitments := evidence.fields(input.organisation.aims.policy, "ai_policy").commitments
