package gate.lib.days_test

import data.gate.lib.days

clock := {"clock": {"days_since": {"yesterday": 1.5, "now": 0, "tomorrow": -0.5, "odd": "1", "unknown": null}}}

test_since if {
	days.since("yesterday") == 1.5 with input as clock
	days.since("tomorrow") == -0.5 with input as clock
}

test_not_a_date[note] if {
	some note, date in {
		"no such date": "spring",
		"a text in the clock": "odd",
		"null in the clock": "unknown",
		"null": null,
		"a number": 7,
		"a list": ["yesterday"],
	}
	known := [date | days.since(date)] with input as clock
	known == []
	held := [date | days.passed(date)] with input as clock
	held == []
	coming := [date | days.ahead(date)] with input as clock
	coming == []
}

test_now_has_passed if {
	days.passed("now") with input as clock
	days.passed("yesterday") with input as clock
	not days.passed("tomorrow") with input as clock
}

test_only_the_future_is_ahead if {
	days.ahead("tomorrow") with input as clock
	not days.ahead("now") with input as clock
	not days.ahead("yesterday") with input as clock
}

test_the_day_of_a_deadline_still_counts if {
	on := {"clock": {"days_since": {"coming": -3, "today": 0.9, "over": 1}}}
	every date in ["coming", "today"] {
		days.due(date) with input as on
		not days.overdue(date) with input as on
	}
	days.overdue("over") with input as on
	not days.due("over") with input as on
}

test_no_deadline_is_neither_due_nor_overdue[note] if {
	some note, date in {"no such date": "spring", "null": null, "a number": 7, "a text in the clock": "odd"}
	held := [1 | days.due(date)] with input as clock
	held == []
	over := [1 | days.overdue(date)] with input as clock
	over == []
}

test_within if {
	days.within("yesterday", 1.5) with input as clock
	days.within("now", 0) with input as clock
	not days.within("yesterday", 1.4) with input as clock
	not days.within("tomorrow", 9) with input as clock
	not days.within("yesterday", null) with input as clock
	not days.within("yesterday", "9") with input as clock
}

test_older if {
	days.older("yesterday", 1.4) with input as clock
	not days.older("yesterday", 1.5) with input as clock
	not days.older("yesterday", null) with input as clock
}

test_absent if {
	days.absent({}, "expires_at")
	days.absent({"expires_at": null}, "expires_at")
	not days.absent({"expires_at": ""}, "expires_at")
	not days.absent({"expires_at": false}, "expires_at")
}

test_open_end if {
	days.open_end({}, "expires_at") with input as clock
	days.open_end({"expires_at": null}, "expires_at") with input as clock
	days.open_end({"expires_at": "tomorrow"}, "expires_at") with input as clock
	not days.open_end({"expires_at": "now"}, "expires_at") with input as clock
	not days.open_end({"expires_at": "spring"}, "expires_at") with input as clock
	not days.open_end({"expires_at": ""}, "expires_at") with input as clock
}
