# METADATA
# scope: package
# title: What rules need and the request does not state
# description: |
#   Absent is what is not there, null, empty, or a text that says nothing. The paths come from the build
#   (`data.paths`) and are looked up once for all rules: `plain` are the paths without a list, `lists` the paths that
#   need a list, `elements` those of them that go on in its elements. `plain` and `elements` pair each path with its
#   parts.
package gate.absence

import data.gate.lib.text

# METADATA
# title: Paths with nothing there at all
paths contains path if {
	some [path, parts] in data.paths.asked.plain
	not _filled(input, parts)
}

paths contains path if {
	not _no_poor_text
	some [path, _] in data.paths.asked.plain
	place := data.paths.known[path]
	is_string(object.get(input, place.parts, null))
	not text.clear(place.pointer)
}

paths contains path if {
	some list, asked in data.paths.asked.lists
	not _filled_lists[list]
	some path in asked
}

# METADATA
# title: Pairs of a path in the elements of a list, and the place of an element that has nothing there
elements contains [path, i] if {
	some list, there in _filled_lists
	some [path, parts] in data.paths.asked.elements[list]
	some i, element in there
	not _filled(element, parts)
}

# A pointer is put together only where it can matter.
elements contains [path, i] if {
	not _no_poor_text
	some list, asked in data.paths.asked.elements
	some [path, _] in asked
	place := data.paths.known[path]
	some i, element in _filled_lists[list]
	is_string(object.get(element, place.parts, null))
	not text.clear($"{data.paths.lists[list].pointer}/{i}{place.pointer}")
}

# METADATA
# title: The elements of a list; undefined when there is no list
list(path) := value if {
	value := object.get(input, data.paths.lists[path].parts, null)
	is_array(value)
}

# METADATA
# title: Is there something other than a list where a list is asked for?
mistaken(path) if {
	value := object.get(input, data.paths.lists[path].parts, null)
	value != null
	not is_array(value)
}

_filled_lists[path] := value if {
	some path, _ in data.paths.asked.lists
	value := list(path)
	count(value) > 0
}

_filled(document, parts) if {
	value := object.get(document, parts, null)
	_says_something(value)
}

# A comparison with each empty value would read or build more than this asks.
_says_something(value) if {
	is_string(value)
	value != ""
} else if {
	count(value) > 0
} else if {
	is_number(value)
} else if {
	is_boolean(value)
}

_no_poor_text if {
	is_object(input.facts.quality)
	count(text.poor) == 0
}
