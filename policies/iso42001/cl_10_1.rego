# METADATA
# scope: package
# title: Continual improvement
# custom:
#   control: CL-10.1
package iso42001.cl_10_1

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: At least one improvement was completed in the past year
# custom:
#   rule: CL-10.1-1
#   profile: I
#   needs: ["organisation.aims.improvements[]"]
#   remediation: >-
#     Complete an improvement action, or record one completed in the past 365 days, with status met or closed and its
#     due date.
#   open: an improvement has no closing date; its due date stands in for it, and lies ahead when it was completed early
#   maps:
#     eu_ai_act: "-"
#     nist_ai_rmf: MANAGE 4.2
#     iso: 23894 5.7
passes contains "CL-10.1-1" if {
	some improvement in _completed
	text.written(improvement.text)
	compare.at_most(days.since(improvement.due), _age)
}

stale contains "CL-10.1-1" if {
	count(_completed) > 0
	every improvement in _completed {
		days.older(improvement.due, _age)
	}
}

found["CL-10.1-1"] := {"newest": [object.filter(improvement, ["text", "status", "due"]) |
	some improvement in input.organisation.aims.improvements
	days.since(improvement.due) == _days_of_newest
]}

_age := tiers.here(data.tables.AGE.policy)

_completed := [improvement |
	some improvement in input.organisation.aims.improvements
	improvement.status in ["met", "closed"]
]

_days_of_newest := min([days.since(improvement.due) | some improvement in input.organisation.aims.improvements])
