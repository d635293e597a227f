# METADATA
# scope: package
# title: Allocating responsibilities
# custom:
#   control: A.10.2
package iso42001.a_10_2

import data.gate.lib.lift
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.vendors

# METADATA
# title: Each life-cycle activity has exactly one accountable party
# custom:
#   rule: A.10.2-1
#   profile: S
#   reason: one party only, minimal tier, in house
#   needs: ["responsibility_matrix[]"]
#   remediation: >-
#     Add one row per life-cycle activity to responsibility_matrix, each with a single accountable party.
#   maps:
#     eu_ai_act: Art 25, 26
#     nist_ai_rmf: GOVERN 2.1, 6.1
#     iso: 42005 5.6
passes contains "A.10.2-1" if {
	every activity in data.tables.activities {
		count(_accountable[activity]) == 1
		every party in _accountable[activity] {
			text.filled(party)
		}
	}
}

exempt contains "A.10.2-1" if _one_party

found["A.10.2-1"] := {
	"activities_with_nobody": [activity |
		some activity in data.tables.activities
		not _accountable[activity]
	],
	"activities_with_several": [activity |
		some activity in data.tables.activities
		count(_accountable[activity]) > 1
	],
}

_accountable[row.activity] contains row.accountable if some row in input.responsibility_matrix

# At the minimal tier, who works alone answers for everything.
_one_party if {
	tiers.at_most("minimal")
	not _has_suppliers
	not _has_customers
	count(vendors.called) == 0
}

_has_suppliers if lists.something(input.suppliers)

_has_customers if lists.something(input.customers)

# METADATA
# title: Every accountable party is known
# custom:
#   rule: A.10.2-2
#   profile: S
#   reason: one party only, minimal tier, in house
#   needs: ["responsibility_matrix[]"]
#   found: [system.org_unit]
#   remediation: Use "org", the unit of the system, a supplier id or a customer segment as the accountable party.
#   maps:
#     eu_ai_act: Art 25, 26
#     nist_ai_rmf: GOVERN 2.1, 6.1
#     iso: 42005 5.6
passes contains "A.10.2-2" if {
	lists.filled(input.responsibility_matrix)
	every row in input.responsibility_matrix {
		_known_party(row)
	}
}

exempt contains "A.10.2-2" if _one_party

found["A.10.2-2"] := {"rows": [object.filter(row, ["activity", "accountable"]) |
	some row in input.responsibility_matrix
	not _known_party(row)
]}

_known_party(row) if {
	is_string(row.accountable)
	_parties[row.accountable]
}

# Both of these name the organisation itself.
_parties contains "org"

_parties contains input.system.org_unit

_parties contains supplier.id if some supplier in input.suppliers

_parties contains customer.segment if some customer in input.customers

# METADATA
# title: Controller and processor are named where personal data is handled
# custom:
#   rule: A.10.2-3
#   profile: S
#   reason: no personal data, or one party only at minimal tier
#   needs: ["responsibility_matrix[]"]
#   found:
#     - responsibility_matrix[].activity
#     - responsibility_matrix[].accountable
#     - responsibility_matrix[].gdpr_role
#   remediation: Set gdpr_role on the rows for data and operation, and name who is the controller.
#   maps:
#     eu_ai_act: Art 25, 26
#     nist_ai_rmf: GOVERN 2.1, 6.1
#     iso: 42005 5.6
passes contains "A.10.2-3" if {
	every activity in data.tables.RESP.personal {
		_has_data_role(activity)
	}
	some row in input.responsibility_matrix
	row.gdpr_role in ["controller", "joint_controller"]
}

exempt contains "A.10.2-3" if not lift.holds.personal_data

exempt contains "A.10.2-3" if _one_party

_has_data_role(activity) if {
	rows := [row | some row in input.responsibility_matrix; row.activity == activity]
	count(rows) > 0
	every row in rows {
		row.gdpr_role in ["controller", "joint_controller", "processor"]
	}
}

# METADATA
# title: After a substantial modification the legal role was decided again
# custom:
#   rule: A.10.2-4
#   profile: S
#   reason: no substantial modification
#   needs: [classification.eu.role, classification.eu.class]
#   found: [classification.eu.role, classification.eu.class, request.change.types]
#   remediation: >-
#     Decide your role for the modified system; whoever substantially modifies a high-risk system becomes its provider.
#   open: the request has no date of the role decision, so the rule checks that the declared role fits.
#   maps:
#     eu_ai_act: Art 25, 26
#     nist_ai_rmf: GOVERN 2.1, 6.1
#     iso: 42005 5.6
passes contains "A.10.2-4" if _role_fits

exempt contains "A.10.2-4" if not _substantially_modified

_substantially_modified if "substantial_modification" in input.request.change.types

_role_fits if input.classification.eu.class == "out_of_scope"

_role_fits if {
	input.classification.eu.class == "high"
	input.classification.eu.role in ["provider", "provider_and_deployer"]
}

_role_fits if {
	input.classification.eu.class in ["transparency", "minimal"]
	input.classification.eu.role in ["provider", "deployer", "provider_and_deployer", "importer", "distributor"]
}
