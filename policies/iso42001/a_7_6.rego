# METADATA
# scope: package
# title: Data preparation
# custom:
#   control: A.7.6
package iso42001.a_7_6

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.text

# METADATA
# title: The preparation of each dataset kept for development or retrieval is described with criteria and steps
# custom:
#   rule: A.7.6-1
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].preparation.criteria', 'data[].preparation.steps']
#   reason: No dataset is used for development or retrieval.
#   severity:
#   - {when: development_from_limited, set: W}
#   found: ['data[].id', 'data[].preparation.criteria', 'data[].preparation.steps']
#   remediation: Describe by which criteria records were selected, cleaned and split, and list the steps in the
#     order in which they ran.
#   maps: {eu_ai_act: Art 10(2)(c), nist_ai_rmf: 'MAP 2.3, MEASURE 2.1', iso: 42005 6.4}
passes contains "A.7.6-1" if {
	count(datasets.kept) > 0
	every place in datasets.kept {
		_described(place)
	}
}

exempt contains ["A.7.6-1", place] if some place in (datasets.places - datasets.kept)

when contains ["A.7.6-1", "development_from_limited"] if _development_from_limited

# METADATA
# title: The code that prepared each dataset is pinned to a commit that resolves
# custom:
#   rule: A.7.6-2
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].preparation.code.repo', 'data[].preparation.code.commit']
#   reason: No dataset is used for development or retrieval.
#   severity:
#   - {when: development_from_limited, set: W}
#   found: ['data[].id', 'data[].preparation.code', facts.dangling]
#   remediation: Give repository and full commit of the code that prepared the dataset.
#   maps: {eu_ai_act: Art 10(2)(c), nist_ai_rmf: 'MAP 2.3, MEASURE 2.1', iso: 42005 6.4}
passes contains "A.7.6-2" if {
	is_array(input.facts.dangling)
	count(datasets.kept) > 0
	every place in datasets.kept {
		_pinned(input.data[place].preparation.code)
		count(_dangling(place)) == 0
	}
}

exempt contains ["A.7.6-2", place] if some place in (datasets.places - datasets.kept)

when contains ["A.7.6-2", "development_from_limited"] if _development_from_limited

unverified contains "A.7.6-2" if input.facts.dangling == null

invalid contains "A.7.6-2" if {
	some place in datasets.kept
	not _full_commit(input.data[place].preparation.code.commit)
}

invalid contains "A.7.6-2" if {
	some place in datasets.kept
	count(_dangling(place)) > 0
}

# METADATA
# title: A tool report shows that no training record is in the test data
# custom:
#   rule: A.7.6-3
#   profile: S
#   lift: personal_data
#   needs: ['data[]']
#   reason: The row is below high, or nothing was trained here.
#   severity:
#   - {when: development_from_limited, set: W}
#   found: [
#     'data[].id', 'data[].role', 'data[].digest', 'data[].preparation.leakage_check',
#     'evaluation.runs[].dataset_id', 'evaluation.runs[].split'
#   ]
#   remediation: Run a leakage check of every training dataset against every test dataset and attach the tool report
#     with fields.pairs ({train, train_digest, test, test_digest, overlap_rows}); remove overlapping rows.
#   maps: {eu_ai_act: Art 10(2)(c), nist_ai_rmf: 'MAP 2.3, MEASURE 2.1', iso: 42005 6.4}
#   open: One entry that is both training and test data needs a pair of itself with itself (its splits). Validation
#     data is not compared.
passes contains "A.7.6-3" if {
	count(_training) > 0
	count(_testing) > 0
	every place in _training {
		every other in _testing {
			_separate(place, other)
		}
	}
	every run in _runs_on_test_data {
		_on_test_split(run)
	}
}

exempt contains "A.7.6-3" if datasets.row_below("high")

exempt contains "A.7.6-3" if {
	datasets.nothing_trained
	count(datasets.may_train) == 0
}

when contains ["A.7.6-3", "development_from_limited"] if _development_from_limited

stale contains "A.7.6-3" if {
	some report in _unconvincing_reports
	evidence.outdated(report.element, data.tables.AGE.leakage_check)
}

unverified contains "A.7.6-3" if {
	some report in _unconvincing_reports
	not _reported_by_tool(report.element)
}

unverified contains "A.7.6-3" if {
	some report in _unconvincing_reports
	evidence.file_unchecked(report.element)
}

unverified contains "A.7.6-3" if {
	some report in _unconvincing_reports
	some pair in report.element.fields.pairs
	_names_datasets(pair, report.trained, report.tested)
	not _names_digests(pair, report.trained, report.tested)
}

found["A.7.6-3"] := {"reports": [shown |
	some place, dataset in input.data
	place in (_training | _testing)
	element := evidence.item(dataset.preparation.leakage_check)
	shown := object.union(
		{"dataset": dataset.id, "pairs": object.get(element, ["fields", "pairs"], [])},
		object.filter(element, ["assertion"]),
	)
]}

# METADATA
# title: How missing values and outliers of each development dataset were treated is stated
# custom:
#   rule: A.7.6-4
#   profile: S
#   each: data[]
#   lift: personal_data
#   needs: ['data[].quality.report']
#   reason: No dataset is used for development.
#   severity:
#   - {when: development_from_limited, set: W}
#   found: ['data[].id', 'data[].quality.report']
#   remediation: State in the quality report (fields.datasets) how missing values (missing_values) and outliers
#     (outliers) of the dataset were treated.
#   maps: {eu_ai_act: Art 10(2)(c), nist_ai_rmf: 'MAP 2.3, MEASURE 2.1', iso: 42005 6.4}
#   open: There is no field for either policy; both are words of a fixed list in the evidence of the quality report.
passes contains "A.7.6-4" if {
	count(datasets.for_development) > 0
	every place in datasets.for_development {
		_gaps_treated(input.data[place])
	}
}

exempt contains ["A.7.6-4", place] if some place in (datasets.places - datasets.for_development)

when contains ["A.7.6-4", "development_from_limited"] if _development_from_limited

found["A.7.6-4"] := {"reports": [shown |
	some place, dataset in input.data
	place in datasets.for_development
	listing := datasets.listing(evidence.item(dataset.quality.report), dataset)
	shown := object.union({"dataset": dataset.id}, object.filter(listing, ["missing_values", "outliers"]))
]}

_development_from_limited if {
	input.request.environment == "dev"
	datasets.row_at_least("limited")
}

_described(place) if {
	preparation := input.data[place].preparation
	text.substantial(preparation.criteria, $"/data/{place}/preparation/criteria", datasets.row)
	is_array(preparation.steps)
	count(preparation.steps) > 0
	every number, step in preparation.steps {
		text.stated(step, $"/data/{place}/preparation/steps/{number}")
	}
}

_pinned(code) if {
	evidence.known_place(code.repo)
	_full_commit(code.commit)
}

_full_commit(commit) if digests.commit(commit)

_dangling(place) := [pointer |
	some pointer in [$"/data/{place}/preparation/code/repo", $"/data/{place}/preparation/code/commit"]
	pointer in input.facts.dangling
]

_training contains place if {
	some place, dataset in input.data
	datasets.trains(dataset)
}

_testing contains place if {
	some place, dataset in input.data
	"test" in dataset.role
}

_separate(place, other) if {
	trained := input.data[place]
	tested := input.data[other]
	_different_data(place, other)
	some element in _reports(trained, tested)
	_reported_by_tool(element)
	evidence.good(element, "leakage_check", data.tables.AGE.leakage_check, evidence.any_role)
	some pair in element.fields.pairs
	_names_datasets(pair, trained, tested)
	_names_digests(pair, trained, tested)
	pair.overlap_rows == 0
}

# One dataset that is both training and test data is compared with itself, split against split.
_different_data(place, place)

_different_data(place, other) if not digests.same(input.data[place].digest, input.data[other].digest)

_reports(trained, tested) := [element |
	some dataset in [trained, tested]
	element := evidence.item(dataset.preparation.leakage_check)
]

_reported_by_tool(element) if {
	compare.at_least(datasets.assertion_rank(element), data.tables.DATA.leakage_assert_min)
}

_names_datasets(pair, trained, tested) if {
	pair.train == trained.id
	pair.test == tested.id
}

_names_digests(pair, trained, tested) if {
	digests.sha256(trained.digest)
	digests.sha256(tested.digest)
	pair.train_digest == trained.digest.value
	pair.test_digest == tested.digest.value
}

_unconvincing_reports := {report |
	some place in _training
	some other in _testing
	not _separate(place, other)
	trained := input.data[place]
	tested := input.data[other]
	some element in _reports(trained, tested)
	element.kind == "leakage_check"
	report := {"element": element, "trained": trained, "tested": tested}
}

_runs_on_test_data := [run |
	some run in input.evaluation.runs
	_run_on(run, _testing)
]

_run_on(run, selected) if {
	some place in selected
	input.data[place].id == run.dataset_id
}

_on_test_split(run) if {
	_split_readable(run)
	not _on_training_split(run)
	_split_told(run)
}

_split_readable(run) if is_string(run.split)

_split_readable(run) if days.absent(run, "split")

_on_training_split(run) if lower(trim_space(run.split)) in {"train", "training"}

_split_told(run) if not _run_on(run, _training & _testing)

_split_told(run) if text.filled(run.split)

_gaps_treated(dataset) if {
	report := evidence.item(dataset.quality.report)
	report.kind == "data_quality_report"
	report.status == "approved"
	listing := datasets.listing(report, dataset)
	listing.missing_values in data.tables.DATA.missing_values
	listing.outliers in data.tables.DATA.outliers
}
