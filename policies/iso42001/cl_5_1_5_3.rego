# METADATA
# scope: package
# title: Leadership and authorities
# custom:
#   control: CL-5.1/5.3
package iso42001.cl_5_1_5_3

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.people
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Whoever accepts the risk held a delegated authority when approving
# custom:
#   rule: CL-5.1/5.3-1
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: ["approvals[]", organisation.aims.leadership]
#   found: ["approvals[].role", "approvals[].person.id", "approvals[].at"]
#   remediation: >-
#     Record each accepting approver in fields.delegations of the leadership evidence with a validity period that
#     contains the time of the approval.
#   open: >-
#     which approver is meant is read from the roles that may accept a risk at the tier, which have to approve in
#     production
#   maps:
#     eu_ai_act: Art 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3
#     iso: 23894 5.2
passes contains "CL-5.1/5.3-1" if {
	evidence.holds(input.organisation.aims.leadership, "leadership", _age, data.tables.ROLE.exec)
	count(_acceptances) > 0
	is_array(_delegations)
	every approval in _acceptances {
		_delegated(approval)
	}
}

stale contains "CL-5.1/5.3-1" if {
	evidence.lapsed(input.organisation.aims.leadership, "leadership", _age, data.tables.ROLE.exec)
}

unverified contains "CL-5.1/5.3-1" if {
	evidence.unconfirmed(input.organisation.aims.leadership, "leadership", _age, data.tables.ROLE.exec)
}

found["CL-5.1/5.3-1"] := {"delegations": _delegations}

_age := tiers.here(data.tables.AGE.policy)

_delegations := evidence.fields(input.organisation.aims.leadership, "leadership").delegations

# The approvals, conditional ones too, of those who may accept the risk at the effective tier.
_acceptances := [approval |
	some approval in input.approvals
	approval.decision in ["approve", "conditional"]
	approval.role in tiers.here(data.tables.ROLE.accept)
]

# Somebody delegated the authority before the approval, and it had not ended then.
_delegated(approval) if {
	some delegation in _delegations
	text.written(delegation.person)
	delegation.person == approval.person.id
	compare.at_least(days.since(delegation.valid_from), days.since(approval.at))
	compare.below(days.since(delegation.valid_to), days.since(approval.at))
}

# METADATA
# title: The directory confirms that the accepting approvers may decide at this tier
# custom:
#   rule: CL-5.1/5.3-2
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: ["approvals[]"]
#   found: ["approvals[].role", "approvals[].person.id"]
#   remediation: >-
#     Have an approver whose authority in the directory reaches this tier accept the request, or have the directory
#     entry raised by those entitled to.
#   maps:
#     eu_ai_act: Art 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3
#     iso: 23894 5.2
passes contains "CL-5.1/5.3-2" if {
	count(_acceptances) > 0
	every approval in _acceptances {
		tiers.at_most(_authority(approval))
	}
}

unverified contains "CL-5.1/5.3-2" if people.unknown

unverified contains "CL-5.1/5.3-2" if {
	some approval in _acceptances
	not _authority_known(approval)
}

found["CL-5.1/5.3-2"] := {"authorities": [{"person": approval.person.id, "authority": authority} |
	some approval in _acceptances
	authority := _authority(approval)
]}

# The highest tier at which the person may decide.
_authority(approval) := input.facts.identity[approval.person.id].authority

_authority_known(approval) if _authority(approval) != null
