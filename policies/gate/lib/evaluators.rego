# METADATA
# scope: package
# title: Those who evaluate the system
package gate.lib.evaluators

import data.gate.lib.evidence
import data.gate.lib.people
import data.gate.lib.text

# METADATA
# title: Is a run said to be independent, and its evaluator nobody who builds, owns or requests the system?
stands_apart(run) if {
	run.independent == true
	text.written(run.evaluator.id)
	not _involved[run.evaluator.id]
}

# METADATA
# title: Is the evaluator of a run known to be a person of the organisation, or the report one of a third party?
credible(run) if {
	people.active(run.evaluator.id)
	people.human(run.evaluator.id)
}

credible(run) if evidence.item(run.report).assertion == "third_party"

_involved contains input.request.requested_by.id

_involved contains input.system.owner.id

_involved contains staff.person.id if {
	some staff in input.resources.people
	lower(staff.role) == "developer"
}
