package gate.lib.lift_test

import data.gate.lib.lift

row(document, tier) := raised if {
	raised := lift.row("personal_data") with input as document with data.gate.tier.effective as tier
}

none := {"system": {"personal_data": "none"}, "data": [{"personal_data": "none"}]}

test_no_personal_data if row(none, "high") == "high"

test_no_data_at_all if row({"system": {"personal_data": "none"}}, "high") == "high"

test_personal_data_lifts[note] if {
	some note, document in {
		"of the system": object.union(none, {"system": {"personal_data": "personal"}}),
		"pseudonymised": object.union(none, {"system": {"personal_data": "pseudonymised"}}),
		"not stated for the system": {"data": none.data},
		"null for the system": object.union(none, {"system": {"personal_data": null}}),
		"of the second dataset": object.union(none, {"data": [
			{"personal_data": "none"},
			{"personal_data": "personal"},
		]}),
		"not stated for a dataset": object.union(none, {"data": [{}]}),
		"dataset is null": object.union(none, {"data": [null]}),
	}
	row(document, "high") == "critical"
}

test_never_above_critical if row({}, "critical") == "critical"

learning(value) := {"system": {"personal_data": "none", "autonomy": {"continuous_learning": value}}}

learning_row(document, tier) := raised if {
	raised := lift.row("continuous_learning") with input as document with data.gate.tier.effective as tier
}

test_learning_lifts if {
	learning_row(learning(true), "minimal") == "limited"
	learning_row(learning(true), "high") == "critical"
	learning_row(learning(true), "critical") == "critical"
}

# Whether the system learns at all has to be stated elsewhere; what is not stated does not lift.
test_only_stated_learning_lifts[note] if {
	some note, document in {
		"no": learning(false),
		"null": learning(null),
		"text": learning("true"),
		"absent": none,
		"no system": {},
	}
	learning_row(document, "high") == "high"
}

test_each_lift_is_one_of_its_own if {
	row(learning(true), "high") == "high"
	learning_row({"system": {"personal_data": "personal"}}, "high") == "high"
}
