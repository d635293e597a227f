# METADATA
# scope: package
# title: Controls that the Statement of Applicability leaves out
# description: |
#   A control is left out by a current, approved Statement with exactly one entry for it, which says so and why. What
#   the decision makes of an excluded control is not decided here.
package gate.lib.exclusions

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The controls that are left out
controls contains entry.control_id if {
	_statement_holds
	some place, entry in input.risk.soa.entries
	entry.applicable == false
	count(_places[entry.control_id]) == 1
	text.substantial(entry.justification, $"/risk/soa/entries/{place}/justification", tiers.effective)
}

_statement_holds if {
	max_age := tiers.here(data.tables.AGE.policy)
	evidence.holds(input.risk.soa.evidence, "soa", max_age, data.tables.ROLE.exec)
	days.within(input.risk.soa.date, max_age)
}

_places[entry.control_id] contains place if some place, entry in input.risk.soa.entries
