# METADATA
# scope: package
# title: Values of a request, short enough for a finding
# description: |
#   A finding shows what was found. A request may hold two megabytes and many rules may show the same part of it, and
#   an answer that is too long is no answer. So a long text or list is cut, and what is large and deep is left out.
package gate.brief

# METADATA
# title: The value itself, or as much of it as a finding shows
of(value) := value if {
	_size(value) <= data.tables.FINDING.value_size
} else := [_element(element) | some element in array.slice(value, 0, data.tables.FINDING.elements)] if {
	is_array(value)
} else := _cut(value)

_element(value) := value if {
	_size(value) <= data.tables.FINDING.element_size
} else := _cut(value)

_cut(value) := $"{substring(value, 0, data.tables.FINDING.element_size)}…" if {
	is_string(value)
} else := "(too large to show)"

# Characters of all texts and keys, and one for every other value. Most values are one text or one number, and are
# measured without a walk.
_size(value) := count(value) if {
	is_string(value)
} else := 1 if {
	_is_single(value)
} else := sum([_own_size(part) | walk(value, [_, part])])

_is_single(value) if is_number(value)

_is_single(value) if is_boolean(value)

_is_single(value) if is_null(value)

_own_size(part) := count(part) if {
	is_string(part)
} else := 1 + sum([count(key) | some key, _ in part]) if {
	is_object(part)
} else := 1
