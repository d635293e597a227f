# METADATA
# scope: package
# title: Who meets the system
# description: Nobody is left out unless the request states so; a fact that is not stated counts as if it held.
package gate.lib.audience

import data.gate.lib.compare
import data.gate.lib.lists
import data.gate.lib.tiers

# METADATA
# title: Neither the public nor a customer meets the system
private if {
	input.system.interacts_with_public == false
	not _customers
}

# METADATA
# title: Nobody outside the organisation meets the system, and its decisions touch nobody
inside if {
	private
	input.system.decision.legal_effect == false
	not _affected
	_number_known
}

_customers if lists.something(input.customers)

_affected if compare.above(input.system.decision.affected_persons_per_year, 0)

# Below the high tier the number of people may be left open.
_number_known if tiers.at_most("limited")

_number_known if is_number(input.system.decision.affected_persons_per_year)
