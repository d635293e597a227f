# METADATA
# scope: package
# title: The right to use a dataset
# description: |
#   A record of rights, approved by a person and naming the dataset, shows the right whatever the licence says. Without
#   one the licence must permit the use.
package gate.lib.rights

import data.gate.lib.datasets
import data.gate.lib.evidence
import data.gate.lib.licences

# METADATA
# title: Is the right to use the dataset shown?
cleared(dataset) if shown(dataset)

cleared(dataset) if {
	not licences.conflict(dataset)
	object.get(dataset, ["acquisition", "rights_cleared"], null) in [null, true]
	_permitted(dataset)
}

# METADATA
# title: Is it shown by a record of rights?
shown(dataset) if {
	some element in records(dataset)
	evidence.good(element, "data_rights", data.tables.AGE.data_rights, evidence.any_role)
}

# METADATA
# title: The records of rights that name the dataset, whether they hold or not
records(dataset) := [element |
	some element in evidence.nameable
	element.kind == "data_rights"
	is_object(datasets.listing(element, dataset))
]

# METADATA
# title: The datasets kept for development or retrieval whose right of use is not shown
wanting := [dataset |
	some place, dataset in input.data
	place in datasets.kept
	not cleared(dataset)
]

# METADATA
# title: Is one of these used commercially against its licence?
conflict if {
	some dataset in wanting
	licences.conflict(dataset)
}

_permitted(dataset) if licences.permits(dataset)

# Above the limited row a statement of the team is not enough: a person approves a record of rights.
_permitted(dataset) if {
	datasets.row == "limited"
	dataset.acquisition.rights_cleared == true
}
