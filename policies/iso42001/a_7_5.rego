# METADATA
# scope: package
# title: Data provenance
# custom:
#   control: A.7.5
package iso42001.a_7_5

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.lineage
import data.gate.lib.people
import data.gate.lib.records
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Each development dataset has an unbroken chain of dated steps that ends in the digest that was used
# custom:
#   rule: A.7.5-1
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].provenance.chain', 'data[].provenance.lineage', 'data[].digest']
#   reason: The row is below high, or no dataset is used for development.
#   found: [
#     'data[].id', 'data[].digest', 'data[].provenance.chain[].step', 'data[].provenance.chain[].actor',
#     'data[].provenance.chain[].at', 'data[].provenance.chain[].input_digests',
#     'data[].provenance.chain[].output_digest', 'data[].provenance.chain[].attestation'
#   ]
#   remediation: Record each step from the source to the digest that was used (actor, time, input and output digests)
#     and attach the lineage as the pipeline tool reported it.
#   maps: {eu_ai_act: 'Art 10(2)(b), Annex IV(2)(d)', nist_ai_rmf: 'MAP 4.1, MEASURE 2.8', iso: 42005 6.4}
#   open: The first step may have no input digests (it is the source); a merge names every input, known or external.
#     Signed attestations per step are asked at effective tier critical, not through the lift.
passes contains "A.7.5-1" if {
	count(datasets.for_development) > 0
	every place in datasets.for_development {
		_traced(place)
	}
}

exempt contains "A.7.5-1" if datasets.row_below("high")

exempt contains ["A.7.5-1", place] if some place in (datasets.places - datasets.for_development)

stale contains "A.7.5-1" if {
	some place in datasets.for_development
	evidence.outdated(lineage.item(input.data[place]), data.tables.AGE.data_lineage)
}

unverified contains "A.7.5-1" if {
	some place in datasets.for_development
	item := lineage.item(input.data[place])
	not lineage.credible(item)
}

unverified contains "A.7.5-1" if {
	some place in datasets.for_development
	evidence.unchecked(lineage.item(input.data[place]))
}

unverified contains "A.7.5-1" if {
	tiers.effective == "critical"
	some place in datasets.for_development
	some step in input.data[place].provenance.chain
	evidence.unchecked(lineage.attestation(step))
}

invalid contains "A.7.5-1" if {
	some place in datasets.for_development
	not lineage.unbroken(input.data[place])
}

found["A.7.5-1"] := {"lineage": [shown |
	some place, dataset in input.data
	place in datasets.for_development
	shown := {"dataset": dataset.id, "assertion": lineage.item(dataset).assertion}
]}

# METADATA
# title: Each dataset kept for development or retrieval is versioned, and from high on its source record is verified
# custom:
#   rule: A.7.5-2
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: []
#   reason: The row is minimal, or no dataset is used for development or retrieval.
#   found: ['data[].id', 'data[].version', 'data[].digest', 'data[].source_ref', 'data[].provenance.record_uri']
#   remediation: Give each dataset a version or digest and attach its source record (Croissant, SPDX, data card,
#     dataset card or data BOM), or cite it as evidence of kind dataset_record whose digest can be checked.
#   maps: {eu_ai_act: 'Art 10(2)(b), Annex IV(2)(d)', nist_ai_rmf: 'MAP 4.1, MEASURE 2.8', iso: 42005 6.4}
passes contains "A.7.5-2" if {
	count(datasets.kept) > 0
	every place in datasets.kept {
		_versioned(input.data[place])
		_recorded(input.data[place])
	}
}

exempt contains "A.7.5-2" if datasets.row_below("limited")

exempt contains ["A.7.5-2", place] if some place in (datasets.places - datasets.kept)

unverified contains "A.7.5-2" if {
	some dataset in _unrecorded
	records.unchecked(dataset)
}

# METADATA
# title: Data that the running system reads has an owner and a refresh cadence that is kept
# custom:
#   rule: A.7.5-3
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].provenance.lineage']
#   reason: The row is minimal, or the system reads no retrieval or production data.
#   found: ['data[].id', 'data[].role', 'data[].quality.timeliness_days']
#   remediation: Name in the lineage evidence (fields.datasets) the person who owns this data and how many days
#     may pass between refreshes, and refresh retrieval data that is older.
#   maps: {eu_ai_act: 'Art 10(2)(b), Annex IV(2)(d)', nist_ai_rmf: 'MAP 4.1, MEASURE 2.8', iso: 42005 6.4}
#   open: Owner and cadence have no field; they are owner (person id) and refresh_days (number of days, 0 for
#     continuous) in the lineage evidence.
passes contains "A.7.5-3" if {
	count(datasets.read_live) > 0
	every place in datasets.read_live {
		_refreshed(input.data[place])
	}
}

exempt contains "A.7.5-3" if datasets.row_below("limited")

exempt contains ["A.7.5-3", place] if some place in (datasets.places - datasets.read_live)

stale contains "A.7.5-3" if {
	some dataset in _read_live
	"rag" in dataset.role
	compare.above(dataset.quality.timeliness_days, lineage.listing(dataset).refresh_days)
}

stale contains "A.7.5-3" if {
	some dataset in _read_live
	evidence.outdated(lineage.item(dataset), data.tables.AGE.data_lineage)
}

unverified contains "A.7.5-3" if {
	tiers.at_least("high")
	people.unknown
}

found["A.7.5-3"] := {"lineage": [shown |
	some place, dataset in input.data
	place in datasets.read_live
	shown := object.union({"dataset": dataset.id}, object.filter(lineage.listing(dataset), ["owner", "refresh_days"]))
]}

# METADATA
# title: Every dataset says whether it is synthetic, and synthetic data names the generator that made it
# custom:
#   rule: A.7.5-4
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].synthetic']
#   reason: Every dataset states that it is not synthetic.
#   found: [
#     'data[].id', 'data[].synthetic', 'data[].acquisition.method', 'data[].acquisition.source',
#     'data[].provenance.chain[].actor'
#   ]
#   remediation: State synthetic true or false for each dataset; for synthetic data name the generating model, tool
#     or supplier as acquisition.source or as the actor of a step.
#   maps: {eu_ai_act: 'Art 10(2)(b), Annex IV(2)(d)', nist_ai_rmf: 'MAP 4.1, MEASURE 2.8', iso: 42005 6.4}
#   open: A generator has no field of its own; it is the id of a listed model, tool or supplier. A dataset that
#     does not say whether it is synthetic is missing, at every tier.
passes contains "A.7.5-4" if {
	count(_perhaps_synthetic) > 0
	every place in _perhaps_synthetic {
		_generator_named(input.data[place])
	}
}

exempt contains ["A.7.5-4", place] if some place in (datasets.places - _perhaps_synthetic)

invalid contains "A.7.5-4" if {
	some dataset in input.data
	dataset.acquisition.method == "synthetic"
	dataset.synthetic == false
}

_traced(place) if {
	dataset := input.data[place]
	every number, _ in dataset.provenance.chain {
		lineage.step_recorded(place, number)
	}
	lineage.unbroken(dataset)
	lineage.holds(dataset)
	lineage.credible(lineage.item(dataset))
	lineage.attested(dataset.provenance.chain)
}

_versioned(dataset) if text.filled(dataset.version)

_versioned(dataset) if digests.sha256(dataset.digest)

_recorded(_) if datasets.row_below("high")

_recorded(dataset) if records.verified(dataset)

_unrecorded := [dataset |
	some place, dataset in input.data
	place in datasets.kept
	not _recorded(dataset)
]

_refreshed(dataset) if {
	lineage.holds(dataset)
	listing := lineage.listing(dataset)
	text.filled(listing.owner)
	_owner_active(listing.owner)
	compare.at_least(listing.refresh_days, 0)
	_fresh(dataset, listing.refresh_days)
}

_read_live := [dataset |
	some place, dataset in input.data
	place in datasets.read_live
]

_owner_active(_) if not tiers.at_least("high")

_owner_active(person_id) if people.active(person_id)

_index(dataset) if "rag" in dataset.role

# Only an index is refreshed as a whole; production input arrives by itself.
_fresh(dataset, _) if not _index(dataset)

_fresh(dataset, refresh_days) if compare.between(dataset.quality.timeliness_days, 0, refresh_days)

_perhaps_synthetic contains place if {
	some place, dataset in input.data
	not _not_synthetic(dataset)
}

_not_synthetic(dataset) if {
	dataset.synthetic == false
	not dataset.acquisition.method == "synthetic"
}

_generator_named(dataset) if {
	dataset.synthetic == true
	_generator(dataset.acquisition.source)
}

_generator_named(dataset) if {
	dataset.synthetic == true
	some step in dataset.provenance.chain
	_generator(step.actor)
}

_generator(name) if {
	text.filled(name)
	name in _generators
}

_generators contains model.id if some model in input.models
_generators contains tool.name if some tool in input.resources.tooling
_generators contains tool.purl if some tool in input.resources.tooling
_generators contains supplier.id if some supplier in input.suppliers
