package iso42001.cl_9_1_test

import data.iso42001.cl_9_1 as control
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
	some rule in ["CL-9.1-1", "CL-9.1-2"]
	is_in("passes", rule, {}, "critical")
}

test_the_report_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/kpis": governed.gone},
		"other kind": {$"{governed.at.kpis}/kind": "report"},
		"draft": {$"{governed.at.kpis}/status": "draft"},
		"too old": {$"{governed.at.kpis}/issued_at": "181 days ago"},
	}
	is_not_in("passes", "CL-9.1-1", change, "high")
}

test_the_report_may_be_half_a_year_old if {
	is_in("passes", "CL-9.1-1", {$"{governed.at.kpis}/issued_at": "180 days ago"}, "critical")
}

test_why_the_report_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.kpis}/issued_at": "181 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.kpis}/digest_ok": null}],
	}
	is_in(case[0], "CL-9.1-1", case[1], "high")
	is_not_in("passes", "CL-9.1-1", case[1], "high")
	is_not_in(case[0], "CL-9.1-1", {}, "high")
}

test_the_report_is_shown if {
	shown := {"kind": "kpi_report", "status": "approved", "issued_at": "10 days ago"}
	sets({}, "high").found["CL-9.1-1"] == {"report": shown}
}

test_each_figure_has_to_be_a_number[note] if {
	some note, value in {"null": null, "absent": governed.gone, "text": "0", "boolean": false, "negative": -1, "list": []}
	every figure in ["incidents_90d", "breaches_30d"] {
		is_not_in("passes", "CL-9.1-2", {$"/facts/history/{figure}": value}, "high")
	}
}

test_any_number_is_known if {
	is_in("passes", "CL-9.1-2", {"/facts/history/incidents_90d": 0, "/facts/history/breaches_30d": 99}, "high")
}

test_an_unknown_figure_is_unverified[note] if {
	some note, change in {
		"incidents null": {"/facts/history/incidents_90d": null},
		"breaches null": {"/facts/history/breaches_30d": null},
		"incidents absent": {"/facts/history/incidents_90d": governed.gone},
		"no history": {"/facts/history": null},
	}
	is_in("unverified", "CL-9.1-2", change, "high")
}

test_a_wrong_figure_is_not_unverified if {
	is_not_in("unverified", "CL-9.1-2", {"/facts/history/incidents_90d": "0"}, "high")
	is_not_in("unverified", "CL-9.1-2", {}, "high")
}
