package gate.unwaivable_test

import data.gate.unwaivable

test_rules_that_say_so_and_rules_of_the_table if {
	unwaivable.rules == {"M-1", "M-2"} with data.catalogue.unwaivable as ["M-1"] with data.tables.WAIVER.never as ["M-2", "M-1"]
}

test_what_follows_from_the_tier_is_among_them if {
	every rule in ["GATE-1", "GATE-2", "GATE-4", "GATE-5", "A.9.4-4", "A.8.4-4", "A.6.2.5-3", "CL-7.5-1"] {
		unwaivable.rules[rule]
	}
}
