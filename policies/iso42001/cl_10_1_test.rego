package iso42001.cl_10_1_test

import data.iso42001.cl_10_1 as control
import data.testing.governed_document as governed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as governed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

all := "/organisation/aims/improvements"

closed := {"text": "Reports", "due": "100 days ago", "status": "closed"}

completed(extra) if is_in("passes", "CL-10.1-1", {all: [object.union(closed, extra)]}, "high")

test_completed[note] if {
	some note, extra in {
		"closed": {},
		"met": {"status": "met"},
		"a year ago": {"due": "365 days ago"},
		"before it was due": {"due": "in 100 days"},
	}
	completed(extra)
}

test_not_completed[note] if {
	some note, extra in {
		"open": {"status": "open"},
		"missed": {"status": "missed"},
		"no status": {"status": null},
		"too long ago": {"due": "366 days ago"},
		"no date": {"due": null},
		"not a date": {"due": "spring"},
		"blank": {"text": "  "},
		"no text": {"text": null},
	}
	not completed(extra)
}

test_one_of_several_is_enough if {
	is_in("passes", "CL-10.1-1", {}, "critical")
	is_in("passes", "CL-10.1-1", {all: [null, "closed", closed]}, "critical")
}

test_no_improvement[note] if {
	some note, value in {"none": [], "absent": governed.gone, "null": null, "text": "closed"}
	is_not_in("passes", "CL-10.1-1", {all: value}, "minimal")
	is_not_in("stale", "CL-10.1-1", {all: value}, "minimal")
}

old := object.union(closed, {"due": "366 days ago"})

test_only_old_improvements_are_stale if {
	is_in("stale", "CL-10.1-1", {all: [old, {"text": "x", "status": "open", "due": "in 1 days"}]}, "high")
	is_not_in("stale", "CL-10.1-1", {all: [old, closed]}, "high")
	is_not_in("stale", "CL-10.1-1", {all: [old, {"text": "x", "status": "met"}]}, "high")
	is_not_in("stale", "CL-10.1-1", {all: [object.union(old, {"status": "open"})]}, "high")
}

test_the_newest_is_shown if {
	shown := {"text": "Blind reviews", "due": "in 100 days", "status": "open"}
	sets({}, "high").found["CL-10.1-1"] == {"newest": [shown]}
	sets({all: []}, "high").found["CL-10.1-1"] == {"newest": []}
}
