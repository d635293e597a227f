# METADATA
# scope: package
# title: Data resources
# custom:
#   control: A.4.3
package iso42001.a_4_3

import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.licence_expressions
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.versions

# METADATA
# title: The data behind every model is listed
# custom:
#   rule: A.4.3-1
#   profile: S
#   needs: ["models[]"]
#   found: ["models[].id", "models[].source", "models[].datasets"]
#   remediation: >-
#     List the training, fine-tuning and test data of each model in data[] and name them in models[].datasets; for a
#     vendor model put the link to the vendor's training data summary into the supplier assessment.
#   open: The supplier's statement on its data is read from fields.training_data_summary of the assessment; no other
#     field holds it.
#   maps:
#     eu_ai_act: Art 10(2), Annex IV(2)(d), 53(1)(d)
#     nist_ai_rmf: MAP 2.1*, 4.1
#     iso: 42005 6.4
passes contains "A.4.3-1" if {
	lists.filled(input.models)
	every model in input.models {
		_data_listed(model)
	}
}

found["A.4.3-1"] := {"roles_not_covered": [{"model": model.id, "one_of": roles} |
	some model in input.models
	some roles in data.tables.DATA.roles[_table(model)]
	not _covered(roles, model)
]}

_data_listed(model) if {
	every id in _named_by(model) {
		_ids[id]
	}
	every roles in data.tables.DATA.roles[_table(model)] {
		_covered(roles, model)
	}
}

# What a vendor trained a model on, only the vendor can say.
_data_listed(model) if {
	model.source == "vendor_api"
	_open_about_data[model.supplier_id]
}

_open_about_data contains supplier.id if {
	some supplier in input.suppliers
	is_string(supplier.id)
	"model" in supplier.role
	startswith(evidence.item(supplier.assessment).fields.training_data_summary, "https://")
}

# A model need not name data of its own.
_named_by(model) := [] if days.absent(model, "datasets")

_named_by(model) := model.datasets if is_array(model.datasets)

# Under which name the table has the roles that the model's data must cover; it has none for models of a vendor.
_table(model) := "rule_based" if {
	input.system.type == "rule_based"
	is_string(model.source)
	model.source != "vendor_api"
} else := model.source

_covered(roles, _) if {
	some role in roles
	_evaluated[role]
}

_covered(roles, model) if {
	some id in model.datasets
	some role in roles
	_roles[id][role]
}

_ids contains dataset.id if {
	some dataset in input.data
	is_string(dataset.id)
}

_roles[dataset.id] contains role if {
	some dataset in input.data
	some role in dataset.role
}

# The roles of data that some evaluation was made on.
_evaluated contains role if {
	some run in input.evaluation.runs
	some role in _roles[run.dataset_id]
}

# METADATA
# title: Every data set has a real name and can be found
# custom:
#   rule: A.4.3-2
#   profile: S
#   needs: ["data[].name"]
#   found: ["data[].id", "data[].name", "data[].uri"]
#   remediation: Give each data set its real name and a uri or digest by which it can be found.
#   maps:
#     eu_ai_act: Art 10(2), Annex IV(2)(d), 53(1)(d)
#     nist_ai_rmf: MAP 2.1*, 4.1
#     iso: 42005 6.4
passes contains "A.4.3-2" if {
	lists.filled(input.data)
	count(_nameless) == 0
}

found["A.4.3-2"] := {"failing": _shown(_nameless, ["id", "name", "uri"])}

_nameless contains place if {
	some place, dataset in input.data
	not _named(place, dataset)
}

_named(place, dataset) if {
	text.stated(dataset.name, $"/data/{place}/name")
	count(dataset.name) >= data.tables.DATA.name_chars
	_can_be_found(place, dataset)
}

_can_be_found(place, dataset) if text.stated(dataset.uri, $"/data/{place}/uri")

_can_be_found(_, dataset) if text.filled(dataset.digest.value)

# METADATA
# title: Every data set is pinned and has a known licence
# custom:
#   rule: A.4.3-3
#   profile: S
#   each: data[]
#   needs: ["data[].licence"]
#   reason: only live input data, which has no fixed version
#   found: ["data[].id", "data[].role", "data[].licence", "data[].version", "data[].digest"]
#   remediation: >-
#     Give each data set an SPDX licence expression (LicenseRef-… for your own terms), and at high tier and above a
#     digest or a fixed version; state the role production_input for live input data.
#   maps:
#     eu_ai_act: Art 10(2), Annex IV(2)(d), 53(1)(d)
#     nist_ai_rmf: MAP 2.1*, 4.1
#     iso: 42005 6.4
passes contains "A.4.3-3" if {
	count(_fixed) > 0
	count(_loose) == 0
}

exempt contains ["A.4.3-3", place] if some place in _only_live

found["A.4.3-3"] := {"failing": _shown(_loose, ["id", "role", "licence", "version", "digest"])}

_loose contains place if {
	some place in _fixed
	not _licensed_and_pinned(input.data[place])
}

_licensed_and_pinned(dataset) if {
	licence_expressions.known(dataset.licence)
	_pinned(dataset)
}

_pinned(_) if tiers.at_most("limited")

_pinned(dataset) if digests.well_formed(dataset.digest)

_pinned(dataset) if {
	tiers.at_most("high")
	versions.exact(dataset.version)
}

# METADATA
# title: Origin, date, labelling and quality of every data set are recorded
# custom:
#   rule: A.4.3-4
#   profile: S
#   each: data[]
#   needs: ["data[].acquisition.collected_to", "data[].labelling.method", "data[].quality.checked_at"]
#   reason: only live input data
#   found:
#     - data[].id
#     - data[].role
#     - data[].provenance.record_uri
#     - data[].acquisition.collected_to
#     - data[].labelling.method
#     - data[].quality.checked_at
#   remediation: >-
#     Fill in provenance, acquisition.collected_to, labelling.method ("none" when unlabelled) and quality.checked_at of
#     each data set; state the role production_input for live input data.
#   maps:
#     eu_ai_act: Art 10(2), Annex IV(2)(d), 53(1)(d)
#     nist_ai_rmf: MAP 2.1*, 4.1
#     iso: 42005 6.4
passes contains "A.4.3-4" if {
	count(_fixed) > 0
	count(_unrecorded) == 0
}

exempt contains ["A.4.3-4", place] if some place in _only_live

invalid contains "A.4.3-4" if {
	some place in _fixed
	not _dates_possible(input.data[place])
}

found["A.4.3-4"] := {"failing": _shown(_unrecorded, ["id"])}

_unrecorded contains place if {
	some place in _fixed
	not _recorded(place, input.data[place])
}

_recorded(place, dataset) if {
	_origin_recorded(place, dataset)
	text.filled(dataset.labelling.method)
	_dates_possible(dataset)
}

_origin_recorded(place, dataset) if {
	text.stated(dataset.provenance.record_uri, $"/data/{place}/provenance/record_uri")
}

_origin_recorded(_, dataset) if text.filled(dataset.provenance.lineage.evidence_id)

_origin_recorded(_, dataset) if lists.filled(dataset.provenance.chain)

_dates_possible(dataset) if {
	days.passed(dataset.acquisition.collected_to)
	days.passed(dataset.quality.checked_at)
}

# Live input data has no fixed version; data without a role is taken to be fixed.
_only_live contains place if {
	some place, dataset in input.data
	lists.filled(dataset.role)
	every role in dataset.role {
		role == "production_input"
	}
}

_fixed contains place if {
	some place, _ in input.data
	not _only_live[place]
}

_shown(places, keys) := [object.filter(dataset, keys) |
	some place, dataset in input.data
	places[place]
]
