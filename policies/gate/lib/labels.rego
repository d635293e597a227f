# METADATA
# scope: package
# title: How datasets were labelled
package gate.lib.labels

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.text

# METADATA
# title: The places of datasets that people may have labelled
by_people contains place if {
	some place, dataset in input.data
	not _not_by_people(dataset)
}

# METADATA
# title: Are the label errors within the limit, or are there no labels?
few_errors(dataset) if dataset.labelling.method == "none"

few_errors(dataset) if _needs_no_labels(dataset)

few_errors(dataset) if compare.at_most(dataset.quality.label_error_pct, datasets.limit(data.tables.DQ.lab))

# METADATA
# title: Do enough people agree on enough items, by a measure that fits?
agreed(dataset) if {
	text.filled(dataset.labelling.method)
	text.filled(dataset.labelling.iaa_metric)
	compare.at_least(dataset.labelling.annotators, data.tables.DATA.annotators_min)
	compare.at_least(dataset.labelling.iaa_value, datasets.limit(data.tables.IAA.min))
	_measure_fits(dataset.labelling.iaa_metric)
	protocol := evidence.item(dataset.labelling.protocol)
	protocol.kind == "labelling_protocol"
	protocol.status == "approved"
	compare.at_least(datasets.listing(protocol, dataset).iaa_items, datasets.limit(data.tables.SLICE.min))
}

_not_by_people(dataset) if dataset.labelling.method in {"none", "machine"}

_not_by_people(dataset) if _needs_no_labels(dataset)

# Data that is only read is not labelled unless it says so; development data has to say.
_needs_no_labels(dataset) if {
	not datasets.development(dataset)
	_method_unstated(dataset)
}

_method_unstated(dataset) if days.absent(dataset, "labelling")

_method_unstated(dataset) if days.absent(dataset.labelling, "method")

_measure_fits(_) if datasets.row_below("high")

_measure_fits(metric) if {
	some word in data.tables.DATA.iaa_terms
	contains(lower(metric), word)
}
