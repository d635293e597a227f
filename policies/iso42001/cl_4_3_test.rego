package iso42001.cl_4_3_test

import data.iso42001.cl_4_3 as control
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
	some rule in ["CL-4.3-1", "CL-4.3-2"]
	is_in("passes", rule, {}, "critical")
}

test_the_statement_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/scope": governed.gone},
		"reference to nothing": {"/organisation/aims/scope/evidence_id": "elsewhere"},
		"other kind": {$"{governed.at.scope}/kind": "context"},
		"withdrawn": {$"{governed.at.scope}/status": "withdrawn"},
		"too old": {$"{governed.at.scope}/issued_at": "1096 days ago"},
		"issued in the future": {$"{governed.at.scope}/issued_at": "in 1 days"},
	}
	is_not_in("passes", "CL-4.3-1", change, "minimal")
}

test_the_statement_may_be_three_years_old[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	is_in("passes", "CL-4.3-1", {$"{governed.at.scope}/issued_at": "1095 days ago"}, tier)
}

test_why_the_statement_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.scope}/issued_at": "1096 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.scope}/digest_ok": null}],
		"another file": ["unverified", {$"{governed.checked.scope}/signature_ok": false}],
	}
	is_in(case[0], "CL-4.3-1", case[1], "high")
	is_not_in("passes", "CL-4.3-1", case[1], "high")
	is_not_in(case[0], "CL-4.3-1", {}, "high")
}

test_statement_and_lists_are_shown if {
	shown := sets({}, "high").found
	shown["CL-4.3-1"] == {"statement": {"kind": "scope", "status": "approved", "issued_at": "10 days ago"}}
	shown["CL-4.3-2"] == {"includes": ["lending", "payments"], "excludes": ["pricing"]}
}

lists := $"{governed.at.scope}/fields"

test_in_scope[note] if {
	some note, change in {
		"the system": {$"{lists}/includes": ["credit-scoring"]},
		"the system, whose unit is not": {$"{lists}/includes": ["credit-scoring"], $"{lists}/excludes": ["lending"]},
		"the system, of no unit": {$"{lists}/includes": ["credit-scoring"], "/system/org_unit": governed.gone},
		"the unit": {$"{lists}/includes": ["x", "lending"]},
		"the unit, of a system without an id": {"/system/id": governed.gone},
		"excludes absent": {$"{lists}/excludes": governed.gone},
		"excludes null": {$"{lists}/excludes": null},
		"excludes empty": {$"{lists}/excludes": []},
		"draft": {$"{governed.at.scope}/status": "draft"},
	}
	is_in("passes", "CL-4.3-2", change, "high")
}

test_out_of_scope[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/scope": governed.gone},
		"other kind": {$"{governed.at.scope}/kind": "context"},
		"no fields": {lists: governed.gone},
		"neither": {$"{lists}/includes": ["payments"]},
		"nothing included": {$"{lists}/includes": []},
		"includes null": {$"{lists}/includes": null},
		"includes a text": {$"{lists}/includes": "lending"},
		"includes an object": {$"{lists}/includes": {"a": "lending"}},
		"includes a number": {$"{lists}/includes": ["lending", 1]},
		"part of a name": {$"{lists}/includes": ["lending-unit"]},
		"other case": {$"{lists}/includes": ["Lending"]},
		"the system excluded": {$"{lists}/excludes": ["credit-scoring"]},
		"the system in and out": {$"{lists}/includes": ["credit-scoring"], $"{lists}/excludes": ["credit-scoring"]},
		"the unit excluded": {$"{lists}/excludes": ["lending"]},
		"excludes a text": {$"{lists}/excludes": "pricing"},
		"excludes null in a list": {$"{lists}/excludes": [null]},
		"system and unit unknown": {"/system/id": governed.gone, "/system/org_unit": governed.gone},
	}
	is_not_in("passes", "CL-4.3-2", change, "high")
}
