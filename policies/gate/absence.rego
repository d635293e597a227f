# METADATA
# scope: package
# title: What rules need and the request does not state
# description: |
#   Absent is what is not there, null, empty, or a text that says nothing. The paths come from the build
#   (`data.paths`) and are looked up once for all rules: `plain` are the paths without a list, `lists` the paths that
#   need a list, `elements` those of them that go on in its elements.
package gate.absence

import data.gate.lib.text

# METADATA
# title: Paths with nothing there at all
paths contains path if {
	some path in data.paths.asked.plain
	place := data.paths.known[path]
	not _full(input, place.parts, place.pointer)
}

paths contains path if {
	some list, asked in data.paths.asked.lists
	not _filled_lists[list]
	some path in asked
}

# METADATA
# title: Pairs of a path in the elements of a list, and the place of an element that has nothing there
elements contains [path, i] if {
	some list, asked in data.paths.asked.elements
	some path in asked
	place := data.paths.known[path]
	some i, element in _filled_lists[list]
	not _full_element(element, place, data.paths.lists[list].pointer, i)
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

_full(document, parts, pointer) if {
	value := object.get(document, parts, null)
	not _empty[value]
	_says_something(value, pointer)
}

_full_element(element, place, list_pointer, i) if {
	value := object.get(element, place.parts, null)
	not _empty[value]
	_element_says_something(value, place, list_pointer, i)
}

_says_something(value, _) if not is_string(value)

_says_something(_, _) if _no_poor_text

_says_something(_, pointer) if text.clear(pointer)

# A pointer is put together only where it can matter.
_element_says_something(value, _, _, _) if not is_string(value)

_element_says_something(_, _, _, _) if _no_poor_text

_element_says_something(_, place, list_pointer, i) if text.clear($"{list_pointer}/{i}{place.pointer}")

_no_poor_text if {
	is_object(input.facts.quality)
	count(text.poor) == 0
}

_empty := {null, "", [], {}}
