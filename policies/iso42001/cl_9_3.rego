# METADATA
# scope: package
# title: Management review
# custom:
#   control: CL-9.3
package iso42001.cl_9_3

import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text

# METADATA
# title: Management has reviewed the management system and signed the minutes
# custom:
#   rule: CL-9.3-1
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.management_review]
#   found: [organisation.aims.management_review.evidence_id]
#   remediation: Attach the minutes of a management review within 400 days, approved by an executive role.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 2.3, 1.5
#     iso: "-"
passes contains "CL-9.3-1" if {
	evidence.holds(input.organisation.aims.management_review, "management_review", _age, data.tables.ROLE.exec)
}

stale contains "CL-9.3-1" if {
	evidence.lapsed(input.organisation.aims.management_review, "management_review", _age, data.tables.ROLE.exec)
}

unverified contains "CL-9.3-1" if {
	evidence.unconfirmed(
		input.organisation.aims.management_review,
		"management_review",
		_age,
		data.tables.ROLE.exec,
	)
}

found["CL-9.3-1"] := {"role": evidence.item(input.organisation.aims.management_review).approved_by.role}

_age := data.tables.AGE.review

# METADATA
# title: The management review produced decisions, each with an owner
# custom:
#   rule: CL-9.3-2
#   profile: O
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.management_review]
#   remediation: >-
#     List the decisions of the management review in fields.decisions, each with a text and the id of its owner.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 2.3, 1.5
#     iso: "-"
passes contains "CL-9.3-2" if {
	lists.filled(_decisions)
	every decision in _decisions {
		text.written(decision.text)
		text.written(decision.owner)
	}
}

found["CL-9.3-2"] := {"decisions": _decisions}

_decisions := evidence.fields(input.organisation.aims.management_review, "management_review").decisions
