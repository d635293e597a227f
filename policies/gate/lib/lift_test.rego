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
