package iso42001.a_6_2_7_test

import data.iso42001.a_6_2_7 as control
import data.testing.operated_document as operated

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as operated.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.6.2.7-1", "A.6.2.7-2", "A.6.2.7-3", "A.6.2.7-4", "A.6.2.7-5"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

score := "/facts/card_score/scorer"

test_cards_score_as_much_as_the_tier_asks[tier] if {
	some tier, limit in {"minimal": 40, "limited": 60, "high": 80, "critical": 90}
	is_in("passes", "A.6.2.7-1", {score: limit}, tier)
	is_not_in("passes", "A.6.2.7-1", {score: limit - 1}, tier)
	sets({}, tier).found["A.6.2.7-1"] == {"score_min": limit}
}

test_a_card_without_a_score[note] if {
	some note, change in {
		"absent": {score: operated.gone},
		"null": {score: null},
		"text": {score: "100"},
		"boolean": {score: true},
		"second model": {"/models/1/id": "other"},
		"model without an id": {"/models/1/id": operated.gone},
		"no scores": {"/facts/card_score": null},
	}
	is_not_in("passes", "A.6.2.7-1", change, "minimal")
	is_in("unverified", "A.6.2.7-1", change, "minimal")
}

test_a_score_without_a_card_is_none[note] if {
	some note, value in {"absent": operated.gone, "null": null, "text": "https://example.org/scorer", "list": []}
	is_not_in("passes", "A.6.2.7-1", {"/models/0/card": value}, "minimal")
}

test_a_low_score_is_verified if is_not_in("unverified", "A.6.2.7-1", {score: 0}, "high")

test_models_are_a_list[note] if {
	some note, value in {
		"absent": operated.gone,
		"null": null,
		"text": "scorer",
		"object": {"a": operated.blocks.models[0]},
	}
	every rule in ["A.6.2.7-1", "A.6.2.7-2", "A.6.2.7-4"] {
		is_not_in("passes", rule, {"/models": value}, "minimal")
	}
}

test_a_text_says_too_little[note] if {
	some note, change in {
		"use short": {"/facts/text/~1system~1intended_uses~11~1description": {"chars": 159, "words": 8}},
		"use not described": {"/system/intended_uses/1/description": operated.gone},
		"use null": {"/system/intended_uses/1": null},
		"uses as an object": {"/system/intended_uses": {"a": operated.blocks.system.intended_uses[0]}},
		"uses absent": {"/system/intended_uses": operated.gone},
		"limitation of few words": {"/facts/text/~1models~10~1limitations~11": {"chars": 160, "words": 7}},
		"limitation not measured": {"/facts/text/~1models~11~1limitations~10": operated.gone},
		"limitations empty": {"/models/1/limitations": []},
		"limitations absent": {"/models/1/limitations": operated.gone},
		"limitations as a text": {"/models/1/limitations": "Weak in Finnish"},
		"limitations as an object": {"/models/1/limitations": {"0": "Weak in Finnish"}},
		"limitation is no text": {"/models/1/limitations": [7]},
		"excluded use is a placeholder": {"/facts/quality/~1models~11~1out_of_scope_uses~11": {"score": 49}},
		"excluded uses empty": {"/models/0/out_of_scope_uses": []},
		"excluded uses as a text": {"/models/0/out_of_scope_uses": "Marketing"},
	}
	is_not_in("passes", "A.6.2.7-2", change, "high")
}

test_texts_say_as_much_as_the_tier_asks if {
	short := {"/facts/text/~1models~11~1limitations~10": {"chars": 40, "words": 8}}
	is_in("passes", "A.6.2.7-2", short, "minimal")
	is_not_in("passes", "A.6.2.7-2", short, "limited")
}

test_weak_texts_are_shown if {
	sets({}, "high").found["A.6.2.7-2"] == {"texts": []}
	change := {
		"/facts/text/~1models~10~1limitations~11": {"chars": 40, "words": 7},
		"/facts/quality/~1models~10~1out_of_scope_uses~10": {"score": 0, "reasons": ["placeholder"]},
		"/facts/text/~1models~10~1out_of_scope_uses~10": operated.gone,
	}
	sets(change, "high").found["A.6.2.7-2"] == {"texts": [
		{"pointer": "/models/0/limitations/1", "size": {"chars": 40, "words": 7}},
		{"pointer": "/models/0/out_of_scope_uses/0", "quality": {"score": 0, "reasons": ["placeholder"]}},
	]}
}

test_the_technical_file_is_refused[note] if {
	some note, change in {
		"no evidence": {"/evidence": []},
		"an item left out": {$"{operated.at.file}/fields/annex_iv": [1, 2, 4]},
		"items as texts": {$"{operated.at.file}/fields/annex_iv": ["1", "2", "3", "4"]},
		"items as an object": {$"{operated.at.file}/fields/annex_iv": {"a": 1, "b": 2, "c": 3}},
		"no items": {$"{operated.at.file}/fields": {}},
		"other kind": {$"{operated.at.file}/kind": "documentation"},
		"draft": {$"{operated.at.annex}/status": "draft"},
		"too old": {$"{operated.at.annex}/issued_at": "366 days ago"},
		"not checked": {$"{operated.checked.annex}/digest_ok": null},
	}
	is_not_in("passes", "A.6.2.7-3", change, "high")
}

test_the_technical_file_may_be_a_year_old if {
	is_in("passes", "A.6.2.7-3", {$"{operated.at.annex}/issued_at": "365 days ago"}, "high")
}

test_who_builds_no_high_risk_system_is_exempt[note] if {
	some note, change in {
		"other class": {"/classification/eu": {"class": "minimal", "role": "provider"}},
		"exempt from the annex": {
			"/classification/eu/class": "minimal",
			"/classification/eu/art6_3_exemption": true,
		},
		"deployer": {"/classification/eu/role": "deployer"},
		"distributor": {"/classification/eu/role": "distributor"},
	}
	is_in("exempt", "A.6.2.7-3", change, "high")
}

test_who_builds_a_high_risk_system_is_asked[note] if {
	some note, change in {
		"importer": {"/classification/eu/role": "importer"},
		"both": {"/classification/eu/role": "provider_and_deployer"},
		"role not stated": {"/classification/eu/role": operated.gone},
		"by a point": {"/classification/eu/class": "minimal"},
	}
	is_not_in("exempt", "A.6.2.7-3", change, "high")
}

test_why_an_item_is_not_answered[note] if {
	some note, case in {
		"too old": ["stale", {$"{operated.at.annex}/issued_at": "366 days ago"}],
		"expired": ["stale", {$"{operated.at.annex}/expires_at": "0 days ago"}],
		"not checked": ["unverified", {$"{operated.checked.annex}/digest_ok": null}],
	}
	is_in(case[0], "A.6.2.7-3", case[1], "high")
	is_not_in(case[0], "A.6.2.7-3", {}, "high")
	answered := object.union(case[1], {$"{operated.at.file}/fields/annex_iv": [1, 2, 3, 4, 5, 6, 7, 8, 9]})
	is_in("passes", "A.6.2.7-3", answered, "high")
	is_not_in(case[0], "A.6.2.7-3", answered, "high")
	no_list := object.union(case[1], {$"{operated.at.annex}/fields/annex_iv": {"a": 9}})
	is_not_in(case[0], "A.6.2.7-3", no_list, "high")
}

test_an_item_is_not_answered_at_all[note] if {
	some note, change in {
		"draft": {$"{operated.at.annex}/status": "draft"},
		"by nothing, beside what is too old": {
			$"{operated.at.file}/fields/annex_iv": [1, 2, 4],
			"/evidence/-": object.union(operated.annex, {"id": "old", "issued_at": "366 days ago"}),
			"/facts/evidence/old": {"digest_ok": true, "signature_ok": true},
		},
		"by nothing, beside what is not checked": {
			$"{operated.at.file}/fields/annex_iv": [1, 2, 4],
			"/evidence/-": object.union(operated.annex, {"id": "unchecked"}),
		},
	}
	is_not_in("passes", "A.6.2.7-3", change, "high")
	is_not_in("stale", "A.6.2.7-3", change, "high")
	is_not_in("unverified", "A.6.2.7-3", change, "high")
}

test_items_without_evidence_are_shown if {
	shown := sets({$"{operated.at.file}/fields/annex_iv": [1, 4]}, "high").found["A.6.2.7-3"]
	shown.items_without_evidence == [2, 3]
	[document.id | some document in shown.documents] == ["file", "annex"]
	shown.documents[0] == {"id": "file", "status": "approved", "fields": {"annex_iv": [1, 4]}}
}

updated := "/models/0/card/last_updated"

requested := "/request/change/requested_at"

test_a_card_is_refused[note] if {
	some note, change in {
		"no date": {updated: operated.gone},
		"no card": {"/models/0/card": operated.gone},
		"date is no date": {updated: "spring"},
		"in the future": {updated: "in 1 days"},
		"of others, in the future": {"/models/1/card/last_updated": "in 1 days"},
		"of others, no date": {"/models/1/card/last_updated": null},
		"older than the change": {updated: "11 days ago"},
		"of a tuned model, older than the change": {updated: "30 days ago", "/models/0/source": "fine_tune"},
		"time of the change is no date": {requested: "spring"},
		"too old": {updated: "366 days ago", "/request/change/types": []},
	}
	is_not_in("passes", "A.6.2.7-4", change, "high")
}

test_a_card_is_new_enough[note] if {
	some note, change in {
		"on the day of the change": {updated: "10.9 days ago"},
		"today": {updated: "0 days ago"},
		"a year, without a change": {updated: "365 days ago", "/request/change": operated.gone},
		"a year, change of no model": {updated: "365 days ago", "/request/change/types": ["threshold_change"]},
		"a year, time of the change not stated": {updated: "365 days ago", requested: operated.gone},
		"a year, time of the change null": {updated: "365 days ago", requested: null},
		"a year, time of the change empty": {updated: "365 days ago", requested: ""},
		"a year, live already": {updated: "365 days ago", "/facts/live/digests/-": "sha256:aa"},
		"live already, time of the change no date": {requested: "spring", "/facts/live/digests/-": "sha256:aa"},
		"of others": {updated: "1000 days ago", "/models/0/source": "vendor_api"},
	}
	is_in("passes", "A.6.2.7-4", change, "high")
}

test_below_high_a_card_may_be_old if {
	old := {updated: "1000 days ago", "/request/change/types": []}
	is_in("passes", "A.6.2.7-4", old, "limited")
	is_not_in("stale", "A.6.2.7-4", old, "limited")
}

test_every_change_of_a_model_asks_for_a_new_card[type] if {
	some type in ["new_system", "retrain", "model_swap"]
	is_not_in("passes", "A.6.2.7-4", {updated: "30 days ago", "/request/change/types": [type]}, "minimal")
}

test_an_old_card_is_stale[note] if {
	some note, change in {
		"older than the change": {updated: "11 days ago"},
		"too old": {updated: "366 days ago", "/request/change/types": []},
	}
	is_in("stale", "A.6.2.7-4", change, "high")
	is_not_in("stale", "A.6.2.7-4", {}, "high")
	is_not_in("stale", "A.6.2.7-4", object.union(change, {"/models/0/source": "open_weights"}), "high")
}

test_a_card_of_the_future_is_invalid if {
	is_in("invalid", "A.6.2.7-4", {"/models/1/card/last_updated": "in 1 days"}, "high")
	is_not_in("invalid", "A.6.2.7-4", {}, "high")
	is_not_in("invalid", "A.6.2.7-4", {updated: "spring"}, "high")
}

test_a_language_is_missing[note] if {
	some note, change in {
		"no evidence": {"/evidence": []},
		"other language": {$"{operated.at.docs}/language": "fr"},
		"no language": {$"{operated.at.docs}/language": operated.gone},
		"language is no text": {$"{operated.at.docs}/language": ["en"]},
		"a language that begins so": {$"{operated.at.docs}/language": "eno"},
		"with an underscore": {$"{operated.at.docs}/language": "en_GB"},
		"draft": {$"{operated.at.docs}/status": "draft"},
		"documentation not named": {"/transparency": operated.gone},
	}
	is_not_in("passes", "A.6.2.7-5", change, "minimal")
}

test_one_document_is_enough[note] if {
	other := {$"{operated.at.docs}/language": "fr"}
	some note, change in {
		"user documentation": {$"{operated.at.docs}/language": "en"},
		"with a region": {$"{operated.at.docs}/language": "en-GB"},
		"design": object.union(other, {$"{operated.at.design}/language": "EN"}),
		"technical file": object.union(other, {$"{operated.at.annex}/language": "en"}),
		"of another kind": {$"{operated.at.docs}/kind": "manual"},
	}
	is_in("passes", "A.6.2.7-5", change, "critical")
}

test_languages_and_documents_are_shown if {
	shown := sets({$"{operated.at.docs}/language": "fr"}, "high").found["A.6.2.7-5"]
	shown.languages_without_document == ["en"]
	[document.id | some document in shown.documents] == ["design", "docs", "file", "annex"]
	shown.documents[1] == {"id": "docs", "kind": "user_docs", "status": "approved", "language": "fr"}
	sets({}, "high").found["A.6.2.7-5"].languages_without_document == []
}
