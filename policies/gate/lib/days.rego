# METADATA
# scope: package
# title: How long ago a date of the request is
# description: |
#   The gate reads the clock and hands in how many days have passed since every date of the document. Days are
#   fractional, positive in the past and negative in the future. For anything that is not a date they are undefined.
package gate.lib.days

import data.gate.lib.compare

# METADATA
# title: Days that have passed since a date
since(date) := days if {
	days := input.clock.days_since[date]
	is_number(days)
}

# METADATA
# title: Is the date now or in the past?
passed(date) if since(date) >= 0

# METADATA
# title: Does the date lie in the future?
ahead(date) if since(date) < 0

# METADATA
# title: Has the deadline not passed yet? Its own day still counts
due(date) if since(date) < 1

# METADATA
# title: Has the deadline passed, its own day too?
overdue(date) if since(date) >= 1

# METADATA
# title: Is the date past, and at most so many days ago?
within(date, limit) if compare.between(since(date), 0, limit)

# METADATA
# title: Is the date more than so many days ago?
older(date, limit) if compare.above(since(date), limit)

# METADATA
# title: Is the end that an element states absent or still ahead?
open_end(element, key) if {
	ahead(element[key])
} else if {
	absent(element, key)
}

# METADATA
# title: Does the element lack the key, or hold null there?
absent(element, key) if object.get(element, key, null) == null
