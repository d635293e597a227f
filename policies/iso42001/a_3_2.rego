# METADATA
# scope: package
# title: AI roles and responsibilities
# custom:
#   control: A.3.2
package iso42001.a_3_2

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: The owner of the system is a person who is active in the directory
# custom:
#   rule: A.3.2-1
#   profile: K
#   needs: [system.owner.id]
#   found: [system.owner.id, system.owner.type]
#   remediation: >-
#     Name an owner who is an active person in the directory; a team alias is enough only at minimal tier.
#   maps:
#     eu_ai_act: Art 14(4), 17(1)(m), 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3, 3.2
#     iso: 42005 5.6; 23894 5.4.3
passes contains "A.3.2-1" if {
	people.active(input.system.owner.id)
	_owner_answers
}

unverified contains "A.3.2-1" if not _in_directory(input.system.owner.id)

found["A.3.2-1"] := _directory(input.system.owner.id)

_owner_answers if people.human(input.system.owner.id)

_owner_answers if {
	tiers.at_most("minimal")
	input.system.owner.type == "team"
}

# METADATA
# title: Owner, risk owner, independent approver and oversight lead are four different people
# custom:
#   rule: A.3.2-2
#   profile: K
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [system.owner.id, approvals, oversight.roles]
#   found: [system.owner.id]
#   remediation: >-
#     Have the risk owner and an independent approver approve, and name an oversight lead with stop authority, all
#     different people and none of them the owner.
#   maps:
#     eu_ai_act: Art 14(4), 17(1)(m), 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3, 3.2
#     iso: 42005 5.6; 23894 5.4.3
passes contains "A.3.2-2" if {
	lists.filled(input.approvals)
	lists.filled(input.oversight.roles)
	_four_people(_present)
}

unverified contains "A.3.2-2" if _four_people(_present | _unknown)

found["A.3.2-2"] := {
	"approvals": [json.filter(approval, ["role", "person/id"]) |
		some approval in input.approvals
		approval.role in ["risk_owner", "independent"]
	],
	"may_stop": [person.id |
		some role in input.oversight.roles
		"stop" in role.authority
		some person in role.persons
	],
}

# Can four different people be found among these?
_four_people(people_known) if {
	people_known[input.system.owner.id]
	others := people_known - {input.system.owner.id}
	leads := _may_stop & others

	# Asked first, so that two long lists are not paired where nobody may stop.
	count(leads) > 0
	some risk_owner in (_approving("risk_owner") & others)
	some independent in (_approving("independent") & others)
	risk_owner != independent
	some lead in leads
	not lead in {risk_owner, independent}
}

_approving(role) := {approval.person.id |
	some approval in input.approvals
	approval.role == role
	approval.decision == "approve"
}

_may_stop contains person.id if {
	some role in input.oversight.roles
	"stop" in role.authority
	some person in role.persons
}

_named := ((_approving("risk_owner") | _approving("independent")) | _may_stop) | {input.system.owner.id}

_present contains person if {
	some person in _named
	people.active(person)
	people.human(person)
}

_unknown contains person if {
	some person in _named
	is_string(person)
	not _in_directory(person)
}

# METADATA
# title: Nobody approves a deployment that they requested
# custom:
#   rule: A.3.2-3
#   profile: K
#   envs: [staging, prod]
#   needs: [approvals, request.requested_by.id]
#   reason: no approval is asked for or given
#   found: [request.requested_by.id, "approvals[].person.id"]
#   remediation: Let someone other than the requester approve, and remove the requester's own approval.
#   maps:
#     eu_ai_act: Art 14(4), 17(1)(m), 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3, 3.2
#     iso: 42005 5.6; 23894 5.4.3
passes contains "A.3.2-3" if {
	lists.filled(input.approvals)
	every approval in input.approvals {
		words.folded(approval.person.id) != words.folded(input.request.requested_by.id)
	}
}

exempt contains "A.3.2-3" if {
	input.request.environment == "staging"
	count(tiers.here(data.tables.APPROVE.staging)) == 0
	not _approvals_given
}

_approvals_given if lists.something(input.approvals)

# METADATA
# title: The accountable executive has approved exactly this request
# custom:
#   rule: A.3.2-4
#   profile: K
#   tiers: [critical]
#   envs: [prod]
#   needs: [system.accountable_executive.id, approvals]
#   found: [system.accountable_executive.id]
#   remediation: >-
#     Name the accountable executive and have them sign an approval over the digest of this request.
#   maps:
#     eu_ai_act: Art 14(4), 17(1)(m), 26(2)
#     nist_ai_rmf: GOVERN 2.1*, 2.3, 3.2
#     iso: 42005 5.6; 23894 5.4.3
passes contains "A.3.2-4" if {
	_executive_present
	some place in _signed_for_this
	days.within(input.approvals[place].at, tiers.here(data.tables.AGE.approval))
}

stale contains "A.3.2-4" if {
	_executive_present
	some place in _signed_for_this
	days.older(input.approvals[place].at, tiers.here(data.tables.AGE.approval))
}

unverified contains "A.3.2-4" if not _in_directory(_executive)

unverified contains "A.3.2-4" if {
	some place in _by_executive
	input.facts.approvals[place].signature_ok == null
}

found["A.3.2-4"] := object.union(
	_directory(_executive),
	{"approvals": [object.union(json.filter(approval, ["person/id", "decision"]), _checks(place)) |
		some place, approval in input.approvals
		approval.role == "accountable_executive"
	]},
)

_executive := input.system.accountable_executive.id

_executive_present if {
	people.active(_executive)
	people.human(_executive)
}

_by_executive contains place if {
	some place, approval in input.approvals
	approval.role == "accountable_executive"
	approval.person.id == _executive
	approval.decision == "approve"
}

_signed_for_this contains place if {
	some place in _by_executive
	input.facts.approvals[place].subject_ok == true
	input.facts.approvals[place].signature_ok == true
}

_checks(place) := checks if {
	checks := input.facts.approvals[place]
} else := {}

_in_directory(person) if is_object(input.facts.identity[person])

# What the directory says of a person; nothing where it does not know them.
_directory(person) := {"in_directory": entry} if {
	entry := input.facts.identity[person]
} else := {}
