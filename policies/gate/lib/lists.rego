# METADATA
# scope: package
# title: Lists, and what they hold
# description: |
#   An empty list proves nothing and, mistyped, a text or an object is no list. What may be left out of a request is
#   asked with `something`, which holds for everything but an absent value, null and the empty list. (A call with an
#   absent argument is undefined, and so is its negation: what negates such a call gives it a rule of its own.)
package gate.lib.lists

import data.gate.lib.text

# METADATA
# title: A list with at least one element
filled(list) if {
	is_array(list)
	count(list) > 0
}

# METADATA
# title: The values that a list holds more than once
repeated(list) := set() if {
	count({value | some value in list}) == count(list)
} else := {value |
	sorted := sort(list)
	some place, value in sorted
	sorted[place + 1] == value
} if {
	count(list) > 0
}

# METADATA
# title: Anything but null and the empty list; absent is nothing
something(value) if not value in [null, []]

# METADATA
# title: A list with at least one element, each of them a text that says something
all_stated(list, pointer) if {
	filled(list)
	every place, value in list {
		text.stated(value, $"{pointer}/{place}")
	}
}

# METADATA
# title: A list that holds nothing but texts; it may be empty
of_texts(list) if {
	is_array(list)
	every element in list {
		is_string(element)
	}
}

# METADATA
# title: Stated, but not as a list of texts, so that nobody can tell what it holds
unreadable(value) if {
	value != null
	not is_array(value)
}

unreadable(value) if {
	some element in value
	not is_string(element)
}
