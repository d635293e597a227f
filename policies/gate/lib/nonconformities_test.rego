package gate.lib.nonconformities_test

import data.gate.lib.nonconformities

stated(list) := {
	"organisation": {"aims": {"nonconformities": list}},
	"clock": {"days_since": {"yesterday": 1, "now": 0, "tomorrow": -1}},
}

open(nonconformity) if {
	found := nonconformities.open with input as stated([nonconformity])
	found == [nonconformity]
}

test_an_empty_list_states_that_there_are_none if {
	nonconformities.listed with input as stated([])
	found := nonconformities.open with input as stated([])
	found == []
}

test_anything_but_a_list_states_nothing[note] if {
	some note, value in {"null": null, "text": "none", "object": {"a": {"id": "N1"}}, "boolean": false}
	not nonconformities.listed with input as stated(value)
	found := nonconformities.open with input as stated(value)
	found == []
}

test_no_block_states_nothing if {
	not nonconformities.listed with input as {}
	found := nonconformities.open with input as {}
	found == []
}

test_open[note] if {
	some note, nonconformity in {
		"never closed": {"severity": "major"},
		"to be closed": {"severity": "major", "closed_at": "tomorrow"},
		"closed on no date": {"severity": "major", "closed_at": "spring"},
		"closed null": {"severity": "major", "closed_at": null},
		"severity not stated": {},
		"severity null": {"severity": null},
		"other severity": {"severity": "MINOR"},
		"nothing": null,
	}
	open(nonconformity)
}

test_not_open[note] if {
	some note, nonconformity in {
		"closed": {"severity": "major", "closed_at": "yesterday"},
		"closed now": {"severity": "major", "closed_at": "now"},
		"minor": {"severity": "minor"},
	}
	not open(nonconformity)
}

test_shown if {
	nonconformities.shown({"id": "N1", "severity": "major", "opened_at": "x"}) == {"id": "N1", "severity": "major"}
}
