# METADATA
# scope: package
# title: Contracts with suppliers
package gate.lib.contracts

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.tiers

# METADATA
# title: Is an approved contract with all clauses on AI in force?
in_force(supplier) if {
	days.ahead(supplier.contract_valid_to)
	_signed(supplier)
	count(missing_clauses(supplier)) == 0
}

# METADATA
# title: Is there such a contract, whatever its dates are?
agreed(supplier) if {
	_signed_once(supplier)
	count(missing_clauses(supplier)) == 0
}

# METADATA
# title: The clauses on AI that the contract does not have, in the order of the table
missing_clauses(supplier) := [clause |
	some clause in tiers.here(data.tables.SUPPLIER.clauses)
	not _has_clause(supplier, clause)
]

_has_clause(supplier, clause) if clause in supplier.ai_clauses

_signed(supplier) if {
	evidence.holds(supplier.contract, "contract", data.tables.CONTRACT.age, evidence.any_role)
}

_signed_once(supplier) if _signed(supplier)

_signed_once(supplier) if {
	evidence.lapsed(supplier.contract, "contract", data.tables.CONTRACT.age, evidence.any_role)
}
