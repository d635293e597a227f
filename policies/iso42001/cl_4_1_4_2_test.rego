package iso42001.cl_4_1_4_2_test

import data.iso42001.cl_4_1_4_2 as control
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
	some rule in ["CL-4.1/4.2-1", "CL-4.1/4.2-2"]
	is_in("passes", rule, {}, "critical")
}

test_the_analysis_is_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/context": governed.gone},
		"no block": {"/organisation": governed.gone},
		"reference to nothing": {"/organisation/aims/context/evidence_id": "elsewhere"},
		"other kind": {$"{governed.at.context}/kind": "scope"},
		"draft": {$"{governed.at.context}/status": "draft"},
		"other unit": {$"{governed.at.context}/applies_to": ["other"]},
		"too old": {$"{governed.at.context}/issued_at": "366 days ago"},
	}
	is_not_in("passes", "CL-4.1/4.2-1", change, "high")
}

test_the_analysis_may_be_a_year_old if {
	is_in("passes", "CL-4.1/4.2-1", {$"{governed.at.context}/issued_at": "365 days ago"}, "high")
}

test_why_the_analysis_does_not_hold[note] if {
	some note, case in {
		"too old": ["stale", {$"{governed.at.context}/issued_at": "366 days ago"}],
		"not checked": ["unverified", {$"{governed.checked.context}/digest_ok": null}],
		"another file": ["unverified", {$"{governed.checked.context}/digest_ok": false}],
	}
	is_in(case[0], "CL-4.1/4.2-1", case[1], "high")
	is_not_in("passes", "CL-4.1/4.2-1", case[1], "high")
	is_not_in(case[0], "CL-4.1/4.2-1", {}, "high")
}

test_the_analysis_and_the_roles_are_shown if {
	shown := sets({}, "high").found
	shown["CL-4.1/4.2-1"] == {"analysis": {"kind": "context", "status": "approved", "issued_at": "10 days ago"}}
	shown["CL-4.1/4.2-2"] == {"ai_roles": ["provider", "user"]}
}

declared := $"{governed.at.context}/fields/ai_roles"

fits(eu_role, ai_roles) if {
	is_in("passes", "CL-4.1/4.2-2", {"/classification/eu/role": eu_role, declared: ai_roles}, "high")
}

test_one_role_of_each_group_is_enough[note] if {
	some note, case in {
		"provider as developer": ["provider", ["developer"]],
		"deployer as customer": ["deployer", ["partner", "customer"]],
		"both": ["provider_and_deployer", ["user", "producer"]],
		"importer": ["importer", ["integrator"]],
		"distributor": ["distributor", ["partner"]],
		"none": ["none", ["data_provider"]],
	}
	fits(case[0], case[1])
}

test_roles_are_refused[note] if {
	some note, case in {
		"provider as user": ["provider", ["user"]],
		"deployer as provider": ["deployer", ["provider"]],
		"one group of two": ["provider_and_deployer", ["provider", "developer"]],
		"importer as user": ["importer", ["user"]],
		"no roles": ["none", []],
		"a role that is none": ["provider", ["provider", "owner"]],
		"a role that is no text": ["provider", ["provider", null]],
		"a text for a list": ["provider", "provider"],
		"an object for a list": ["provider", {"a": "provider"}],
		"null": ["none", null],
		"unknown role in law": ["operator", ["provider"]],
		"no role in law": [null, ["provider"]],
		"a list for a role in law": [["provider"], ["provider"]],
	}
	not fits(case[0], case[1])
}

test_roles_stand_in_a_context_analysis[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/context": governed.gone},
		"other kind": {$"{governed.at.context}/kind": "scope"},
		"no fields": {$"{governed.at.context}/fields": governed.gone},
		"no role in law": {"/classification/eu": governed.gone},
	}
	is_not_in("passes", "CL-4.1/4.2-2", change, "high")
}

test_a_draft_may_declare_roles if {
	is_in("passes", "CL-4.1/4.2-2", {$"{governed.at.context}/status": "draft"}, "high")
}
