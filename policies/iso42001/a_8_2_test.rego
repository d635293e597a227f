package iso42001.a_8_2_test

import data.iso42001.a_8_2 as control
import data.testing.use_document as use

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as use.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.8.2-1", "A.8.2-2", "A.8.2-3", "A.8.2-4", "A.8.2-5"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

test_documentation_of_this_version[note] if {
	some note, change in {
		"same": {"/system/version": "4.2.0"},
		"other patch": {"/system/version": "4.2.9"},
		"of another unit's system": {$"{use.at.docs}/applies_to": ["*"]},
		"a year old": {$"{use.at.docs}/issued_at": "365 days ago"},
		"old but reviewed": {
			$"{use.at.docs}/issued_at": "1000 days ago",
			$"{use.at.docs}/last_reviewed_at": "365 days ago",
		},
	}
	is_in("passes", "A.8.2-1", change, "high")
}

test_documentation_refused[note] if {
	some note, change in {
		"no reference": {"/transparency/user_docs": use.gone},
		"reference to nothing": {"/transparency/user_docs/evidence_id": "elsewhere"},
		"other kind": {$"{use.at.docs}/kind": "policy"},
		"draft": {$"{use.at.docs}/status": "draft"},
		"other system": {$"{use.at.docs}/applies_to": ["other"]},
		"too old": {$"{use.at.docs}/issued_at": "366 days ago"},
		"other minor version": {$"{use.at.docs}/version": "4.1.0"},
		"no version": {$"{use.at.docs}/version": use.gone},
		"empty version": {$"{use.at.docs}/version": ""},
		"number for a version": {$"{use.at.docs}/version": 4.2},
		"no version of the system": {"/system/version": null},
		"both without a version": {$"{use.at.docs}/version": "", "/system/version": ""},
		"unchecked": {$"{use.checked.docs}/digest_ok": null},
	}
	is_not_in("passes", "A.8.2-1", change, "high")
}

test_documentation_is_stale[note] if {
	some note, change in {
		"too old": {$"{use.at.docs}/issued_at": "366 days ago"},
		"run out": {$"{use.at.docs}/expires_at": "0 days ago"},
		"of an earlier version": {$"{use.at.docs}/version": "4.1.0"},
	}
	is_in("stale", "A.8.2-1", change, "high")
}

test_documentation_is_not_stale[note] if {
	some note, change in {
		"good": {},
		"draft": {$"{use.at.docs}/status": "draft", $"{use.at.docs}/issued_at": "366 days ago"},
		"no version": {$"{use.at.docs}/version": use.gone},
		"draft of another version": {$"{use.at.docs}/status": "draft", $"{use.at.docs}/version": "4.1"},
	}
	is_not_in("stale", "A.8.2-1", change, "high")
}

test_unchecked_documentation_is_unverified_from_the_high_tier if {
	change := {$"{use.checked.docs}/digest_ok": null}
	is_in("unverified", "A.8.2-1", change, "high")
	is_not_in("unverified", "A.8.2-1", change, "limited")
	is_in("passes", "A.8.2-1", change, "limited")
}

test_other_documentation_than_stated_is_invalid if {
	change := {$"{use.checked.docs}/digest_ok": false}
	is_in("invalid", "A.8.2-1", change, "minimal")
	is_not_in("passes", "A.8.2-1", change, "minimal")
}

test_found_documentation_is_shown if {
	shown := sets({}, "high").found["A.8.2-1"]
	shown == {"documentation": {
		"kind": "user_docs",
		"status": "approved",
		"version": "4.2",
		"issued_at": "10 days ago",
	}}
}

disclosure := "/transparency/ai_interaction_disclosure"

test_disclosure_refused[note] if {
	some note, change in {
		"none": {disclosure: use.gone},
		"off": {$"{disclosure}/implemented": false},
		"text for a boolean": {$"{disclosure}/implemented": "true"},
		"not stated": {$"{disclosure}/implemented": null},
		"no channel": {$"{disclosure}/channels": []},
		"channels absent": {$"{disclosure}/channels": use.gone},
		"second channel empty": {$"{disclosure}/channels": ["form", ""]},
		"second channel blank": {$"{disclosure}/channels": ["form", " \t"]},
		"text for a list": {$"{disclosure}/channels": "form"},
		"placeholder": {"/facts/quality/~1transparency~1ai_interaction_disclosure~1channels~11": {"score": 49}},
		"no words": {$"{disclosure}/text": use.gone},
		"blank words": {$"{disclosure}/text": "  "},
	}
	is_not_in("passes", "A.8.2-2", change, "high")
}

test_the_words_of_the_disclosure_count_from_the_high_tier if {
	change := {$"{disclosure}/text": use.gone}
	is_in("passes", "A.8.2-2", change, "limited")
	is_not_in("passes", "A.8.2-2", change, "high")
}

test_without_public_nobody_is_told if {
	is_in("exempt", "A.8.2-2", {"/system/interacts_with_public": false}, "high")
}

test_an_unstated_public_is_told[note] if {
	some note, value in {"absent": use.gone, "null": null, "text": "false", "number": 0, "stated": true}
	is_not_in("exempt", "A.8.2-2", {"/system/interacts_with_public": value}, "high")
}

marking := "/transparency/content_marking"

test_every_method_marks_content[method] if {
	some method in ["c2pa", "watermark", "metadata", "fingerprint"]
	is_in("passes", "A.8.2-3", {$"{marking}/method": method}, "high")
}

test_marking_refused[note] if {
	some note, change in {
		"no method": {$"{marking}/method": "none"},
		"method absent": {$"{marking}/method": use.gone},
		"method null": {$"{marking}/method": null},
		"nothing": {marking: use.gone},
		"never verified": {$"{marking}/verified_at": use.gone},
		"verified too long ago": {$"{marking}/verified_at": "91 days ago"},
		"verified in future": {$"{marking}/verified_at": "in 1 days"},
		"no date": {$"{marking}/verified_at": "soon"},
	}
	is_not_in("passes", "A.8.2-3", change, "high")
}

test_marking_is_verified_as_often_as_the_tier_asks[tier] if {
	some tier, limits in {"high": ["90 days ago", "91 days ago"], "critical": ["30 days ago", "31 days ago"]}
	is_in("passes", "A.8.2-3", {$"{marking}/verified_at": limits[0]}, tier)
	is_not_in("stale", "A.8.2-3", {$"{marking}/verified_at": limits[0]}, tier)
	is_not_in("passes", "A.8.2-3", {$"{marking}/verified_at": limits[1]}, tier)
	is_in("stale", "A.8.2-3", {$"{marking}/verified_at": limits[1]}, tier)
}

test_below_the_high_tier_marking_need_not_be_verified if {
	change := {$"{marking}/verified_at": "1000 days ago"}
	is_in("passes", "A.8.2-3", change, "limited")
	is_not_in("stale", "A.8.2-3", change, "limited")
}

test_without_generated_content_nothing_is_marked if {
	is_in("exempt", "A.8.2-3", {"/system/generates_content": false}, "high")
}

test_unstated_content_is_marked[note] if {
	some note, value in {"absent": use.gone, "null": null, "text": "false", "number": 0}
	is_not_in("exempt", "A.8.2-3", {"/system/generates_content": value}, "high")
}

test_notices_in_production_in_the_union_block[rule] if {
	some rule in ["A.8.2-2", "A.8.2-3"]
	is_in("when", [rule, "eu_production"], {}, "minimal")
	is_in("when", [rule, "eu_production"], {}, "critical")
	is_not_in("when", [rule, "eu_production"], {"/request/environment": "staging"}, "high")
	is_not_in("when", [rule, "eu_production"], abroad, "high")
}

test_notices_elsewhere_are_reviewed_at_lower_tiers[rule] if {
	some rule in ["A.8.2-2", "A.8.2-3"]
	is_in("when", [rule, "lower_tier_production"], abroad, "limited")
	is_not_in("when", [rule, "lower_tier_production"], abroad, "high")
	is_not_in("when", [rule, "lower_tier_production"], {"/request/environment": "dev"}, "limited")
}

abroad := {
	"/request/regions": ["US"],
	"/classification/eu/class": "out_of_scope",
	"/classification/regimes": [{"regime": "us_omb_m_25_21"}],
}

sections := $"{use.at.docs}/fields/sections"

test_sections_refused[note] if {
	some note, change in {
		"one absent": {$"{sections}/updates": use.gone},
		"one empty": {$"{sections}/purpose": ""},
		"one null": {$"{sections}/override": null},
		"page number": {$"{sections}/limitations": 4},
		"list": {sections: ["purpose", "override", "limitations", "contact", "updates"]},
		"none": {sections: {}},
		"no fields": {$"{use.at.docs}/fields": use.gone},
		"other kind": {$"{use.at.docs}/kind": "policy"},
		"no reference": {"/transparency/user_docs": use.gone},
	}
	is_not_in("passes", "A.8.2-4", change, "minimal")
}

test_sections_that_are_not_located_are_named if {
	sets({}, "high").found["A.8.2-4"] == {"sections_not_located": []}
	some_lacking := sets({$"{sections}/updates": use.gone, $"{sections}/override": ""}, "high")
	some_lacking.found["A.8.2-4"] == {"sections_not_located": ["override", "updates"]}
	all_lacking := sets({"/transparency/user_docs": use.gone}, "high")
	count(all_lacking.found["A.8.2-4"].sections_not_located) == 5
}

test_explanation_is_as_deep_as_the_tier_asks[tier] if {
	some tier, levels in {
		"minimal": ["none", "deep"],
		"limited": ["global", "none"],
		"high": ["local", "global"],
		"critical": ["local_counterfactual", "local"],
	}
	is_in("passes", "A.8.2-5", {"/explainability/level": levels[0]}, tier)
	is_in("passes", "A.8.2-5", {"/explainability/level": "local_counterfactual"}, tier)
	is_not_in("passes", "A.8.2-5", {"/explainability/level": levels[1]}, tier)
}

test_explanation_refused[note] if {
	some note, change in {
		"no level": {"/explainability/level": use.gone},
		"level null": {"/explainability/level": null},
		"no reasons": {"/explainability/decision_reasons_available": false},
		"reasons not stated": {"/explainability/decision_reasons_available": use.gone},
		"text for a boolean": {"/explainability/decision_reasons_available": "true"},
		"effect not stated and no reasons": {
			"/system/decision/legal_effect": use.gone,
			"/explainability/decision_reasons_available": false,
		},
		"no method": {"/explainability/doc": use.gone},
		"method of another kind": {$"{use.at.method}/kind": "policy"},
	}
	is_not_in("passes", "A.8.2-5", change, "high")
}

test_reasons_are_asked_where_there_is_legal_effect if {
	change := {"/system/decision/legal_effect": false, "/explainability/decision_reasons_available": use.gone}
	is_in("passes", "A.8.2-5", change, "high")
}

test_the_method_is_asked_from_the_high_tier if {
	change := {"/explainability/doc": use.gone}
	is_in("passes", "A.8.2-5", change, "limited")
	is_not_in("passes", "A.8.2-5", change, "high")
}

test_minimal_tier_without_legal_effect_explains_nothing if {
	change := {"/system/decision/legal_effect": false}
	is_in("exempt", "A.8.2-5", change, "minimal")
	is_not_in("exempt", "A.8.2-5", change, "limited")
}

test_unstated_legal_effect_is_explained[note] if {
	some note, value in {"absent": use.gone, "null": null, "text": "false", "number": 0, "stated": true}
	is_not_in("exempt", "A.8.2-5", {"/system/decision/legal_effect": value}, "minimal")
}

test_why_the_method_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{use.at.method}/issued_at": "366 days ago"},
		"unverified": {$"{use.checked.method}/digest_ok": null},
		"invalid": {$"{use.checked.method}/digest_ok": false},
	}
	is_in(set, "A.8.2-5", change, "high")
	is_not_in(set, "A.8.2-5", {}, "high")
	is_not_in("passes", "A.8.2-5", change, "high")
	is_not_in(set, "A.8.2-5", change, "limited")
	is_in("passes", "A.8.2-5", change, "limited")
}

test_the_level_that_is_asked_for_is_shown if {
	sets({}, "critical").found["A.8.2-5"] == {"level_at_least": "local_counterfactual"}
}
