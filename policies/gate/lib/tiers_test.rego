package gate.lib.tiers_test

import data.gate.lib.tiers

test_ranks if tiers.rank == {"minimal": 0, "limited": 1, "high": 2, "critical": 3}

test_known if {
	tiers.known("minimal")
	every tier in ["severe", "", null, 2] {
		not tiers.known(tier)
	}
}

test_at_least if {
	tiers.at_least("limited") with data.gate.tier.effective as "limited"
	tiers.at_least("limited") with data.gate.tier.effective as "critical"
	not tiers.at_least("high") with data.gate.tier.effective as "limited"
}

test_at_most if {
	tiers.at_most("limited") with data.gate.tier.effective as "limited"
	tiers.at_most("limited") with data.gate.tier.effective as "minimal"
	not tiers.at_most("limited") with data.gate.tier.effective as "high"
}

test_unknown_tiers_reach_nothing if {
	every tier in ["severe", "", null, 2] {
		not tiers.reaches(tier, "minimal")
		not tiers.reaches("critical", tier)
	}
}

test_raised if {
	tiers.raised("minimal") == "limited"
	tiers.raised("high") == "critical"
	tiers.raised("critical") == "critical"
}

test_tables if {
	tiers.pick([10, 20, 30, 40], "minimal") == 10
	tiers.pick([10, 20, 30, 40], "critical") == 40
	tiers.here([10, 20, 30, 40]) == 30 with data.gate.tier.effective as "high"
}
