# METADATA
# scope: package
# title: What comes from outside, and who supplies it
# description: Models, bought data and hosting each have a supplier with that role on record.
package gate.lib.sourcing

import data.gate.lib.text

# METADATA
# title: Some model, dataset or host comes from outside
something_external if count(_external_models) > 0

something_external if count(_bought_data) > 0

something_external if _hosted_elsewhere

# METADATA
# title: Models from outside whose supplier is not on record
unrecorded_models := [model |
	some model in _external_models
	not _recorded_model(model)
]

# METADATA
# title: Bought datasets whose supplier is not on record
unrecorded_data := [dataset |
	some dataset in _bought_data
	not _recorded_data(dataset)
]

# METADATA
# title: The hosting provider is on record by its id or name, or the organisation hosts itself
host_recorded if not _hosted_elsewhere

host_recorded if {
	some supplier in input.suppliers
	"hosting" in supplier.role
	some key in ["id", "name"]
	lower(supplier[key]) == lower(_provider)
}

# A model that does not state its source may come from anywhere.
_external_models := [model |
	some model in input.models
	not model.source == "in_house"
]

_bought_data := [dataset |
	some dataset in input.data
	dataset.acquisition.method in ["purchased", "licensed"]
]

_hosted_elsewhere if {
	_provider_stated
	not _own_machines
	not _provider_is_own_unit
}

_provider := input.resources.compute.provider

# What is no text is stated as well, and is nobody on record.
_provider_stated if {
	stated := _provider
	not stated in [null, "", [], {}]
	not text.poor["/resources/compute/provider"]
}

_own_machines if lower(_provider) in data.tables.HOSTING.own

_provider_is_own_unit if _provider == input.system.org_unit

_recorded_model(model) if _recorded[[model.supplier_id, "model"]]

_recorded_data(dataset) if _recorded[[dataset.acquisition.supplier_id, "data"]]

# Pairs of the id of a supplier and what it supplies.
_recorded contains [supplier.id, role] if {
	some supplier in input.suppliers
	is_string(supplier.id)
	some role in supplier.role
}
