package gate.lib.prohibited_uses_test

import data.gate.lib.prohibited_uses
import data.testing.use_document as use

# What rules the good document out after some changes.
hits(changes) := found if {
	found := {
		"code": prohibited_uses.by_code,
		"term": prohibited_uses.by_term,
		"licence": prohibited_uses.by_licence,
	} with input as use.altered(changes)
}

nothing := {"code": [], "term": [], "licence": []}

own := "/system/prohibited_uses"

own_model := "/models/0/out_of_scope_uses"

foreign_model := "/models/1/out_of_scope_uses"

licence := "/models/1/licence"

test_the_good_document_is_not_ruled_out if hits({}) == nothing

test_codes_of_the_deployment[code] if {
	some code in [
		"domain:employment",
		"role:decides_with_review",
		"region:eu-se",
		"region:eu",
		"region:no",
		"public",
		"legal_effect",
	]
	hits({own: ["Other", code]}).code == [{"at": "/system/prohibited_uses/1", "match": code}]
	hits({own_model: [code]}).code == [{"at": "/models/0/out_of_scope_uses/0", "match": code}]
	hits({foreign_model: ["Other", code]}).code == [{"at": "/models/1/out_of_scope_uses/1", "match": code}]
}

test_case_and_outer_white_space_of_a_code_do_not_count if {
	hits({own: [" Region:EU\n"]}).code == [{"at": "/system/prohibited_uses/0", "match": "region:eu"}]
}

test_other_texts_are_no_codes[text] if {
	some text in [
		"domain:health",
		"role:informs",
		"region:us",
		"region:fi",
		"auto_legal",
		"public use",
		"region",
		"domain:",
		"domain:employment of staff",
		"",
	]
	hits({own: [text]}) == nothing
}

test_what_the_system_does_not_do_is_not_ruled_out if {
	hits({own: ["public"], "/system/interacts_with_public": false}) == nothing
	hits({own: ["legal_effect"], "/system/decision/legal_effect": false}) == nothing
}

test_unstated_facts_are_ruled_out if {
	count(hits({own: ["public"], "/system/interacts_with_public": use.gone}).code) == 1
	count(hits({own: ["legal_effect"], "/system/decision/legal_effect": null}).code) == 1
}

test_autonomous_legal_effect_is_ruled_out[note] if {
	some note, change in {
		"stated": {"/system/decision/role": "decides_autonomously"},
		"effect not stated": {
			"/system/decision/role": "decides_autonomously",
			"/system/decision/legal_effect": use.gone,
		},
		"role absent": {"/system/decision/role": use.gone},
		"role null": {"/system/decision/role": null},
	}
	count(hits(object.union({own: ["auto_legal"]}, change)).code) == 1
	without_effect := {own: ["auto_legal"], "/system/decision/legal_effect": false}
	hits(object.union(change, without_effect)) == nothing
}

test_words_of_a_foreign_card[source] if {
	some source in ["open_weights", "vendor_api"]
	change := {"/models/1/source": source, foreign_model: ["Other", "Not for RECRUITING or hiring"]}
	hits(change).term == [
		{"at": "/models/1/out_of_scope_uses/1", "match": "hiring"},
		{"at": "/models/1/out_of_scope_uses/1", "match": "recruit"},
	]
	hits(object.union(change, {"/system/decision/domain": "education"})) == nothing
	hits(object.union(change, {"/system/decision/domain": "other"})) == nothing
	hits(object.union(change, {"/system/decision/domain": "none"})) == nothing
}

test_words_of_an_own_card_rule_nothing_out[source] if {
	some source in ["in_house", "fine_tune"]
	hits({"/models/1/source": source, foreign_model: ["Not for hiring"]}) == nothing
}

test_terms_of_a_licence[note] if {
	some note, case in {
		"expression": {"field": "expression", "text": "CreativeML-OpenRAIL-M", "match": ["openrail"], "domain": "migration"},
		"address": {
			"field": "custom_uri",
			"text": "https://example.org/BigScience-OpenRAIL",
			"match": ["bigscience-", "openrail"],
			"domain": "law_enforcement",
		},
		"another name": {
			"field": "expression",
			"text": "Llama-3",
			"match": ["llama"],
			"domain": "safety_component",
		},
	}
	change := {$"{licence}/{case.field}": case.text, "/system/decision/domain": case.domain}
	hits(change).licence == [{"at": $"{licence}/{case.field}", "match": match} | some match in case.match]
	hits({$"{licence}/{case.field}": case.text}) == nothing
}

test_a_licence_that_excludes_autonomous_effect if {
	change := {"/models/0/licence/expression": "Gemma", "/system/decision/role": "decides_autonomously"}
	hits(change).licence == [{"at": "/models/0/licence/expression", "match": "gemma"}]
}

test_other_fields_of_a_licence_do_not_count if {
	hits({$"{licence}/x_note": "not gemma", "/system/decision/role": "decides_autonomously"}) == nothing
}

test_a_model_without_a_licence_is_not_ruled_out[note] if {
	some note, value in {"absent": use.gone, "null": null, "empty": {}}
	hits({licence: value}) == nothing
}

test_without_lists_nothing_is_ruled_out if {
	hits({own: use.gone, own_model: use.gone, foreign_model: null}) == nothing
	hits({"/models": use.gone}) == nothing
}

unreadable(changes) if prohibited_uses.unreadable with input as use.altered(changes)

test_what_is_no_list_of_texts_is_unreadable[note] if {
	some note, change in {
		"text": {own: "domain:employment"},
		"number among texts": {own: ["Ranking", 5]},
		"text on a card": {own_model: "domain:employment"},
		"null on the second card": {foreign_model: ["Ranking", null]},
	}
	unreadable(change)
}

test_lists_of_texts_and_nothing_are_readable[note] if {
	some note, change in {
		"good": {},
		"absent": {own: use.gone, own_model: use.gone},
		"null": {own: null, foreign_model: null},
		"empty": {own: [], foreign_model: []},
	}
	document := use.altered(change)
	not prohibited_uses.unreadable with input as document
}
