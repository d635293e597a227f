# METADATA
# scope: package
# title: How groups of people fare
# description: |
#   A metric about one group has a slice with exactly one key, the attribute, and the group as its value. Two families
#   of metrics are compared between the groups of an attribute: how often a group is selected (`rate`), and how often
#   it is recognised when it should be (`tpr`).
package gate.lib.groups

import data.gate.lib.compare
import data.gate.lib.learning
import data.gate.lib.runs

# METADATA
# title: The attributes whose groups are to be compared
attributes := [attribute |
	is_array(input.fairness.protected_attributes)
	some attribute in input.fairness.protected_attributes
]

# METADATA
# title: All metrics on fairness, stated and measured in runs
pool := array.concat(_stated, _measured)

# METADATA
# title: The metrics about one group of one attribute
of_one_group := [metric |
	some metric in pool
	is_object(metric.slice)
	count(metric.slice) == 1
]

# METADATA
# title: A name as tables have it, in lower case and with underscores
normal(name) := replace(replace(lower(trim_space(name)), "-", "_"), " ", "_")

# METADATA
# title: The places in `of_one_group` of the metrics of a family on an attribute
members[[family, attribute]] contains place if {
	some place, metric in of_one_group
	some attribute, _ in metric.slice
	name := normal(metric.name)
	some family in ["rate", "tpr"]
	name in data.tables.FAIR[family]
}

# METADATA
# title: Is a family measured on some attribute?
measured(family) if {
	some attribute in attributes
	members[[family, attribute]]
}

# METADATA
# title: Are at least two groups of every attribute compared by the family?
compares_groups(family) if {
	every attribute in attributes {
		count(_groups(family, attribute)) >= 2
	}
}

# METADATA
# title: Does every metric about one group rest on enough records?
large_enough if {
	every metric in of_one_group {
		compare.at_least(metric.n, learning.limit(data.tables.SLICE.min))
	}
}

# METADATA
# title: Is no group of the attribute selected, or recognised, much less often than another?
alike(attribute) if {
	_selected_alike(_values("rate", attribute))
	_recognised_alike(_values("tpr", attribute))
	_all_shares("rate", attribute)
	_all_shares("tpr", attribute)
}

# METADATA
# title: Are the metrics that sum up the comparison of groups within the limits?
summaries_fair if {
	every metric in summaries {
		_summary_fair(metric)
	}
}

# METADATA
# title: The metrics that sum up the comparison of groups, over all records
summaries := [metric |
	some metric in pool
	runs.overall(metric)
	normal(metric.name) in _summary_names
]

# METADATA
# title: The grounds protected by law whose attributes are among those compared
grounds contains ground if {
	some attribute in attributes
	name := normal(attribute)
	some ground, names in data.tables.PROTECTED
	name in names
}

# METADATA
# title: What the groups of an attribute show, for a finding
comparison(attribute) := object.union_n([
	{"attribute": attribute, "groups": _shown(attribute)},
	_spread("rate", _values("rate", attribute)),
	_spread("tpr", _values("tpr", attribute)),
])

_stated := [metric |
	is_array(input.fairness.metrics)
	some metric in input.fairness.metrics
]

_measured := [metric |
	some run in input.evaluation.runs
	run.kind == "fairness"
	is_array(run.metrics)
	some metric in run.metrics
]

_places(family, attribute) := {place | some place in members[[family, attribute]]}

_groups(family, attribute) := {of_one_group[place].slice[attribute] | some place in _places(family, attribute)}

_values(family, attribute) := {_share(of_one_group[place]) | some place in _places(family, attribute)}

_all_shares(family, attribute) if {
	every place in _places(family, attribute) {
		is_number(_share(of_one_group[place]))
	}
}

# A value as a share of one; undefined in any other unit.
_share(metric) := metric.value if {
	metric.unit == "ratio"
	is_number(metric.value)
}

_share(metric) := metric.value / 100 if {
	metric.unit == "percent"
	is_number(metric.value)
}

_selected_alike(values) if values == set()

_selected_alike(values) if min(values) >= (data.tables.FAIR.min_ratio * max(values)) - data.tables.EVAL.slack

_recognised_alike(values) if values == set()

_recognised_alike(values) if max(values) - min(values) <= learning.limit(data.tables.TPR.max) + data.tables.EVAL.slack

_summary_names := {name | some family in ["ratio", "diff"]; some name in data.tables.FAIR[family]}

_summary_fair(metric) if {
	normal(metric.name) in data.tables.FAIR.ratio
	_share(metric) >= data.tables.FAIR.min_ratio - data.tables.EVAL.slack
}

_summary_fair(metric) if {
	normal(metric.name) in data.tables.FAIR.diff
	abs(_share(metric)) <= learning.limit(data.tables.TPR.max) + data.tables.EVAL.slack
}

_shown(attribute) := [object.filter(metric, ["name", "slice", "value", "unit", "n"]) |
	some metric in of_one_group
	attribute in object.keys(metric.slice)
]

_spread(_, values) := {} if values == set()

_spread("rate", values) := object.union_n([
	{"rate_min": min(values), "rate_max": max(values)},
	{"rate_ratio": ratio | ratio := min(values) / max(values)},
]) if {
	count(values) > 0
}

_spread("tpr", values) := {"tpr_difference": max(values) - min(values)} if count(values) > 0
