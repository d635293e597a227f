# METADATA
# scope: package
# title: AI objectives
# custom:
#   control: CL-6.2
package iso42001.cl_6_2

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.text

# METADATA
# title: The AI objectives are measurable, owned, dated and followed up
# custom:
#   rule: CL-6.2-1
#   profile: I
#   tiers: [limited, high, critical]
#   needs:
#     - organisation.aims.objectives[]
#     - organisation.aims.objectives[].text
#     - organisation.aims.objectives[].owner
#     - organisation.aims.objectives[].due
#     - organisation.aims.objectives[].status
#   severity: [{when: beyond_development, set: W}]
#   remediation: >-
#     Give every AI objective a target figure in its text, an owner, a due date and a status.
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: 'GOVERN 1.1*, MAP 1.3', iso: 23894 Annex A}
passes contains "CL-6.2-1" if {
	lists.filled(input.organisation.aims.objectives)
	every objective in input.organisation.aims.objectives {
		_followed_up(objective)
	}
}

when contains ["CL-6.2-1", "beyond_development"] if _beyond_development

found["CL-6.2-1"] := {"not_followed_up": [{"place": place, "text": object.get(objective, "text", null)} |
	some place, objective in input.organisation.aims.objectives
	not _followed_up(objective)
]}

_followed_up(objective) if {
	regex.match(`[0-9]`, objective.text)
	text.written(objective.owner.id)
	is_number(days.since(objective.due))
	objective.status in ["open", "met", "missed", "closed"]
}

# METADATA
# title: No AI objective is past its date without having been reviewed
# custom:
#   rule: CL-6.2-2
#   profile: I
#   tiers: [limited, high, critical]
#   needs: ['organisation.aims.objectives[]', 'organisation.aims.objectives[].status']
#   severity: [{when: beyond_development, set: W}]
#   remediation: >-
#     Review each objective that is past its date and set it to met, missed or closed, or give it a new date.
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: 'GOVERN 1.1*, MAP 1.3', iso: 23894 Annex A}
passes contains "CL-6.2-2" if {
	lists.filled(input.organisation.aims.objectives)
	every objective in input.organisation.aims.objectives {
		_reviewed_or_due(objective)
	}
}

stale contains "CL-6.2-2" if {
	some objective in input.organisation.aims.objectives
	objective.status == "open"
	days.overdue(objective.due)
}

when contains ["CL-6.2-2", "beyond_development"] if _beyond_development

found["CL-6.2-2"] := {"not_reviewed": [object.filter(objective, ["text", "due", "status"]) |
	some objective in input.organisation.aims.objectives
	not _reviewed_or_due(objective)
]}

_reviewed_or_due(objective) if objective.status in ["met", "missed", "closed"]

_reviewed_or_due(objective) if {
	objective.status == "open"
	days.due(objective.due)
}

_beyond_development if input.request.environment in ["staging", "prod"]
