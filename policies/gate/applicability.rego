# METADATA
# scope: package
# title: The Statement of Applicability
# description: |
#   It says of each control of Annex A whether it applies and how far it is implemented. An exclusion holds while the
#   statement is approved and recent, its reason says something, and nothing in the request contradicts it. What the
#   statement admits is believed without any of that: from tier high on, a control that is not implemented fails.
package gate.applicability

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.unwaivable

# METADATA
# title: Rules of controls that do not apply
excluded contains rule if {
	some control in _excluded_controls
	some rule in data.catalogue.annex_a[control]
	not unwaivable.rules[rule]
}

# METADATA
# title: Rules of controls that the organisation itself calls not implemented, at the tiers where that counts
unimplemented contains rule if {
	some control, _ in admissions
	some rule in data.catalogue.annex_a[control]
}

# METADATA
# title: For every such control the places of the entries that say so
admissions[entry.control_id] contains place if {
	tiers.at_least("high")
	some place, entry in input.risk.soa.entries
	entry.implemented in data.tables.SOA.not_implemented
	entry.applicable == true
}

# METADATA
# title: Facts of the request that contradict an exclusion, by the names that the table SOA.contradicted uses
contradictions contains "uses_data" if lists.something(input.data)

contradictions contains "meets_the_public" if input.system.interacts_with_public == true

contradictions contains "meets_the_public" if input.system.generates_content == true

contradictions contains "has_suppliers" if lists.something(input.suppliers)

contradictions contains "has_suppliers" if {
	some model in input.models
	model.source in {"vendor_api", "open_weights", "fine_tune"}
}

contradictions contains "has_customers" if lists.something(input.customers)

_excluded_controls contains entry.control_id if {
	_statement_holds
	some place, entry in input.risk.soa.entries
	entry.applicable == false
	count(_places[entry.control_id]) == 1
	text.substantial(entry.justification, $"/risk/soa/entries/{place}/justification", tiers.effective)
	not _contradicted[entry.control_id]
}

_statement_holds if {
	evidence.holds(input.risk.soa.evidence, "soa", data.tables.SOA.max_age, data.tables.ROLE.exec)
	days.within(input.risk.soa.date, data.tables.SOA.max_age)
}

_places[entry.control_id] contains place if some place, entry in input.risk.soa.entries

_contradicted contains control if {
	some control, name in data.tables.SOA.contradicted
	contradictions[name]
}
