package iso42001.a_4_4_test

import data.iso42001.a_4_4 as control
import data.testing
import data.testing.organised_document as governed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as governed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	every rule in ["A.4.4-1", "A.4.4-2", "A.4.4-3"] {
		is_in("passes", rule, {}, tier)
	}
}

test_evaluation_tools_refused[note] if {
	some note, change in {
		"no runs": {"/evaluation/runs": []},
		"runs absent": {"/evaluation": governed.gone},
		"second tool absent": {"/evaluation/runs/1/tool": governed.gone},
		"second name empty": {"/evaluation/runs/1/tool/name": ""},
		"second name null": {"/evaluation/runs/1/tool/name": null},
		"name is no text": {"/evaluation/runs/1/tool/name": 7},
	}
	is_not_in("passes", "A.4.4-1", change, "minimal")
}

test_evaluation_versions_refused_from_the_limited_tier[note] if {
	some note, change in {
		"second version absent": {"/evaluation/runs/1/tool/version": governed.gone},
		"version null": {"/evaluation/runs/1/tool/version": null},
		"version is a number": {"/evaluation/runs/1/tool/version": 2},
		"newest version": {"/evaluation/runs/1/tool/version": "latest"},
		"version of the red team absent": {"/security/red_team/0/tool_version": governed.gone},
		"version of the red team newest": {"/security/red_team/0/tool_version": "latest"},
		"second red team": {"/security/red_team/-": {"tool": "garak"}},
	}
	is_in("passes", "A.4.4-1", change, "minimal")
	is_not_in("passes", "A.4.4-1", change, "limited")
}

test_there_need_not_be_a_red_team[note] if {
	some note, change in {
		"no reports": {"/security/red_team": []},
		"absent": {"/security/red_team": governed.gone},
		"null": {"/security/red_team": null},
		"no security": {"/security": governed.gone},
	}
	is_in("passes", "A.4.4-1", change, "critical")
}

test_a_red_team_that_is_no_list_is_refused if {
	is_not_in("passes", "A.4.4-1", {"/security/red_team": {"tool": "manual"}}, "limited")
	is_not_in("passes", "A.4.4-1", {"/security/red_team": {}}, "limited")
}

tool := "/resources/tooling/1"

test_tools_refused[note] if {
	some note, change in {
		"no tools": {"/resources/tooling": []},
		"tools absent": {"/resources": governed.gone},
		"second name absent": {$"{tool}/name": governed.gone},
		"second name empty": {$"{tool}/name": ""},
		"name is no text": {$"{tool}/name": 7},
	}
	is_not_in("passes", "A.4.4-2", change, "minimal")
}

test_tools_refused_from_the_limited_tier[note] if {
	some note, version in {"absent": governed.gone, "null": null, "newest": "latest", "number": 3, "range": "^3"}
	is_in("passes", "A.4.4-2", {$"{tool}/version": version}, "minimal")
	is_not_in("passes", "A.4.4-2", {$"{tool}/version": version}, "limited")
}

lock_file := governed.at["lock-file"]

locked := governed.checked["lock-file"]

test_tools_refused_from_the_high_tier[note] if {
	some note, change in {
		"no package": {$"{tool}/purl": governed.gone},
		"package null": {$"{tool}/purl": null},
		"package without a version": {$"{tool}/purl": "pkg:pypi/trainer"},
		"package with an empty version": {$"{tool}/purl": "pkg:pypi/trainer@"},
		"two versions": {$"{tool}/purl": "pkg:pypi/trainer@3@4"},
		"type in upper case": {$"{tool}/purl": "pkg:PyPI/trainer@3"},
		"something before": {$"{tool}/purl": "x pkg:pypi/trainer@3"},
		"no lock file": {$"{lock_file}/kind": "design_doc"},
		"draft": {$"{lock_file}/status": "draft"},
		"other algorithm": {$"{lock_file}/digest/alg": "sha512"},
		"broken digest": {$"{lock_file}/digest/value": "abc"},
		"for the unit": {$"{lock_file}/applies_to": ["claims"]},
		"for everything": {$"{lock_file}/applies_to": ["*"]},
		"for nothing": {$"{lock_file}/applies_to": governed.gone},
		"file not checked": {$"{locked}/digest_ok": null},
		"other file": {$"{locked}/digest_ok": false},
		"check missing": {locked: governed.gone},
	}
	is_in("passes", "A.4.4-2", change, "limited")
	is_not_in("passes", "A.4.4-2", change, "high")
}

test_one_lock_file_of_several_is_enough if {
	second := testing.item("second", "lock_file", {"status": "draft"})
	is_in("passes", "A.4.4-2", {"/evidence/-": second}, "critical")
}

test_a_later_item_of_the_same_id_was_not_checked if {
	later := testing.item("policy", "lock_file", {})
	change := {$"{lock_file}/kind": "design_doc", "/evidence/-": later}
	is_not_in("passes", "A.4.4-2", change, "high")
}

test_lock_file_not_verified[note] if {
	some note, value in {"not checked": null, "other file": false}
	is_in("unverified", "A.4.4-2", {$"{locked}/digest_ok": value}, "high")
	is_not_in("unverified", "A.4.4-2", {$"{locked}/digest_ok": value}, "limited")
}

test_tools_with_another_flaw_are_not_unverified[note] if {
	some note, change in {
		"good": {},
		"draft": {$"{lock_file}/status": "draft"},
		"tool without a package": {$"{locked}/digest_ok": null, $"{tool}/purl": governed.gone},
	}
	is_not_in("unverified", "A.4.4-2", change, "high")
}

test_lock_files_are_shown if {
	sets({}, "high").found["A.4.4-2"] == {"lock_files": [{"id": "lock-file", "digest": governed.lock_file.digest}]}
}

registry := "/facts/registries/critical_vulnerabilities"

stated := "/security/vulnerabilities/critical_open"

test_vulnerabilities_refused[note] if {
	some note, change in {
		"one is known": {registry: 1},
		"one is stated": {stated: 1},
		"stated as text": {stated: "0"},
		"known as text": {registry: "0"},
		"false is no number": {registry: false},
		"nothing known, one stated": {registry: null, stated: 1},
		"nothing known, nothing stated": {registry: null, stated: governed.gone},
		"nothing known, null stated": {registry: null, stated: null},
		"fact absent": {registry: governed.gone},
		"no tools": {"/resources/tooling": []},
	}
	is_not_in("passes", "A.4.4-3", change, "minimal")
}

test_vulnerabilities_accepted[note] if {
	some note, change in {
		"nothing stated": {stated: governed.gone},
		"null stated": {stated: null},
		"no security": {"/security": governed.gone},
	}
	is_in("passes", "A.4.4-3", change, "critical")
}

test_below_the_high_tier_the_own_count_is_enough if {
	is_in("passes", "A.4.4-3", {registry: null}, "limited")
	is_not_in("passes", "A.4.4-3", {registry: null}, "high")
	is_not_in("passes", "A.4.4-3", {registry: null, stated: governed.gone}, "high")
}

test_registry_silent if {
	is_in("unverified", "A.4.4-3", {registry: null}, "high")
	is_not_in("unverified", "A.4.4-3", {registry: 1}, "high")
}

denying(names) := said if {
	said := control with input as governed.good
		with data.gate.tier.effective as "high"
		with data.tables.tool_deny as names
}

test_forbidden_tools[name] if {
	some name in ["runtime", "runtime@1.23.1", "comparer", "comparer@0.12"]
	not "A.4.4-3" in denying([name]).passes
	denying([name]).found["A.4.4-3"] == {"tools_forbidden": [name]}
}

test_other_tools_are_not_forbidden[name] if {
	some name in ["run", "runtime@1.23.2", "Runtime", "trainer@3"]
	"A.4.4-3" in denying([name]).passes
}
