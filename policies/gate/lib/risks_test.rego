package gate.lib.risks_test

import data.gate.lib.risks

register := {"risk": {"risks": [{"id": "K1"}, {"description": "no id"}, {"id": "K3"}]}}

test_levels_compare if {
	risks.at_most("low", "low")
	risks.at_most("medium", "high")
	not risks.at_most("critical", "high")
	risks.above("critical", "high")
	not risks.above("high", "high")
	not risks.above("low", "medium")
}

test_nothing_else_compares if {
	every value in ["Low", "", "none", null, 1, true, ["low"], {"low": 0}] {
		not risks.at_most(value, "critical")
		not risks.at_most("low", value)
		not risks.above(value, "low")
		not risks.above("critical", value)
	}
}

test_places if {
	risks.places == {0, 1, 2} with input as register
	risks.places == set() with input as {}
	risks.places == set() with input as {"risk": {"risks": {"0": {"id": "K1"}}}}
}

test_ids if {
	risks.ids == {"K1", "K3"} with input as register
	risks.ids == set() with input as {}
}
