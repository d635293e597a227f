# METADATA
# scope: package
# title: What the licence of a dataset permits
# description: |
#   A licence is an expression of identifiers joined by "and" and "or". It permits a use when one alternative does. An
#   expression with parentheses is not taken apart: it permits nothing, and it restricts when any part of it does.
package gate.lib.licences

# METADATA
# title: Does the licence permit the use of the dataset?
permits(dataset) if {
	not _parenthesised(dataset.licence)
	some alternative in _alternatives(dataset.licence)
	every term in alternative {
		_permitted(term, dataset)
	}
}

# METADATA
# title: Is the dataset used commercially while its licence allows no commercial use or no derivatives?
conflict(dataset) if {
	commercial(dataset)
	restricts(dataset.licence)
}

# METADATA
# title: Is the dataset used commercially? Only a statement of every model that uses it says that it is not
commercial(dataset) if not _only_without_profit(dataset)

# METADATA
# title: Does every way to read the licence forbid commercial use or derivatives?
restricts(licence) if {
	not _parenthesised(licence)
	every alternative in _alternatives(licence) {
		some term in alternative
		denied(term)
	}
}

restricts(licence) if {
	_parenthesised(licence)
	some alternative in _alternatives(replace(replace(licence, "(", ""), ")", ""))
	some term in alternative
	denied(term)
}

# METADATA
# title: Does a term fit a pattern that commercial use denies? A star at the end stands for anything, dots included
denied(term) if {
	some pattern in data.tables.licence_deny_commercial
	endswith(pattern, "*")
	startswith(term, trim_suffix(lower(pattern), "*"))
}

denied(term) if {
	some pattern in data.tables.licence_deny_commercial
	term == lower(pattern)
}

_permitted(term, _) if term in data.tables.DATA.licence_permit

_permitted(term, dataset) if {
	denied(term)
	not commercial(dataset)
}

_parenthesised(licence) if contains(licence, "(")

_parenthesised(licence) if contains(licence, ")")

_alternatives(licence) := [terms |
	some alternative in split(lower(trim_space(licence)), " or ")
	terms := [trim_space(term) | some term in split(alternative, " and ")]
] if {
	is_string(licence)
}

_only_without_profit(dataset) if {
	users := _users(dataset)
	count(users) > 0
	every place in users {
		input.models[place].licence.commercial_use == false
	}
}

_users(dataset) := _naming(dataset) if count(_naming(dataset)) > 0

_users(dataset) := {place | some place, _ in input.models} if count(_naming(dataset)) == 0

_naming(dataset) := {place |
	some place, model in input.models
	some id in model.datasets
	id == dataset.id
}
