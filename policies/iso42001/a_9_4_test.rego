package iso42001.a_9_4_test

import data.iso42001.a_9_4 as control
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
	some rule in ["A.9.4-1", "A.9.4-2", "A.9.4-3", "A.9.4-4", "A.9.4-5"]
	is_in("passes", rule, {}, "high")
}

intended := "/system/intended_uses"

measured := "/facts/text/~1system~1intended_uses~11~1description"

test_intended_use_refused[note] if {
	some note, change in {
		"no uses": {intended: []},
		"uses absent": {intended: use.gone},
		"no description": {$"{intended}/1/description": use.gone},
		"description null": {$"{intended}/1/description": null},
		"short description": {$"{measured}/chars": 159},
		"few words": {$"{measured}/words": 7},
		"not measured": {measured: use.gone},
		"placeholder": {"/facts/quality/~1system~1intended_uses~11~1description": {"score": 49}},
		"no users": {$"{intended}/1/users": []},
		"users absent": {$"{intended}/1/users": use.gone},
		"second user empty": {$"{intended}/0/users": ["recruiters", ""]},
		"text for users": {$"{intended}/1/users": "analysts"},
		"no context": {$"{intended}/1/context": use.gone},
		"blank context": {$"{intended}/1/context": " "},
		"nothing forbidden": {"/system/prohibited_uses": []},
		"forbidden uses absent": {"/system/prohibited_uses": use.gone},
		"forbidden use too short": {"/facts/text/~1system~1prohibited_uses~10/chars": 159},
		"forbidden use a placeholder": {"/facts/quality/~1system~1prohibited_uses~10": {"score": 0}},
	}
	is_not_in("passes", "A.9.4-1", change, "high")
}

test_descriptions_are_as_long_as_the_tier_asks[tier] if {
	some tier, limit in {"minimal": 40, "limited": 80, "high": 160}
	is_in("passes", "A.9.4-1", {$"{measured}/chars": limit}, tier)
	is_not_in("passes", "A.9.4-1", {$"{measured}/chars": limit - 1}, tier)
}

test_below_the_high_tier_nothing_need_be_forbidden if {
	is_in("passes", "A.9.4-1", {"/system/prohibited_uses": use.gone}, "limited")
}

test_a_second_forbidden_use_is_enough if {
	change := {
		"/system/prohibited_uses": ["domain:health", "Ranking of staff"],
		"/facts/text/~1system~1prohibited_uses~10": use.gone,
		"/facts/text/~1system~1prohibited_uses~11": {"chars": 160, "words": 8},
	}
	is_in("passes", "A.9.4-1", change, "high")
}

test_lengths_are_shown if {
	sets({}, "high").found["A.9.4-1"] == {
		"chars_min": 160,
		"description_chars": [160, 160],
		"prohibited_use_chars": [160],
	}
}

test_regions_within_an_intended_use[note] if {
	some note, change in {
		"several regions": {},
		"everywhere": {$"{intended}/0/regions": ["*"], "/request/regions": ["US", "eu-se"]},
		"each in a use of its own": {
			$"{intended}/1/domain": "employment",
			$"{intended}/0/regions": ["eu"],
			$"{intended}/1/regions": ["NO"],
		},
		"second region of a use": {$"{intended}/0/regions": ["US", "eea"]},
		"no domain": {
			"/system/decision/domain": "none",
			$"{intended}/0/domain": use.gone,
		},
		"null for a domain": {
			"/system/decision/domain": "none",
			$"{intended}/0/domain": null,
		},
		"domain none": {
			"/system/decision/domain": "none",
			$"{intended}/0/domain": "none",
		},
	}
	is_in("passes", "A.9.4-2", change, "high")
}

test_regions_refused[note] if {
	some note, change in {
		"no regions": {"/request/regions": []},
		"regions absent": {"/request/regions": use.gone},
		"text for regions": {"/request/regions": "eu-se"},
		"second region outside": {"/request/regions": ["eu-se", "US"]},
		"second region null": {"/request/regions": ["eu-se", null]},
		"no regions of the use": {$"{intended}/0/regions": use.gone},
		"other domain": {"/system/decision/domain": "health"},
		"domain absent": {"/system/decision/domain": use.gone},
		"both without a domain": {"/system/decision/domain": use.gone, $"{intended}/0/domain": use.gone},
		"both with null for a domain": {"/system/decision/domain": null, $"{intended}/0/domain": null},
		"use without a domain": {$"{intended}/0/domain": use.gone},
		"no domain, and uses of a domain": {"/system/decision/domain": "none"},
		"domain in another case": {$"{intended}/0/domain": "Employment"},
		"no uses": {intended: use.gone},
	}
	is_not_in("passes", "A.9.4-2", change, "high")
}

prohibited := "/system/prohibited_uses"

limits := "/models/0/out_of_scope_uses"

by_code := ["A.9.4-3", "ruled_out_by_code"]

by_words := ["A.9.4-3", "ruled_out_by_term_or_licence"]

test_deployment_ruled_out_by_a_code[note] if {
	some note, change in {
		"own list": {prohibited: ["Ranking of staff", "domain:employment"]},
		"own model": {limits: ["Hiring without a recruiter", "legal_effect"]},
	}
	is_not_in("passes", "A.9.4-3", change, "minimal")
	is_in("when", by_code, change, "minimal")
	is_not_in("when", by_words, change, "minimal")
}

test_deployment_ruled_out_by_words[note] if {
	some note, change in {
		"foreign card": {"/models/1/out_of_scope_uses": ["Not for hiring"]},
		"licence": {
			"/models/1/licence/expression": "gemma",
			"/system/decision/role": use.gone,
		},
	}
	is_not_in("passes", "A.9.4-3", change, "minimal")
	is_in("when", by_words, change, "minimal")
	is_not_in("when", by_code, change, "minimal")
}

test_what_rules_nothing_out_has_no_severity_of_its_own if {
	is_not_in("when", by_code, {}, "minimal")
	is_not_in("when", by_words, {}, "minimal")
}

test_limits_of_each_model_are_known_from_the_high_tier[note] if {
	some note, value in {"empty": [], "null": null, "absent": use.gone}
	change := {"/models/1/out_of_scope_uses": value}
	is_in("passes", "A.9.4-3", change, "limited")
	is_not_in("passes", "A.9.4-3", change, "high")
}

test_what_cannot_be_read_refused[note] if {
	some note, change in {
		"text for prohibited uses": {prohibited: "domain:employment"},
		"text for limits": {limits: "domain:employment"},
		"no models": {"/models": []},
		"models absent": {"/models": use.gone},
		"domain absent": {"/system/decision/domain": use.gone},
		"domain null": {"/system/decision/domain": null},
		"number for a domain": {"/system/decision/domain": 5},
	}
	is_not_in("passes", "A.9.4-3", change, "minimal")
}

test_prohibited_uses_may_be_left_out[note] if {
	some note, value in {"empty": [], "null": null, "absent": use.gone}
	is_in("passes", "A.9.4-3", {prohibited: value}, "high")
}

test_matches_are_shown_with_their_place if {
	sets({}, "high").found["A.9.4-3"] == {"matches": []}
	change := {
		prohibited: ["Ranking", "public"],
		"/models/1/out_of_scope_uses": ["Not for hiring"],
		"/models/1/licence/expression": "gemma",
		"/system/decision/role": use.gone,
	}
	sets(change, "high").found["A.9.4-3"] == {"matches": [
		{"at": "/system/prohibited_uses/1", "match": "public"},
		{"at": "/models/1/out_of_scope_uses/0", "match": "hiring"},
		{"at": "/models/1/licence/expression", "match": "gemma"},
	]}
}

class := "/classification/eu/class"

regimes := "/classification/regimes"

test_every_class_but_one_is_allowed[value] if {
	some value in ["high", "transparency", "minimal", "out_of_scope"]
	is_in("passes", "A.9.4-4", {class: value}, "high")
}

test_practice_refused[note] if {
	some note, change in {
		"prohibited": {class: "prohibited"},
		"class absent": {class: use.gone},
		"class null": {class: null},
		"unknown class": {class: "low"},
		"law block absent": {"/classification/eu": use.gone},
		"regime says so": {$"{regimes}/0/class": " PROHIBITED "},
		"second regime says so": {regimes: [{"regime": "eu_ai_act"}, {"regime": "eu_ai_act", "class": "prohibited"}]},
		"use": {$"{intended}/1/domain": "Social_Scoring"},
		"point": {"/classification/eu/annex_iii_points": ["4(a)", " predictive_policing"]},
		"text for points": {"/classification/eu/annex_iii_points": "social_scoring"},
	}
	is_not_in("passes", "A.9.4-4", change, "minimal")
}

test_practice_allowed[note] if {
	some note, change in {
		"another law": {$"{regimes}/1/class": "prohibited"},
		"another class": {$"{regimes}/0/class": "not prohibited"},
		"another use": {$"{intended}/1/domain": "scoring"},
		"points absent": {"/classification/eu/annex_iii_points": use.gone},
		"points null": {"/classification/eu/annex_iii_points": null},
		"regimes absent": {regimes: use.gone},
	}
	is_in("passes", "A.9.4-4", change, "high")
}

test_a_stated_class_is_known[note] if {
	some note, value in {"prohibited": "prohibited", "high": "high"}
	is_in("when", ["A.9.4-4", "class_stated"], {class: value}, "minimal")
}

test_an_unstated_class_is_not_known[note] if {
	some note, value in {"absent": use.gone, "null": null}
	is_not_in("when", ["A.9.4-4", "class_stated"], {class: value}, "minimal")
	is_not_in("when", ["A.9.4-4", "prohibition_named"], {class: value}, "minimal")
}

test_a_named_prohibition_is_known_without_a_class[note] if {
	some note, change in {
		"regime": {$"{regimes}/0/class": "prohibited"},
		"use": {$"{intended}/1/domain": "social_scoring"},
		"point": {"/classification/eu/annex_iii_points": ["facial_scraping"]},
	}
	unstated := object.union(change, {class: use.gone})
	is_in("when", ["A.9.4-4", "prohibition_named"], unstated, "minimal")
}

test_prohibitions_are_shown_with_their_place if {
	sets({}, "high").found["A.9.4-4"] == {"prohibitions_at": []}
	change := {
		$"{regimes}/0/class": "prohibited",
		$"{intended}/1/domain": "social_scoring",
		"/classification/eu/annex_iii_points": ["4(a)", "facial_scraping"],
	}
	sets(change, "high").found["A.9.4-4"] == {"prohibitions_at": [
		"/classification/regimes/0/class",
		"/system/intended_uses/1/domain",
		"/classification/eu/annex_iii_points/1",
	]}
}

misuse := "/system/foreseeable_misuse"

people := "/resources/people"

test_misuse_refused[note] if {
	some note, change in {
		"none": {misuse: []},
		"absent": {misuse: use.gone},
		"no description": {$"{misuse}/1/description": use.gone},
		"blank description": {$"{misuse}/1/description": " "},
		"no mitigation": {$"{misuse}/1/mitigation": use.gone},
		"empty mitigation": {$"{misuse}/1/mitigation": ""},
		"placeholder": {"/facts/quality/~1system~1foreseeable_misuse~11~1mitigation": {"score": 49}},
	}
	is_not_in("passes", "A.9.4-5", change, "high")
}

test_operators_refused[note] if {
	some note, change in {
		"nobody": {people: []},
		"people absent": {people: use.gone},
		"no operator": {$"{people}/1/role": "evaluator"},
		"no role": {$"{people}/1/role": null},
		"no training": {$"{people}/1/competence": []},
		"training absent": {$"{people}/1/competence": use.gone},
		"training too old": {$"{people}/1/competence/1/completed_at": "366 days ago"},
		"training run out": {$"{people}/1/competence/1/expires_at": "0 days ago"},
		"training ahead": {$"{people}/1/competence/1/completed_at": "in 1 days"},
		"second operator untrained": {$"{people}/0/role": "OPERATOR"},
	}
	is_not_in("passes", "A.9.4-5", change, "high")
}

test_operators_are_trained_as_recently_as_the_tier_asks[tier] if {
	some tier, boundary in {
		"high": ["365 days ago", "366 days ago"],
		"critical": ["180 days ago", "181 days ago"],
	}
	is_in("passes", "A.9.4-5", {$"{people}/1/competence/1/completed_at": boundary[0]}, tier)
	is_not_in("passes", "A.9.4-5", {$"{people}/1/competence/1/completed_at": boundary[1]}, tier)
	is_in("stale", "A.9.4-5", {$"{people}/1/competence/1/completed_at": boundary[1]}, tier)
}

test_operators_are_not_stale[note] if {
	some note, change in {
		"trained": {},
		"never trained": {$"{people}/1/competence": []},
		"no date": {$"{people}/1/competence": [{"course": "operation", "completed_at": "once"}]},
		"only a developer is outdated": {$"{people}/0/competence": [{"completed_at": "1000 days ago"}]},
	}
	is_not_in("stale", "A.9.4-5", change, "high")
}

test_an_expired_training_is_stale if {
	is_in("stale", "A.9.4-5", {$"{people}/1/competence/1/expires_at": "0 days ago"}, "high")
}

test_operators_are_shown_with_their_training if {
	sets({}, "high").found["A.9.4-5"] == {"operators": [{
		"person": "bo@example.org",
		"trainings": [
			{"completed_at": "1000 days ago"},
			{"completed_at": "10 days ago", "expires_at": "in 30 days"},
		],
	}]}
}
