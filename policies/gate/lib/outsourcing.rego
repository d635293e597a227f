# METADATA
# scope: package
# title: Work that is done outside the organisation
# description: |
#   Models called at a vendor or named with a supplier, data that was bought or is named with one, and activities that
#   somebody else answers for. Who answers is the organisation itself, a customer, or a party outside.
package gate.lib.outsourcing

import data.gate.lib.text

# METADATA
# title: Each piece of work, the party that does it, and the roles of which a supplier has to have one
# description: The party is null where the request names none. Any role will do for an activity.
work := array.concat(array.concat(_models, _datasets), _activities)

# METADATA
# title: Is the work done by a listed supplier in a role that fits?
by_supplier(piece) if {
	text.written(piece.party)
	is_array(input.suppliers)
	some supplier in input.suppliers
	supplier.id == piece.party
	_role_fits(supplier, piece.roles)
}

_models := [{"work": "model", "place": place, "party": object.get(model, "supplier_id", null), "roles": ["model"]} |
	some place, model in input.models
	_bought_model(model)
]

_datasets := [{"work": "data", "place": place, "party": party, "roles": ["data", "annotation"]} |
	some place, dataset in input.data
	_bought_data(dataset.acquisition)
	party := object.get(dataset.acquisition, "supplier_id", null)
]

_activities := [{"work": "activity", "place": place, "party": row.accountable, "roles": []} |
	some place, row in input.responsibility_matrix
	is_string(row.accountable)
	not _not_outside[row.accountable]
]

_bought_model(model) if model.source == "vendor_api"

_bought_model(model) if _present(model.supplier_id)

_bought_data(acquisition) if acquisition.method == "purchased"

_bought_data(acquisition) if _present(acquisition.supplier_id)

_present(value) if not value in [null, ""]

# Names of the organisation itself, and of its customers.
_not_outside contains "org"

_not_outside contains input.system.org_unit

_not_outside contains customer.segment if {
	is_array(input.customers)
	some customer in input.customers
}

_role_fits(_, [])

_role_fits(supplier, roles) if {
	is_array(supplier.role)
	some role in roles
	role in supplier.role
}
