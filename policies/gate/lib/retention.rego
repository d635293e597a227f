# METADATA
# scope: package
# title: How long data is held
# description: |
#   Development data is held from the end of its collection. Data in use is deleted on a rolling basis, so the oldest
#   record of it counts, and the deletion is verified again and again.
package gate.lib.retention

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.text

# METADATA
# title: The places of datasets that are not to be held for ever
limited contains place if {
	some place, dataset in input.data
	not _without_limit(dataset)
}

# METADATA
# title: Is the dataset within its retention time, or is its disposal proved?
kept(dataset) if {
	datasets.development(dataset)
	compare.between(_held(dataset), 0, dataset.retention_days)
}

kept(dataset) if {
	not datasets.development(dataset)
	compare.at_most(_held(dataset), dataset.retention_days)
}

kept(dataset) if {
	datasets.development(dataset)
	not datasets.live(dataset)
	text.filled(dataset.disposal.method)
	compare.between(days.since(dataset.disposal.verified_at), 0, _held(dataset))
}

kept(dataset) if {
	_deleted_as_it_ages(dataset)
	days.within(dataset.disposal.verified_at, datasets.limit(data.tables.AGE.quality))
}

# METADATA
# title: Is it so, or was it until the proof of disposal grew too old?
kept_once(dataset) if kept(dataset)

kept_once(dataset) if {
	_deleted_as_it_ages(dataset)
	days.older(dataset.disposal.verified_at, datasets.limit(data.tables.AGE.quality))
}

# METADATA
# title: Are the dates of collection and disposal unknown, still to come, or in the wrong order?
impossible_dates(dataset) if not _held(dataset)

impossible_dates(dataset) if days.ahead(dataset.acquisition.collected_to)

impossible_dates(dataset) if days.ahead(dataset.disposal.verified_at)

impossible_dates(dataset) if {
	compare.above(days.since(dataset.disposal.verified_at), days.since(dataset.acquisition.collected_to))
}

_without_limit(dataset) if {
	dataset.personal_data == "none"
	days.absent(dataset, "retention_days")
}

_held(dataset) := days.since(dataset.acquisition.collected_to) if datasets.development(dataset)

_held(dataset) := days.since(dataset.acquisition.collected_from) if not datasets.development(dataset)

_deleted_as_it_ages(dataset) if {
	not datasets.development(dataset)
	is_number(_held(dataset))
	text.filled(dataset.disposal.method)
}
