# METADATA
# scope: package
# title: Acquisition of data
# custom:
#   control: A.7.3
package iso42001.a_7_3

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.rights
import data.gate.lib.suppliers
import data.gate.lib.text

# METADATA
# title: How, from where and when every dataset was obtained is stated
# custom:
#   rule: A.7.3-1
#   profile: S
#   lift: personal_data
#   needs: ['data[]', 'data[].acquisition.method', 'data[].acquisition.source', 'data[].acquisition.collected_from']
#   reason: The system has no data of its own and trains no model.
#   found: [
#     'data[].id', 'data[].role', 'data[].acquisition.method', 'data[].acquisition.source',
#     'data[].acquisition.collected_from', 'data[].acquisition.collected_to'
#   ]
#   remediation: State method, source and the dates between which each dataset was collected; only data still being
#     collected may leave the end date out.
#   maps: {eu_ai_act: 'Art 10(2)(b), 53(1)(c)-(d)', nist_ai_rmf: 'MAP 4.1, GOVERN 6.1', iso: 42005 6.4}
passes contains "A.7.3-1" if {
	count(datasets.places) > 0
	every dataset in input.data {
		dataset.acquisition.method in datasets.methods
		text.long(dataset.acquisition.source, data.tables.DATA.reference_chars)
		_collected(dataset)
	}
}

exempt contains "A.7.3-1" if {
	count(datasets.places) == 0
	datasets.nothing_trained
}

invalid contains "A.7.3-1" if {
	some dataset in input.data
	compare.above(days.since(dataset.acquisition.collected_to), days.since(dataset.acquisition.collected_from))
}

invalid contains "A.7.3-1" if {
	some dataset in input.data
	datasets.development(dataset)
	days.ahead(dataset.acquisition.collected_to)
}

# METADATA
# title: The right to use every dataset kept for development or retrieval is shown
# custom:
#   rule: A.7.3-2
#   profile: S
#   lift: personal_data
#   needs: ['data[]']
#   reason: The row is minimal, or the system keeps no data for development or retrieval and trains no model.
#   severity:
#   - {when: conflict_from_high, set: D}
#   - {when: conflict_at_limited, set: R}
#   found: ['data[].id', 'data[].licence', 'data[].acquisition.rights_cleared', 'models[].licence.commercial_use']
#   remediation: Attach a record of rights (kind data_rights, fields.datasets naming the dataset) or replace the
#     dataset by one whose licence permits this use.
#   maps: {eu_ai_act: 'Art 10(2)(b), 53(1)(c)-(d)', nist_ai_rmf: 'MAP 4.1, GOVERN 6.1', iso: 42005 6.4}
#   open: Data the system only reads as production input is not asked for a licence here. A bare
#     rights_cleared == true suffices at row limited only; above, a record approved by a person
#     is asked. models[].licence.commercial_use is read as "this model is used commercially".
passes contains "A.7.3-2" if {
	count(datasets.kept) > 0
	every place in datasets.kept {
		rights.cleared(input.data[place])
	}
}

exempt contains "A.7.3-2" if datasets.row_below("limited")

exempt contains "A.7.3-2" if {
	count(datasets.kept) == 0
	datasets.nothing_trained
}

when contains ["A.7.3-2", "conflict_from_high"] if {
	rights.conflict
	datasets.row_at_least("high")
}

when contains ["A.7.3-2", "conflict_at_limited"] if {
	rights.conflict
	datasets.row == "limited"
}

stale contains "A.7.3-2" if {
	some dataset in rights.wanting
	some element in rights.records(dataset)
	evidence.outdated(element, data.tables.AGE.data_rights)
}

unverified contains "A.7.3-2" if {
	datasets.row_at_least("high")
	some dataset in rights.wanting
	dataset.acquisition.rights_cleared == true
	count(rights.records(dataset)) == 0
}

# METADATA
# title: Personal data was obtained on a legal basis that fits the way it was obtained
# custom:
#   rule: A.7.3-3
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].acquisition.legal_basis', 'data[].acquisition.method']
#   reason: The row is below high, or no dataset holds personal data.
#   found: ['data[].id', 'data[].personal_data', 'data[].acquisition.method', 'data[].acquisition.legal_basis']
#   remediation: Name the consent or other legal basis under which the personal data was obtained; scraped and public
#     data cannot rest on consent or contract.
#   maps: {eu_ai_act: 'Art 10(2)(b), 53(1)(c)-(d)', nist_ai_rmf: 'MAP 4.1, GOVERN 6.1', iso: 42005 6.4}
passes contains "A.7.3-3" if {
	count(datasets.personal) > 0
	every place in datasets.personal {
		_basis_fits(input.data[place].acquisition)
	}
}

exempt contains "A.7.3-3" if datasets.row_below("high")

exempt contains ["A.7.3-3", place] if some place in (datasets.places - datasets.personal)

invalid contains "A.7.3-3" if {
	some place in datasets.personal
	input.data[place].acquisition.legal_basis == "none_needed"
}

invalid contains "A.7.3-3" if {
	some place in datasets.personal
	_contact_claimed(input.data[place].acquisition)
}

# METADATA
# title: Scraped data was gathered under an approved opt-out and copyright policy
# custom:
#   rule: A.7.3-4
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].acquisition.opt_out_policy']
#   reason: The row is below high, or no dataset was scraped.
#   found: ['data[].id', 'data[].acquisition.source']
#   remediation: Attach the approved opt-out and copyright policy (kind opt_out_policy) with the signals it honours
#     (fields.opt_out_signals) and where right holders complain (fields.complaint_contact).
#   maps: {eu_ai_act: 'Art 10(2)(b), 53(1)(c)-(d)', nist_ai_rmf: 'MAP 4.1, GOVERN 6.1', iso: 42005 6.4}
#   open: Only method scraped is selected; data others scraped and published counts as public and is judged by its
#     licence.
passes contains "A.7.3-4" if {
	count(_scraped) > 0
	every place in _scraped {
		_opt_outs_honoured(input.data[place].acquisition.opt_out_policy)
	}
}

exempt contains "A.7.3-4" if datasets.row_below("high")

exempt contains ["A.7.3-4", place] if some place in (datasets.places - _scraped)

stale contains "A.7.3-4" if {
	some reference in _policies
	evidence.outdated(evidence.item(reference), datasets.limit(data.tables.AGE.policy))
}

unverified contains "A.7.3-4" if {
	some reference in _policies
	evidence.unchecked(evidence.item(reference))
}

found["A.7.3-4"] := {"policies": [shown |
	some place, dataset in input.data
	place in _scraped
	element := evidence.item(dataset.acquisition.opt_out_policy)
	shown := object.union(
		{"dataset": dataset.id},
		object.filter(element.fields, ["opt_out_signals", "complaint_contact"]),
	)
]}

# METADATA
# title: Every dataset bought, licensed or named to a supplier comes from a listed data supplier under a contract
#   in force
# custom:
#   rule: A.7.3-5
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].acquisition.supplier_id']
#   reason: The row is below high, or no dataset comes from a supplier.
#   found: [
#     'data[].id', 'data[].acquisition.supplier_id', 'suppliers[].id', 'suppliers[].role', 'suppliers[].contract',
#     'suppliers[].contract_valid_to'
#   ]
#   remediation: List the supplier of the dataset with role data, attach its contract and give the date until which
#     the contract runs.
#   maps: {eu_ai_act: 'Art 10(2)(b), 53(1)(c)-(d)', nist_ai_rmf: 'MAP 4.1, GOVERN 6.1', iso: 42005 6.4}
passes contains "A.7.3-5" if {
	count(_supplied) > 0
	every place in _supplied {
		_under_contract(input.data[place])
	}
}

exempt contains "A.7.3-5" if datasets.row_below("high")

exempt contains ["A.7.3-5", place] if some place in (datasets.places - _supplied)

stale contains "A.7.3-5" if {
	some place in _supplied
	some supplier in suppliers.named(input.data[place])
	days.passed(supplier.contract_valid_to)
}

invalid contains "A.7.3-5" if {
	some place in _supplied
	not suppliers.of_data(input.data[place])
}

# Development data is complete; data in use may still be collected.
_collected(dataset) if {
	datasets.development(dataset)
	compare.between(_ago(dataset, "collected_to"), 0, _ago(dataset, "collected_from"))
}

_collected(dataset) if {
	not datasets.development(dataset)
	is_number(_ago(dataset, "collected_from"))
	days.absent(dataset.acquisition, "collected_to")
}

_collected(dataset) if {
	not datasets.development(dataset)
	compare.at_most(_ago(dataset, "collected_to"), _ago(dataset, "collected_from"))
}

_ago(dataset, key) := days.since(dataset.acquisition[key])

_basis_fits(acquisition) if {
	acquisition.legal_basis in datasets.legal_bases
	acquisition.method in datasets.methods
	not _contact_claimed(acquisition)
}

_contact_claimed(acquisition) if {
	acquisition.method in {"scraped", "public"}
	acquisition.legal_basis in data.tables.DATA.bases_by_contact
}

# Data that does not say how it was obtained stops at A.7.3-1.
_scraped contains place if {
	some place, dataset in input.data
	dataset.acquisition.method == "scraped"
}

_opt_outs_honoured(reference) if {
	evidence.holds(reference, "opt_out_policy", datasets.limit(data.tables.AGE.policy), evidence.any_role)
	fields := evidence.item(reference).fields
	is_array(fields.opt_out_signals)
	some signal in fields.opt_out_signals
	text.filled(signal)
	text.filled(fields.complaint_contact)
}

_policies := [dataset.acquisition.opt_out_policy |
	some place, dataset in input.data
	place in _scraped
]

_supplied contains place if {
	some place, dataset in input.data
	dataset.acquisition.method in {"purchased", "licensed"}
}

_supplied contains place if {
	some place, dataset in input.data
	supplier_id := dataset.acquisition.supplier_id
	not supplier_id in {null, ""}
}

_under_contract(dataset) if {
	supplier := suppliers.of_data(dataset)
	evidence.item(supplier.contract).status == "approved"
	days.ahead(supplier.contract_valid_to)
}
