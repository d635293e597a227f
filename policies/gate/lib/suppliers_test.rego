package gate.lib.suppliers_test

import data.gate.lib.suppliers

dataset := {"acquisition": {"supplier_id": "bureau"}}

supplier(stated) := supplier if {
	supplier := suppliers.of_data(dataset) with input as {"suppliers": stated}
}

test_supplier if {
	stated := [{"id": "host", "role": ["hosting"]}, {"id": "bureau", "role": ["tool", "data"]}]
	supplier(stated) == stated[1]
}

test_no_supplier[note] if {
	some note, stated in {
		"none": [],
		"others": [{"id": "host", "role": ["data"]}],
		"twice": [{"id": "bureau", "role": ["data"]}, {"id": "bureau", "role": ["data"]}],
		"other role": [{"id": "bureau", "role": ["hosting"]}],
		"role as text": [{"id": "bureau", "role": "data"}],
		"no role": [{"id": "bureau"}],
		"null": null,
	}
	found := [1 | supplier(stated)]
	found == []
}

test_no_supplier_named if {
	suppliers.named({}) == [] with input as {"suppliers": [{"role": ["data"]}]}
	suppliers.named(dataset) == [] with input as {}
}
