package gate.lib.audience_test

import data.gate.lib.audience

internal := {
	"system": {"interacts_with_public": false, "decision": {"legal_effect": false, "affected_persons_per_year": 0}},
	"customers": [],
}

changed(path, value) := json.patch(internal, [{"op": "add", "path": path, "value": value}])

removed(path) := json.patch(internal, [{"op": "remove", "path": path}])

inside(document, tier) if audience.inside with input as document with data.gate.tier.effective as tier

test_an_internal_tool_stays_inside if {
	every tier in ["minimal", "limited", "high", "critical"] {
		inside(internal, tier)
	}
}

test_customers_may_be_left_out if {
	audience.private with input as removed("/customers")
	audience.private with input as changed("/customers", null)
	inside(removed("/customers"), "high")
}

test_a_customer_meets_the_system if {
	every customers in [[{"segment": "banks"}], "banks", {}] {
		not audience.private with input as changed("/customers", customers)
		not inside(changed("/customers", customers), "minimal")
	}
}

test_the_public_meets_the_system_unless_it_is_stated_that_it_does_not if {
	every value in [true, null, "false", 0] {
		not audience.private with input as changed("/system/interacts_with_public", value)
		not inside(changed("/system/interacts_with_public", value), "minimal")
	}
	not audience.private with input as removed("/system/interacts_with_public")
}

test_a_legal_effect_touches_people_unless_it_is_stated_that_there_is_none if {
	every value in [true, null, "false", 0] {
		not inside(changed("/system/decision/legal_effect", value), "minimal")
	}
	not inside(removed("/system/decision/legal_effect"), "minimal")
	not inside(removed("/system/decision"), "minimal")
}

test_one_person_who_is_affected_is_touched if {
	every tier in ["minimal", "high"] {
		not inside(changed("/system/decision/affected_persons_per_year", 1), tier)
	}
}

test_from_the_high_tier_the_number_of_people_has_to_be_stated if {
	path := "/system/decision/affected_persons_per_year"
	every document in [removed(path), changed(path, null), changed(path, "0")] {
		inside(document, "minimal")
		inside(document, "limited")
		not inside(document, "high")
		not inside(document, "critical")
	}
}
