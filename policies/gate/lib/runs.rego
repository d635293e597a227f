# METADATA
# scope: package
# title: Evaluation runs, and the values they measured
package gate.lib.runs

import data.gate.lib.compare
import data.gate.lib.learning

# METADATA
# title: The kinds of runs that were made
kinds contains run.kind if some run in input.evaluation.runs

# METADATA
# title: The kinds of runs that the row asks for
asked_kinds := learning.limit(data.tables.RUN.kinds)

# METADATA
# title: The runs of a kind that the row asks for
asked := [run |
	some run in input.evaluation.runs
	run.kind in asked_kinds
]

# METADATA
# title: Does the metric speak about all records, not about a part of them?
overall(metric) if object.get(metric, "slice", null) in [null, {}]

# METADATA
# title: The overall metrics of a run
overall_metrics(run) := [metric |
	is_array(run.metrics)
	some metric in run.metrics
	overall(metric)
]

# METADATA
# title: Where the metrics of each name stand, as pairs of the place of the run and the place in its metrics
by_name[metric.name] contains [place, number] if {
	some place, run in input.evaluation.runs
	is_array(run.metrics)
	some number, metric in run.metrics
}

# METADATA
# title: The runs that a requirement names, by their places; all runs when it names none
places(requirement) := named if {
	named := _named(requirement)
	count(named) > 0
} else := {place | some place, _ in input.evaluation.runs}

# METADATA
# title: Where metrics with the name of a requirement stand, in the runs that count for it
namesakes(requirement) := {[place, number] |
	counting := places(requirement)
	some [place, number] in by_name[requirement.metric]
	counting[place]
}

# METADATA
# title: Where the metrics stand that a requirement is measured by; they have its unit, and speak about all records
measurements(requirement) := {[place, number] |
	some [place, number] in namesakes(requirement)
	metric := metric_at(place, number)
	same_unit(metric, requirement)
	overall(metric)
}

# METADATA
# title: The metric at a place in the metrics of the run at a place
metric_at(place, number) := input.evaluation.runs[place].metrics[number]

# METADATA
# title: What a finding shows of the metrics with the name of a requirement
shown(requirement) := [metric_shown |
	counting := places(requirement)
	some place, run in input.evaluation.runs
	counting[place]
	some metric in run.metrics
	metric.name == requirement.metric
	metric_shown := object.union(
		{"run": object.get(run, "id", null)},
		object.filter(metric, ["value", "unit", "slice", "ci", "passed"]),
	)
]

# METADATA
# title: Does a requirement name a run that was made?
names_a_run(requirement) if count(_named(requirement)) > 0

# METADATA
# title: Do metric and requirement state the same unit?
same_unit(metric, requirement) if {
	is_string(requirement.unit)
	metric.unit == requirement.unit
}

# METADATA
# title: The value of a metric that a requirement is held against
# description: |
#   From the high row that of a share is the bad end of its confidence interval, undefined without a credible one.
bad_end(metric, op) := metric.value if not _read_by_interval(metric, op)

bad_end(metric, op) := metric.ci.lower if {
	op in {">=", ">"}
	_read_by_interval(metric, op)
	_credible(metric)
}

bad_end(metric, op) := metric.ci.upper if {
	op in {"<=", "<"}
	_read_by_interval(metric, op)
	_credible(metric)
}

# METADATA
# title: Does the metric state a confidence interval that its value lies outside of?
outside_interval(metric) if {
	is_number(metric.ci.lower)
	is_number(metric.ci.upper)
	not _inside(metric)
}

# METADATA
# title: Is nothing stated, or that the metric passed? A word that is no truth value does not say so.
not_failed(metric) if object.get(metric, "passed", null) in [null, true]

# METADATA
# title: Is the metric a perfect score over all records?
perfect(metric) if {
	overall(metric)
	not metric.higher_is_better == false
	_full(metric)
}

_named(requirement) := {place |
	is_array(requirement.tests)
	some id in requirement.tests
	some place in _by_id[id]
}

_by_id[run.id] contains place if {
	some place, run in input.evaluation.runs
	is_string(run.id)
}

_read_by_interval(metric, op) if {
	learning.row_at_least("high")
	metric.unit in {"ratio", "percent"}
	op != "=="
}

_credible(metric) if {
	is_number(metric.ci.lower)
	is_number(metric.ci.upper)
	compare.at_least(metric.ci.level, data.tables.EVAL.ci)
	_inside(metric)
}

_inside(metric) if compare.between(metric.value, metric.ci.lower, metric.ci.upper)

_full(metric) if {
	metric.unit == "ratio"
	metric.value == 1
}

_full(metric) if {
	metric.unit == "percent"
	metric.value == 100
}
