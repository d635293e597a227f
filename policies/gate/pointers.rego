# METADATA
# scope: package
# title: Where in the request a finding points to
# description: |
#   JSON pointers (RFC 6901), in the order of the rule's paths and of the elements. Of a rule with `each` only the
#   elements count that it speaks about.
package gate.pointers

import data.gate.absence
import data.gate.applicability
import data.gate.status

# METADATA
# title: What is missing; where nothing is, what the rule looks at, or where its control is said not to be implemented
of(rule) := array.slice(_once(_pointers(rule)), 0, data.tables.FINDING.pointers)

_pointers(rule) := [pointer |
	some path in data.catalogue.rules[rule].needs
	some pointer in _absent(rule, path)
] if {
	status.missing[rule]
}

_pointers(rule) := [pointer |
	some path in _paths(data.catalogue.rules[rule])
	some pointer in _standing(rule, path)
] if {
	not status.missing[rule]
	not status.admitted[rule]
}

_pointers(rule) := [$"/risk/soa/entries/{place}" |
	some place in sort(applicability.admissions[data.catalogue.rules[rule].control])
] if {
	status.admitted[rule]
}

_paths(entry) := entry.needs if count(entry.needs) > 0

_paths(entry) := entry.found if count(entry.needs) == 0

# METADATA
# title: Does the rule speak about this element at this path?
selects(rule, path, i) if {
	data.catalogue.rules[rule].each == data.paths.known[path].list
	status.selected(rule, i)
}

selects(rule, path, _) if not data.catalogue.rules[rule].each == data.paths.known[path].list

_absent(_, path) := [_top(path)] if absence.paths[path]

_absent(rule, path) := [_inner(path, i) |
	some i, _ in absence.list(data.paths.known[path].list)
	absence.elements[[path, i]]
	selects(rule, path, i)
] if {
	not absence.paths[path]
}

# A path of the gate's own facts has no pointer: it is not in the request.
_standing(_, path) := [_top(path)] if not _has_elements(path)

_standing(rule, path) := [_inner(path, i) |
	some i, _ in absence.list(data.paths.known[path].list)
	selects(rule, path, i)
] if {
	_has_elements(path)
}

_has_elements(path) if count(absence.list(data.paths.known[path].list)) > 0

_top(path) := data.paths.lists[data.paths.known[path].list].pointer if data.paths.known[path].list

_top(path) := data.paths.known[path].pointer if not data.paths.known[path].list

_inner(path, i) := $"{data.paths.lists[data.paths.known[path].list].pointer}/{i}{data.paths.known[path].pointer}"

_once(pointers) := pointers if {
	count({pointer | some pointer in pointers}) == count(pointers)
} else := _firsts(array.slice(pointers, 0, 4 * data.tables.FINDING.pointers))

# Bounded before it is compared each with each: several paths may point to the same list.
_firsts(pointers) := [pointer |
	some i, pointer in pointers
	not pointer in array.slice(pointers, 0, i)
]
