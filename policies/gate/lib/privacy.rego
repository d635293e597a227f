# METADATA
# scope: package
# title: Personal data in datasets, and special categories of it
package gate.lib.privacy

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Does the dataset at this place have a legal basis, a retention time and, from high on, a stated minimisation?
lawful(place) if {
	dataset := input.data[place]
	dataset.acquisition.legal_basis in datasets.legal_bases
	compare.at_least(dataset.retention_days, 0)
	dataset.retention_days == floor(dataset.retention_days)
	_minimised(place)
}

# METADATA
# title: The places of datasets that may hold special-category data
special contains place if {
	some place, dataset in input.data
	not _ordinary(dataset)
}

# METADATA
# title: Does the impact assessment name an exemption for every special category of the dataset?
excepted(dataset) if {
	dataset.personal_data == "special_category"
	is_array(dataset.special_categories)
	count(dataset.special_categories) > 0
	element := evidence.item(dataset.dpia)
	element.kind == "dpia"
	element.status == "approved"
	every category in dataset.special_categories {
		_category_excepted(category, dataset)
	}
}

# METADATA
# title: The exemptions that the impact assessment of the dataset records for it
exemptions(dataset) := [record |
	some record in evidence.item(dataset.dpia).fields.special_category
	record.dataset == dataset.id
]

# METADATA
# title: Is access to the dataset classified, and restricted and encrypted as its personal data asks for?
protected(dataset) if {
	dataset.access.classification in datasets.access_classes
	_encrypted(dataset)
	_closed_enough(dataset)
}

_minimised(_) if not tiers.at_least("high")

_minimised(place) if {
	text.substantial(input.data[place].minimisation, $"/data/{place}/minimisation", datasets.row)
}

_ordinary(dataset) if {
	dataset.personal_data in {"none", "pseudonymised", "personal"}
	_no_categories(dataset)
}

_no_categories(dataset) if days.absent(dataset, "special_categories")

_no_categories(dataset) if dataset.special_categories == []

_category_excepted(category, dataset) if {
	some record in exemptions(dataset)
	record.category == category
	record.exemption in data.tables.DATA.exemptions
	text.long(record.reference, data.tables.DATA.reference_chars)
	_bias_assessed(record, dataset)
}

# To correct bias is a reason only for data in which bias was looked for.
_bias_assessed(record, _) if record.exemption != "bias_correction"

_bias_assessed(_, dataset) if dataset.bias.assessed == true

_encrypted(dataset) if dataset.personal_data == "none"

_encrypted(dataset) if dataset.access.encryption_at_rest == true

_closed_enough(dataset) if not dataset.personal_data == "special_category"

_closed_enough(dataset) if dataset.access.classification in {"confidential", "restricted"}
