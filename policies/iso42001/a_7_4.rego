# METADATA
# scope: package
# title: Data quality
# custom:
#   control: A.7.4
package iso42001.a_7_4

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.labels
import data.gate.lib.text

# METADATA
# title: A current, approved quality report exists for each dataset kept for development or retrieval
# custom:
#   rule: A.7.4-1
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].quality.report', 'data[].quality.checked_at']
#   reason: No dataset is used for development or retrieval.
#   found: ['data[].id', 'data[].role', 'data[].digest', 'data[].quality.report', 'data[].quality.checked_at']
#   remediation: Run the data-quality checks on this version of the dataset and attach the approved report, naming
#     the dataset and its digest in fields.datasets.
#   maps: {
#     eu_ai_act: 'Art 10(2)(f)-(h), 10(3)-(4)', nist_ai_rmf: 'MEASURE 2.1, 2.11; MAP 2.3', iso: 42005 6.4 (quality)
#   }
#   open: That a report must bind the digest at row high is ours; without it one report could stand for any dataset.
#     A report that names the digest stays true as long as the data stays the same, so it may be a year old, but
#     not for data that the running system reads.
passes contains "A.7.4-1" if {
	count(datasets.kept) > 0
	every place in datasets.kept {
		_reported(input.data[place])
	}
}

exempt contains ["A.7.4-1", place] if some place in (datasets.places - datasets.kept)

stale contains "A.7.4-1" if {
	some dataset in _kept
	evidence.outdated(evidence.item(dataset.quality.report), _report_limit(dataset))
}

stale contains "A.7.4-1" if {
	some dataset in _kept
	days.older(dataset.quality.checked_at, _report_limit(dataset))
}

unverified contains "A.7.4-1" if {
	some dataset in _kept
	datasets.row_at_least("high")
	not datasets.binds(evidence.item(dataset.quality.report), dataset)
}

unverified contains "A.7.4-1" if {
	some dataset in _kept
	evidence.file_unchecked(evidence.item(dataset.quality.report))
}

invalid contains "A.7.4-1" if {
	some dataset in _kept
	days.ahead(dataset.quality.checked_at)
}

invalid contains "A.7.4-1" if {
	some dataset in _kept
	not evidence.names(dataset.quality.report, "data_quality_report")
}

found["A.7.4-1"] := {"reports": [shown |
	some place, dataset in input.data
	place in datasets.kept
	shown := {
		"dataset": dataset.id,
		"days_allowed": _report_limit(dataset),
		"reported": object.filter(_in_report(dataset), ["digest", "version"]),
	}
]}

# METADATA
# title: Completeness, duplicates and label errors of each dataset are within the limits
# custom:
#   rule: A.7.4-2
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].quality.completeness_pct', 'data[].quality.duplicate_pct']
#   reason: No dataset is used for development or retrieval.
#   found: [
#     'data[].id', 'data[].quality.completeness_pct', 'data[].quality.duplicate_pct',
#     'data[].quality.label_error_pct', 'data[].quality.passed', 'data[].labelling.method'
#   ]
#   remediation: Repair the dataset until completeness, duplicates and label errors are within the limits of the
#     tier, or state labelling.method none where it carries no labels.
#   maps: {
#     eu_ai_act: 'Art 10(2)(f)-(h), 10(3)-(4)', nist_ai_rmf: 'MEASURE 2.1, 2.11; MAP 2.3', iso: 42005 6.4 (quality)
#   }
passes contains "A.7.4-2" if {
	count(datasets.kept) > 0
	every place in datasets.kept {
		_within_limits(input.data[place])
	}
}

exempt contains ["A.7.4-2", place] if some place in (datasets.places - datasets.kept)

# METADATA
# title: Human labels have a measured agreement above the limit, on enough items
# custom:
#   rule: A.7.4-3
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: [
#     'data[].labelling.method', 'data[].labelling.annotators', 'data[].labelling.iaa_metric',
#     'data[].labelling.iaa_value', 'data[].labelling.protocol'
#   ]
#   reason: No dataset was labelled by people.
#   found: ['data[].id', 'data[].labelling']
#   remediation: Measure agreement between at least two annotators with a chance-corrected (or overlap) measure
#     and record in the labelling protocol how many items were labelled more than once (fields.datasets[].iaa_items).
#   maps: {
#     eu_ai_act: 'Art 10(2)(f)-(h), 10(3)-(4)', nist_ai_rmf: 'MEASURE 2.1, 2.11; MAP 2.3', iso: 42005 6.4 (quality)
#   }
#   open: The number of items labelled more than once has no field; it is iaa_items (whole number) in the protocol's
#     fields.datasets.
passes contains "A.7.4-3" if {
	count(labels.by_people) > 0
	every place in labels.by_people {
		labels.agreed(input.data[place])
	}
}

exempt contains ["A.7.4-3", place] if some place in (datasets.places - labels.by_people)

found["A.7.4-3"] := {"protocols": [shown |
	some place, dataset in input.data
	place in labels.by_people
	listing := datasets.listing(evidence.item(dataset.labelling.protocol), dataset)
	shown := {"dataset": dataset.id, "iaa_items": listing.iaa_items}
]}

# METADATA
# title: The groups in each development dataset match the stated population, or the deviation is justified
# custom:
#   rule: A.7.4-4
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].representativeness.population']
#   reason: No dataset is used for development.
#   found: ['data[].id', 'data[].personal_data', 'data[].representativeness']
#   remediation: Compare the groups of the dataset with the stated population; where a group deviates too far, collect
#     more or name the under-represented groups and justify it.
#   maps: {
#     eu_ai_act: 'Art 10(2)(f)-(h), 10(3)-(4)', nist_ai_rmf: 'MEASURE 2.1, 2.11; MAP 2.3', iso: 42005 6.4 (quality)
#   }
#   open: A dataset without personal data may justify why no group comparison makes sense (sensor readings, manuals);
#     a dataset with personal data must give the number.
passes contains "A.7.4-4" if {
	count(datasets.for_development) > 0
	every place in datasets.for_development {
		text.filled(input.data[place].representativeness.population)
		_representative(place)
	}
}

exempt contains ["A.7.4-4", place] if some place in (datasets.places - datasets.for_development)

# METADATA
# title: Each development dataset was examined for bias and every finding has a mitigation
# custom:
#   rule: A.7.4-5
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].bias.assessed', 'data[].bias.method']
#   reason: No dataset is used for development.
#   found: ['data[].id', 'data[].bias']
#   remediation: Examine the dataset for bias, list the findings (an empty list where there are none) and give the
#     mitigation of each finding at the same position.
#   maps: {
#     eu_ai_act: 'Art 10(2)(f)-(h), 10(3)-(4)', nist_ai_rmf: 'MEASURE 2.1, 2.11; MAP 2.3', iso: 42005 6.4 (quality)
#   }
passes contains "A.7.4-5" if {
	count(datasets.for_development) > 0
	every place in datasets.for_development {
		_bias_treated(place)
	}
}

exempt contains ["A.7.4-5", place] if some place in (datasets.places - datasets.for_development)

_reported(dataset) if {
	limit := _report_limit(dataset)
	evidence.holds(dataset.quality.report, "data_quality_report", limit, evidence.any_role)
	days.within(dataset.quality.checked_at, limit)
	_about_these_data(dataset)
}

_kept := [dataset |
	some place, dataset in input.data
	place in datasets.kept
]

# A report that names the digest stays true for as long as the data cannot change.
_report_limit(dataset) := data.tables.AGE.frozen if datasets.frozen(dataset)

_report_limit(dataset) := datasets.limit(data.tables.AGE.quality) if not datasets.frozen(dataset)

_about_these_data(_) if datasets.row_below("high")

_about_these_data(dataset) if datasets.binds(evidence.item(dataset.quality.report), dataset)

_in_report(dataset) := listing if {
	listing := datasets.listing(evidence.item(dataset.quality.report), dataset)
} else := {}

_within_limits(dataset) if {
	compare.at_least(dataset.quality.completeness_pct, datasets.limit(data.tables.DQ.compl))
	compare.at_most(dataset.quality.duplicate_pct, datasets.limit(data.tables.DQ.dup))
	object.get(dataset.quality, "passed", null) in [null, true]
	labels.few_errors(dataset)
}

_representative(place) if {
	stated := input.data[place].representativeness
	text.filled(stated.compared_against)
	compare.at_most(stated.max_group_deviation_pct, datasets.limit(data.tables.DEV.max))
}

_representative(place) if {
	stated := input.data[place].representativeness
	compare.above(stated.max_group_deviation_pct, datasets.limit(data.tables.DEV.max))
	some group in stated.underrepresented_groups
	text.filled(group)
	_justified(place)
}

# Sensor readings or manuals have no groups of people; data about people must give the number.
_representative(place) if {
	days.absent(input.data[place].representativeness, "max_group_deviation_pct")
	input.data[place].personal_data == "none"
	_justified(place)
}

_justified(place) if {
	text.substantial(
		input.data[place].representativeness.justification,
		$"/data/{place}/representativeness/justification",
		datasets.row,
	)
}

# No findings means examined, and nothing found.
_bias_treated(place) if {
	bias := input.data[place].bias
	bias.assessed == true
	text.filled(bias.method)
	is_array(bias.findings)
	every number, finding in bias.findings {
		_noted(finding, $"/data/{place}/bias/findings/{number}")
		_noted(bias.mitigations[number], $"/data/{place}/bias/mitigations/{number}")
	}
}

_noted(value, pointer) if {
	text.long(value, data.tables.DATA.note_chars)
	text.clear(pointer)
}
