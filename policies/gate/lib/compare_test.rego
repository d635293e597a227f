package gate.lib.compare_test

import data.gate.lib.compare

# Rego orders null before and texts after every number, so each of these would fool a plain comparison.
no_numbers := [null, "", "7", "x", true, false, [], [7], {}]

test_numbers_compare if {
	compare.at_least(2, 2)
	compare.at_most(2, 2)
	compare.above(2.1, 2)
	compare.below(1.9, 2)
	compare.between(2, 2, 2)
	compare.positive_up_to(2, 2)
}

test_one_past_the_bound if {
	not compare.at_least(1.9, 2)
	not compare.at_most(2.1, 2)
	not compare.above(2, 2)
	not compare.below(2, 2)
	not compare.between(1.9, 2, 3)
	not compare.between(3.1, 2, 3)
	not compare.positive_up_to(0, 2)
	not compare.positive_up_to(2.1, 2)
}

test_nothing_else_compares if {
	every x in no_numbers {
		not compare.at_least(x, -1)
		not compare.at_most(x, 9)
		not compare.above(x, -1)
		not compare.below(x, 9)
		not compare.between(x, -1, 9)
		not compare.positive_up_to(x, 9)
	}
}

test_a_bound_is_a_number_too if {
	every bound in no_numbers {
		not compare.at_least(1, bound)
		not compare.at_most(1, bound)
		not compare.above(1, bound)
		not compare.below(1, bound)
	}
}

test_absent_values_do_not_compare[note] if {
	some note, holds in {
		"value": [1 | compare.at_least(input.absent, 0)],
		"bound": [1 | compare.at_most(0, input.absent)],
	}
	holds == [] with input as {}
}
