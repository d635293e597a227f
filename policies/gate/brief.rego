# METADATA
# scope: package
# title: Values of a request, short enough for a finding
# description: |
#   A finding shows what was found. A request may hold two megabytes and many rules may show the same part of it, and
#   an answer that is too long is no answer. So a long text or list is cut, and what is large and deep is left out.
package gate.brief

# METADATA
# title: The value itself, or as much of it as a finding shows
of(value) := value if _size(value) <= data.tables.FINDING.value_size

of(value) := [_element(element) | some element in array.slice(value, 0, data.tables.FINDING.elements)] if {
	is_array(value)
	_size(value) > data.tables.FINDING.value_size
}

of(value) := _cut(value) if {
	not is_array(value)
	_size(value) > data.tables.FINDING.value_size
}

_element(value) := value if _size(value) <= data.tables.FINDING.element_size

_element(value) := _cut(value) if _size(value) > data.tables.FINDING.element_size

_cut(value) := $"{substring(value, 0, data.tables.FINDING.element_size)}…" if is_string(value)

_cut(value) := "(too large to show)" if not is_string(value)

# Characters of all texts and keys, and one for every other value.
_size(value) := sum([_own_size(part) | walk(value, [_, part])])

_own_size(part) := count(part) if is_string(part)

_own_size(part) := 1 + sum([count(key) | some key, _ in part]) if is_object(part)

_own_size(part) := 1 if {
	not is_string(part)
	not is_object(part)
}
