package gate.lib.outsourcing_test

import data.gate.lib.outsourcing
import data.testing.risk_document as sample

work(changes) := found if found := outsourcing.work with input as sample.altered(changes)

# The work that no listed supplier does, by kind and place.
without_supplier(changes) := [[piece.work, piece.place] |
	some piece in work(changes)
	not by_supplier(piece, changes)
]

by_supplier(piece, changes) if outsourcing.by_supplier(piece) with input as sample.altered(changes)

test_work if {
	work({}) == [
		{"work": "model", "place": 1, "party": "sup-model", "roles": ["model"]},
		{"work": "data", "place": 1, "party": "sup-data", "roles": ["data", "annotation"]},
		{"work": "data", "place": 2, "party": "sup-labels", "roles": ["data", "annotation"]},
		{"work": "activity", "place": 3, "party": "sup-tool", "roles": []},
	]
	without_supplier({}) == []
}

test_work_that_is_not_outsourced[note] if {
	some note, change in {
		"own model": {"/models/1/source": "in_house", "/models/1/supplier_id": sample.gone},
		"no supplier of the model": {"/models/1/source": "open_weights", "/models/1/supplier_id": null},
		"empty supplier of the model": {"/models/1/source": "open_weights", "/models/1/supplier_id": ""},
		"own data": {"/data/1/acquisition": {"method": "collected"}},
		"empty supplier of data": {"/data/1/acquisition": {"method": "licensed", "supplier_id": ""}},
		"data of unknown origin": {"/data/1/acquisition": sample.gone},
		"activity of the organisation": {"/responsibility_matrix/3/accountable": "org"},
		"activity of the unit": {"/responsibility_matrix/3/accountable": "lending"},
		"activity of a customer": {"/responsibility_matrix/3/accountable": "savings banks"},
		"activity of nobody": {"/responsibility_matrix/3/accountable": sample.gone},
		"activity of no text": {"/responsibility_matrix/3/accountable": 7},
	}
	count(work(change)) == 3
}

test_work_without_supplier[note] if {
	some note, case in {
		"vendor not named": {"change": {"/models/1/supplier_id": sample.gone}, "work": ["model", 1]},
		"supplier of the model is blank": {"change": {"/models/0/supplier_id": " "}, "work": ["model", 0]},
		"supplier of the model is unknown": {"change": {"/models/0/supplier_id": "sup-x"}, "work": ["model", 0]},
		"supplier of a model is no text": {"change": {"/models/0/supplier_id": 7}, "work": ["model", 0]},
		"supplier of a model has other roles": {"change": {"/models/0/supplier_id": "sup-tool"}, "work": ["model", 0]},
		"roles absent": {"change": {"/suppliers/0/role": sample.gone}, "work": ["model", 1]},
		"seller not named": {"change": {"/data/1/acquisition/supplier_id": sample.gone}, "work": ["data", 1]},
		"seller has other roles": {"change": {"/data/1/acquisition/supplier_id": "sup-tool"}, "work": ["data", 1]},
		"derived from data of a stranger": {
			"change": {"/data/2/acquisition/supplier_id": "sup-x"},
			"work": ["data", 2],
		},
		"activity of a stranger": {
			"change": {"/responsibility_matrix/3/accountable": "somebody"},
			"work": ["activity", 3],
		},
		"activity of an empty text": {"change": {"/responsibility_matrix/3/accountable": ""}, "work": ["activity", 3]},
		"activity of the organisation, in other words": {
			"change": {"/responsibility_matrix/0/accountable": "Org"},
			"work": ["activity", 0],
		},
		"unit not stated": {"change": {"/system/org_unit": sample.gone}, "work": ["activity", 1]},
		"customer not stated": {"change": {"/customers": sample.gone}, "work": ["activity", 2]},
		"customers are no list": {
			"change": {"/customers": {"0": {"segment": "savings banks"}}},
			"work": ["activity", 2],
		},
		"roles of a supplier are no list": {"change": {"/suppliers/0/role": {"0": "model"}}, "work": ["model", 1]},
	}
	without_supplier(case.change) == [case.work]
}

test_no_suppliers if count(without_supplier({"/suppliers": sample.gone})) == 4

test_suppliers_that_are_no_list if {
	listed := {"0": {"id": "sup-tool", "role": ["tool"]}}
	count(without_supplier({"/suppliers": listed})) == 4
}

test_one_of_several_suppliers_of_an_id_is_enough if {
	without_supplier({"/suppliers/-": {"id": "sup-x", "role": ["model"]}, "/models/1/supplier_id": "sup-x"}) == []
}
