package iso42001.cl_9_2_test

import data.iso42001.cl_9_2 as control
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

test_every_rule_passes[rule] if {
	some rule in ["CL-9.2-1", "CL-9.2-2", "CL-9.2-3"]
	is_in("passes", rule, {}, "critical")
}

auditor := $"{governed.at.audit}/fields/auditor"

test_the_audit_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/internal_audit": governed.gone},
		"other kind": {$"{governed.at.audit}/kind": "audit"},
		"draft": {$"{governed.at.audit}/status": "draft"},
		"too old": {$"{governed.at.audit}/issued_at": "401 days ago"},
		"no auditor": {auditor: governed.gone},
		"auditor null": {auditor: null},
		"blank auditor": {auditor: " "},
		"auditor is no text": {auditor: {"id": "eli@example.org"}},
		"by the owner": {auditor: "petra@example.org"},
		"by the executive": {auditor: "dee@example.org"},
		"by the requester": {"/request/requested_by/id": "eli@example.org"},
		"by one of the staff": {"/resources/people/-": {"role": "operator", "person": {"id": "eli@example.org"}}},
		"by an overseer": {"/oversight/roles/1/persons/1/id": "eli@example.org"},
	}
	is_not_in("passes", "CL-9.2-1", change, "minimal")
}

test_the_auditor_has_no_part[note] if {
	some note, change in {
		"400 days ago": {$"{governed.at.audit}/issued_at": "400 days ago"},
		"nobody has a part": {
			"/system/owner": governed.gone,
			"/system/accountable_executive": governed.gone,
			"/request/requested_by": governed.gone,
			"/resources": governed.gone,
			"/oversight": governed.gone,
		},
	}
	is_in("passes", "CL-9.2-1", change, "minimal")
}

test_why_the_audit_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.audit}/issued_at": "401 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.audit}/digest_ok": null}],
	}
	is_in(case[0], "CL-9.2-1", case[1], "high")
	is_not_in("passes", "CL-9.2-1", case[1], "high")
	is_not_in(case[0], "CL-9.2-1", {}, "high")
	is_not_in(case[0], "CL-9.2-1", object.union(case[1], {auditor: "petra@example.org"}), "high")
}

test_the_parts_of_the_auditor_are_shown if {
	sets({}, "high").found["CL-9.2-1"] == {"auditor": "eli@example.org", "parts_of_the_auditor": []}
	change := {auditor: "ada@example.org", "/oversight/roles/0/persons": [{"id": "ada@example.org"}]}
	shown := {"auditor": "ada@example.org", "parts_of_the_auditor": ["oversight", "requester", "staff"]}
	sets(change, "high").found["CL-9.2-1"] == shown
}

all := "/organisation/aims/nonconformities"

overdue := {"id": "NC-8", "severity": "major", "system_ids": ["lending"], "due": "1 days ago"}

test_overdue[note] if {
	some note, extra in {
		"of the unit": {},
		"of the system": {"system_ids": ["x", "credit-scoring"]},
		"of all systems": {"system_ids": ["*"]},
		"of no system": {"system_ids": []},
		"of systems not stated": {"system_ids": null},
		"severity not stated": {"severity": null},
		"other severity": {"severity": "critical"},
		"no deadline": {"due": null},
		"deadline is no date": {"due": "spring"},
		"closed in the future": {"closed_at": "in 1 days"},
	}
	change := {$"{all}/-": object.union(overdue, extra)}
	is_not_in("passes", "CL-9.2-2", change, "minimal")
}

test_not_overdue[note] if {
	some note, extra in {
		"minor": {"severity": "minor"},
		"of another system": {"system_ids": ["pricing"]},
		"closed": {"closed_at": "0 days ago"},
		"due today": {"due": "not a day ago"},
		"due later": {"due": "in 1 days"},
	}
	is_in("passes", "CL-9.2-2", {$"{all}/-": object.union(overdue, extra)}, "minimal")
}

test_nonconformities_have_to_be_listed[note] if {
	some note, value in {"absent": governed.gone, "null": null, "text": "none", "object": {}}
	is_not_in("passes", "CL-9.2-2", {all: value}, "minimal")
	is_not_in("stale", "CL-9.2-2", {all: value}, "minimal")
}

test_an_empty_list_states_that_there_are_none if is_in("passes", "CL-9.2-2", {all: []}, "minimal")

test_an_element_that_says_nothing_is_overdue if is_not_in("passes", "CL-9.2-2", {all: [null]}, "minimal")

test_a_passed_deadline_is_stale if {
	is_in("stale", "CL-9.2-2", {$"{all}/-": overdue}, "high")
	is_not_in("stale", "CL-9.2-2", {$"{all}/-": object.union(overdue, {"due": "spring"})}, "high")
	is_not_in("stale", "CL-9.2-2", {}, "high")
}

test_what_is_overdue_is_shown if {
	sets({}, "high").found["CL-9.2-2"] == {"nonconformities": []}
	shown := {"id": "NC-8", "severity": "major", "due": "1 days ago"}
	sets({$"{all}/-": overdue}, "high").found["CL-9.2-2"] == {"nonconformities": [shown]}
}

programme := $"{governed.at.audit}/fields/programme"

test_the_programme_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/internal_audit": governed.gone},
		"other kind": {$"{governed.at.audit}/kind": "audit"},
		"no programme": {programme: governed.gone},
		"no families": {$"{programme}/families": governed.gone},
		"families as a text": {$"{programme}/families": "CL"},
		"one family left out": {$"{programme}/families/0": governed.gone},
		"a family that is no text": {$"{programme}/families/-": 7},
		"families as an object": {$"{programme}/families": {family: family | some family in governed.audit.fields.programme.families}},
		"no end": {$"{programme}/cycle_end": governed.gone},
		"end is no date": {$"{programme}/cycle_end": "spring"},
		"ended": {$"{programme}/cycle_end": "1 days ago"},
	}
	is_not_in("passes", "CL-9.2-3", change, "minimal")
}

test_the_programme_counts_on_its_last_day if {
	is_in("passes", "CL-9.2-3", {$"{programme}/cycle_end": "not a day ago"}, "high")
	is_not_in("stale", "CL-9.2-3", {$"{programme}/cycle_end": "not a day ago"}, "high")
}

test_an_ended_cycle_is_stale if {
	ended := {$"{programme}/cycle_end": "1 days ago"}
	is_in("stale", "CL-9.2-3", ended, "high")
	is_not_in("stale", "CL-9.2-3", object.union(ended, {$"{programme}/families/0": governed.gone}), "high")
	is_not_in("stale", "CL-9.2-3", {}, "high")
}

test_families_not_covered_are_shown if {
	sets({}, "high").found["CL-9.2-3"].families_not_covered == []
	small := {"families": ["A.2"], "cycle_end": "in 1 days"}
	shown := sets({programme: small}, "high").found["CL-9.2-3"]
	shown.programme == small
	shown.families_not_covered == ["A.3", "A.4", "A.5", "A.6.1", "A.6.2", "A.7", "A.8", "A.9", "A.10", "CL"]
	count(sets({programme: governed.gone}, "high").found["CL-9.2-3"].families_not_covered) == 11
}
