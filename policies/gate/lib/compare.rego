# METADATA
# scope: package
# title: Comparisons that hold only between two numbers
# description: |
#   In Rego every value has an order, across types as well: `null < 5` and `"x" > 3` are true. A rule that compares
#   what a request states therefore asks here. Against null, an absent value or another type nothing holds.
package gate.lib.compare

# METADATA
# title: x >= bound
at_least(x, bound) if {
	is_number(x)
	is_number(bound)
	x >= bound
}

# METADATA
# title: x <= bound
at_most(x, bound) if {
	is_number(x)
	is_number(bound)
	x <= bound
}

# METADATA
# title: x > bound
above(x, bound) if {
	is_number(x)
	is_number(bound)
	x > bound
}

# METADATA
# title: x < bound
below(x, bound) if {
	is_number(x)
	is_number(bound)
	x < bound
}

# METADATA
# title: low <= x <= high
between(x, low, high) if {
	is_number(x)
	is_number(low)
	is_number(high)
	x >= low
	x <= high
}

# METADATA
# title: 0 < x <= high
positive_up_to(x, high) if {
	above(x, 0)
	at_most(x, high)
}
