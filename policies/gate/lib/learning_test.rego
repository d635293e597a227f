package gate.lib.learning_test

import data.gate.lib.learning

system(learns) := {"system": {"autonomy": {"continuous_learning": learns}}}

test_row_is_lifted_while_the_system_learns if {
	learning.row == "high" with input as system(false) with data.gate.tier.effective as "high"
	learning.row == "critical" with input as system(true) with data.gate.tier.effective as "high"
	learning.row == "critical" with input as system(true) with data.gate.tier.effective as "critical"
	learning.row == "high" with input as {} with data.gate.tier.effective as "high"
}

test_learns if {
	learning.learns with input as system(true)
	every value in [false, null, "true", 1] {
		not learning.learns with input as system(value)
	}
	not learning.learns with input as {}
}

test_rows_compare if {
	learning.row_at_least("limited") with input as system(true) with data.gate.tier.effective as "minimal"
	not learning.row_at_least("high") with input as system(true) with data.gate.tier.effective as "minimal"
	learning.row_below("high") with input as system(true) with data.gate.tier.effective as "minimal"
	not learning.row_below("limited") with input as system(true) with data.gate.tier.effective as "minimal"
}

# To be below a tier is proved; an unknown row is below none.
test_an_unknown_row_is_below_none if {
	not learning.row_below("critical") with input as system(false) with data.gate.tier.effective as "severe"
}

test_limits_of_the_row if {
	learning.limit([1, 2, 3, 4]) == 3 with input as system(false) with data.gate.tier.effective as "high"
	learning.limit([1, 2, 3, 4]) == 4 with input as system(true) with data.gate.tier.effective as "high"
}
