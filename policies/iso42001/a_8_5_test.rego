package iso42001.a_8_5_test

import data.iso42001.a_8_5 as control
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
	some rule in ["A.8.5-1", "A.8.5-2", "A.8.5-3"]
	is_in("passes", rule, {}, "high")
	is_not_in("exempt", rule, {}, "high")
}

regimes := "/classification/regimes"

party := "/transparency/interested_parties"

test_each_regime_has_a_row[note] if {
	some note, change in {
		"in parts of one obligation": {},
		"in rows of their own": {
			$"{party}/0/obligation": "eu_ai_act",
			$"{party}/2/obligation": " GDPR :Art 13",
		},
		"more rows than regimes": {regimes: [{"regime": "gdpr"}]},
	}
	is_in("passes", "A.8.5-1", change, "high")
}

test_rows_refused[note] if {
	some note, change in {
		"no regimes": {regimes: []},
		"regimes absent": {regimes: use.gone},
		"no rows": {party: []},
		"rows absent": {party: use.gone},
		"a regime without a row": {regimes: [{"regime": "eu_ai_act"}, {"regime": "gdpr"}, {"regime": "internal"}]},
		"a regime without a name": {regimes: [{"regime": "gdpr"}, {}]},
		"no obligation": {$"{party}/0/obligation": use.gone},
		"name in the middle": {$"{party}/0/obligation": "eu_ai_act: Art 26 and gdpr: Art 13"},
		"name with more words": {$"{party}/0/obligation": "eu_ai_act: Art 26; the gdpr: Art 13"},
		"no party": {$"{party}/0/party": use.gone},
		"blank party": {$"{party}/0/party": " "},
		"no information": {$"{party}/0/information": []},
		"information absent": {$"{party}/0/information": use.gone},
		"second piece empty": {$"{party}/0/information": ["that a rank is used", ""]},
		"text for a list": {$"{party}/0/information": "that a rank is used"},
		"no channel": {$"{party}/0/channel": use.gone},
		"empty channel": {$"{party}/0/channel": ""},
		"placeholder for a channel": {"/facts/quality/~1transparency~1interested_parties~10~1channel": {"score": 49}},
	}
	is_not_in("passes", "A.8.5-1", change, "high")
}

test_personal_data_in_the_union_calls_for_gdpr if {
	change := {regimes: [{"regime": "eu_ai_act"}]}
	is_not_in("passes", "A.8.5-1", change, "high")
	is_in("passes", "A.8.5-1", object.union(change, {"/system/personal_data": "none"}), "high")
	dataset := {"/system/personal_data": "none", "/data": [{"personal_data": "none"}, {"personal_data": "personal"}]}
	is_not_in("passes", "A.8.5-1", object.union(change, dataset), "high")
}

test_personal_data_elsewhere_does_not_call_for_gdpr if {
	change := {
		regimes: [{"regime": "internal"}],
		"/request/regions": ["US"],
		"/classification/eu/class": "out_of_scope",
		$"{party}/0/obligation": "internal: policy",
	}
	is_in("passes", "A.8.5-1", change, "high")
	is_not_in("passes", "A.8.5-1", object.union(change, {"/request/regions": []}), "high")
}

without_regimes := {
	regimes: [],
	"/request/regions": ["US"],
	"/classification/eu/class": "out_of_scope",
}

test_from_the_high_tier_a_regime_is_stated_abroad_too if {
	is_not_in("passes", "A.8.5-1", without_regimes, "high")
}

test_without_regimes_abroad_there_is_nobody_to_tell[note] if {
	some note, change in {
		"empty": {},
		"absent": {regimes: use.gone},
		"null": {regimes: null},
		"union without personal data": {"/request/regions": ["SE"], "/system/personal_data": "none"},
	}
	is_in("exempt", "A.8.5-1", object.union(without_regimes, change), "limited")
	is_not_in("exempt", "A.8.5-1", object.union(without_regimes, change), "high")
}

test_who_is_told_is_asked[note] if {
	some note, change in {
		"a regime": {regimes: [{"regime": "internal"}]},
		"text for a list": {regimes: "none"},
		"personal data in the union": {"/request/regions": ["SE"]},
		"regions not stated": {"/request/regions": use.gone},
		"personal data not stated": {"/request/regions": ["SE"], "/system/personal_data": null},
	}
	is_not_in("exempt", "A.8.5-1", object.union(without_regimes, change), "minimal")
}

test_regimes_without_a_row_are_named if {
	sets({}, "high").found["A.8.5-1"] == {"regimes_without_row": [], "regimes_not_declared": []}
	change := {regimes: [{"regime": "internal"}, {"regime": "eu_ai_act"}, {"regime": "uk_atrs"}]}
	sets(change, "high").found["A.8.5-1"] == {
		"regimes_without_row": ["internal", "uk_atrs"],
		"regimes_not_declared": ["gdpr"],
	}
}

register := "/transparency/public_register"

test_register_refused[note] if {
	some note, change in {
		"none": {register: use.gone},
		"no address": {$"{register}/uri": use.gone},
		"address null": {$"{register}/uri": null},
		"not encrypted": {$"{register}/uri": "http://example.org/register/7"},
		"no date": {$"{register}/published_at": use.gone},
		"in the future": {$"{register}/published_at": "in 1 days"},
		"not a date": {$"{register}/published_at": "soon"},
	}
	is_not_in("passes", "A.8.5-2", change, "high")
}

test_published_today_passes if is_in("passes", "A.8.5-2", {$"{register}/published_at": "0 days ago"}, "high")

unregistered := {
	$"{register}/required": false,
	"/classification/eu/class": "minimal",
	regimes: [{"regime": "gdpr"}],
}

test_without_a_register_that_asks_there_is_no_entry[note] if {
	some note, change in {
		"not required": {},
		"not stated": {$"{register}/required": use.gone},
		"empty register": {register: {}},
		"no regimes": {regimes: use.gone},
		"class not stated": {"/classification/eu/class": use.gone},
		"high risk, used": {"/classification/eu/class": "high", "/classification/eu/role": "deployer"},
		"high risk, imported": {"/classification/eu/class": "high", "/classification/eu/role": "importer"},
		"high risk, distributed": {"/classification/eu/class": "high", "/classification/eu/role": "distributor"},
		"high risk, neither": {"/classification/eu/class": "high", "/classification/eu/role": "none"},
	}
	is_in("exempt", "A.8.5-2", object.union(unregistered, change), "high")
}

test_a_register_asks[note] if {
	some note, change in {
		"required": {$"{register}/required": true},
		"United Kingdom": {regimes: [{"regime": "gdpr"}, {"regime": "uk_atrs"}]},
		"Netherlands": {regimes: [{"regime": "nl_register"}]},
		"Canada": {regimes: [{"regime": "canada_adm"}]},
		"United States": {regimes: [{"regime": "us_omb_m_25_21"}]},
		"provider": {"/classification/eu/class": "high", "/classification/eu/role": "provider"},
		"both": {"/classification/eu/class": "high"},
		"role not stated": {"/classification/eu/class": "high", "/classification/eu/role": use.gone},
		"role null": {"/classification/eu/class": "high", "/classification/eu/role": null},
	}
	is_not_in("exempt", "A.8.5-2", object.union(unregistered, change), "minimal")
}

test_regulator_refused[note] if {
	some note, change in {
		"none": {$"{party}/1": use.gone},
		"none at all": {party: use.gone},
		"another name": {$"{party}/1/party": "Ministry"},
		"no name": {$"{party}/1/party": null},
		"no information": {$"{party}/1/information": []},
		"text for a list": {$"{party}/1/information": "file"},
		"information absent": {$"{party}/1/information": use.gone},
		"no channel": {$"{party}/1/channel": use.gone},
		"blank channel": {$"{party}/1/channel": " "},
	}
	is_not_in("passes", "A.8.5-3", change, "high")
}

test_every_word_for_a_regulator_counts[word] if {
	some word in ["Labour Inspectorate", "REGULATOR", "bank supervisor", "data commissioner"]
	is_in("passes", "A.8.5-3", {$"{party}/1/party": word}, "high")
}

test_own_regimes_need_no_regulator if {
	change := {$"{party}/1": use.gone, regimes: [{"regime": "iso_42001"}, {"regime": "internal"}]}
	is_in("passes", "A.8.5-3", change, "high")
	is_not_in("passes", "A.8.5-3", object.union(change, {regimes: []}), "high")
	is_not_in("passes", "A.8.5-3", object.union(change, {regimes: use.gone}), "high")
	is_not_in("passes", "A.8.5-3", object.union(change, {regimes: [{"regime": "internal"}, {}]}), "high")
}

test_workers_refused[note] if {
	some note, change in {
		"none": {$"{party}/2": use.gone},
		"another name": {$"{party}/2/party": "customers"},
		"no information": {$"{party}/2/information": []},
		"no channel": {$"{party}/2/channel": ""},
		"never told": {$"{party}/2/delivered_at": use.gone},
		"will be told": {$"{party}/2/delivered_at": "in 1 days"},
	}
	is_not_in("passes", "A.8.5-3", change, "high")
}

test_workers_are_told_where_the_system_is_used_on_them if {
	untold := {$"{party}/2": use.gone}
	is_in("passes", "A.8.5-3", object.union(untold, {"/system/decision/domain": "health"}), "high")
	every value in [use.gone, null, 5] {
		is_not_in("passes", "A.8.5-3", object.union(untold, {"/system/decision/domain": value}), "high")
	}
	is_in("passes", "A.8.5-3", {$"{party}/2/party": "all employees of the bank"}, "high")
}

notice := "/transparency/notice_to_affected"

measure := "/facts/text/~1transparency~1notice_to_affected~1text"

test_notice_refused[note] if {
	some note, change in {
		"none": {notice: use.gone},
		"off": {$"{notice}/implemented": false},
		"not stated": {$"{notice}/implemented": use.gone},
		"text for a boolean": {$"{notice}/implemented": "true"},
		"no words": {$"{notice}/text": use.gone},
		"short": {$"{measure}/chars": 159},
		"few words": {$"{measure}/words": 7},
		"not measured": {measure: use.gone},
		"placeholder": {"/facts/quality/~1transparency~1notice_to_affected~1text": {"score": 49}},
	}
	is_not_in("passes", "A.8.5-3", change, "high")
}

test_the_notice_is_longer_at_the_critical_tier if {
	is_not_in("passes", "A.8.5-3", {$"{measure}/chars": 199}, "critical")
	is_in("passes", "A.8.5-3", {$"{measure}/chars": 200}, "critical")
	sets({}, "critical").found["A.8.5-3"] == {"chars_min": 200}
}

test_without_legal_effect_there_is_no_notice if {
	unannounced := {notice: use.gone}
	is_in("passes", "A.8.5-3", object.union(unannounced, {"/system/decision/legal_effect": false}), "high")
	every value in [use.gone, null, "false"] {
		is_not_in("passes", "A.8.5-3", object.union(unannounced, {"/system/decision/legal_effect": value}), "high")
	}
}

own := {
	regimes: [{"regime": "iso_42001"}, {"regime": "internal"}],
	"/system/decision/domain": "none",
	"/system/decision/legal_effect": false,
}

test_an_own_system_without_effect_tells_nobody if is_in("exempt", "A.8.5-3", own, "high")

test_somebody_is_to_be_told[note] if {
	some note, change in {
		"a law": {regimes: [{"regime": "iso_42001"}, {"regime": "gdpr"}]},
		"no regimes": {regimes: []},
		"regimes absent": {regimes: use.gone},
		"workers": {"/system/decision/domain": "employment"},
		"domain absent": {"/system/decision/domain": use.gone},
		"domain null": {"/system/decision/domain": null},
		"effect": {"/system/decision/legal_effect": true},
		"effect absent": {"/system/decision/legal_effect": use.gone},
	}
	is_not_in("exempt", "A.8.5-3", object.union(own, change), "high")
}

private := {"/system/interacts_with_public": false}

test_private_use_is_asked_less[rule] if {
	some rule in ["A.8.5-1", "A.8.5-2", "A.8.5-3"]
	is_in("when", [rule, "private_minimal"], private, "minimal")
	is_not_in("when", [rule, "private_minimal"], private, "limited")
	is_in("when", [rule, "private_limited"], private, "limited")
	is_not_in("when", [rule, "private_limited"], private, "high")
	is_in("when", [rule, "private_limited_production"], private, "limited")
	is_not_in("when", [rule, "private_limited_production"], private, "minimal")
	staging := object.union(private, {"/request/environment": "staging"})
	is_not_in("when", [rule, "private_limited_production"], staging, "limited")
	is_in("when", [rule, "private_limited"], staging, "limited")
}

test_use_with_customers_or_public_is_not_private[note] if {
	some note, change in {
		"public": {},
		"public not stated": {"/system/interacts_with_public": use.gone},
		"a customer": object.union(private, {"/customers": [{"segment": "banks"}]}),
	}
	every rule in ["A.8.5-1", "A.8.5-2", "A.8.5-3"] {
		is_not_in("when", [rule, "private_minimal"], change, "minimal")
		is_not_in("when", [rule, "private_limited"], change, "limited")
		is_not_in("when", [rule, "private_limited_production"], change, "limited")
	}
}
