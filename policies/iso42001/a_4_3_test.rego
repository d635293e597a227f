package iso42001.a_4_3_test

import data.iso42001.a_4_3 as control
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

rules := ["A.4.3-1", "A.4.3-2", "A.4.3-3", "A.4.3-4"]

test_every_rule_passes[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	every rule in rules {
		is_in("passes", rule, {}, tier)
	}
}

test_no_rule_passes_without_data[note] if {
	some note, value in {"empty": [], "absent": governed.gone, "null": null}
	every rule in ["A.4.3-2", "A.4.3-3"] {
		is_not_in("passes", rule, {"/data": value}, "minimal")
	}
}

test_every_rule_asks_the_second_dataset[note] if {
	some note, case in {
		"roles": ["A.4.3-1", {"/data/1/role": ["validate"]}],
		"name": ["A.4.3-2", {"/data/1/name": "ab"}],
		"licence": ["A.4.3-3", {"/data/1/licence": "Acme"}],
		"records": ["A.4.3-4", {"/data/1/provenance": governed.gone}],
	}
	is_not_in("passes", case[0], case[1], "minimal")
}

test_listed_data_refused[note] if {
	some note, change in {
		"no models": {"/models": []},
		"models absent": {"/models": governed.gone},
		"no training data": {"/models/0/datasets": ["held-out"]},
		"training data not named": {"/models/0/datasets": governed.gone},
		"data not listed": {"/models/0/datasets/-": "elsewhere"},
		"data named by nothing": {"/models/0/datasets/-": null, "/data/2/id": null},
		"data named by a text": {"/models/0/datasets": "past"},
		"no test data": {"/data/1/role": ["validate"]},
		"role as text": {"/data/1/role": "test"},
		"test data not evaluated on": {
			"/evaluation/runs/0/dataset_id": "live",
			"/evaluation/runs/1/dataset_id": governed.gone,
		},
		"no evaluation": {"/evaluation": governed.gone},
		"source not stated": {"/models/0/source": governed.gone},
		"source null": {"/models/0/source": null},
		"unknown source": {"/models/0/source": "found"},
		"fine-tuned on nothing": {"/models/1/source": "fine_tune"},
		"own model with a vendor": {"/models/0/datasets": [], "/models/0/supplier_id": "vendor"},
		"vendor not named": {"/models/2/supplier_id": governed.gone},
		"vendor without a name": {"/models/2/supplier_id": null, "/suppliers/1/id": null},
		"vendor not listed": {"/models/2/supplier_id": "elsewhere"},
		"supplier of something else": {"/models/2/supplier_id": "cloud"},
		"vendor not assessed": {"/suppliers/1/assessment": governed.gone},
		"assessment is nothing": {"/suppliers/1/assessment/evidence_id": "elsewhere"},
		"no summary": {$"{governed.at.assessment}/fields": {}},
		"summary is no link": {$"{governed.at.assessment}/fields/training_data_summary": "http://vendor.example.org"},
		"summary is no text": {$"{governed.at.assessment}/fields/training_data_summary": ["https://vendor.example.org"]},
	}
	is_not_in("passes", "A.4.3-1", change, "minimal")
}

test_listed_data_accepted[note] if {
	some note, change in {
		"test data named instead of evaluated on": {
			"/models/0/datasets": ["past", "held-out"],
			"/models/1/datasets": ["held-out"],
			"/evaluation": governed.gone,
		},
		"training data evaluated on": {
			"/models/0/datasets": null,
			"/evaluation/runs/0/dataset_id": "past",
		},
		"fine-tuned on training data": {"/models/1/source": "fine_tune", "/models/1/datasets": ["past"]},
		"fine-tuned on data for it": {
			"/models/1/source": "fine_tune",
			"/models/1/datasets": ["live"],
			"/data/2/role": ["production_input", "fine_tune"],
		},
		"second supplier of this id": {
			"/suppliers/-": object.union(governed.good.suppliers[1], {"id": "cloud"}),
			"/models/2/supplier_id": "cloud",
		},
	}
	is_in("passes", "A.4.3-1", change, "critical")
}

test_rules_are_not_trained if {
	rule_based := {"/system/type": "rule_based", "/models/0/datasets": governed.gone}
	is_in("passes", "A.4.3-1", rule_based, "high")
	is_not_in("passes", "A.4.3-1", object.union(rule_based, {"/data/1/role": ["train"]}), "high")
	is_not_in("passes", "A.4.3-1", object.union(rule_based, {"/suppliers/1/assessment": governed.gone}), "high")
	every source in [governed.gone, null] {
		is_not_in("passes", "A.4.3-1", object.union(rule_based, {"/models/0/source": source}), "high")
	}
}

test_roles_not_covered_are_shown if {
	sets({}, "high").found["A.4.3-1"] == {"roles_not_covered": []}
	sets({"/models/0/datasets": []}, "high").found["A.4.3-1"] == {"roles_not_covered": [
		{"model": "ranker", "one_of": ["train"]},
	]}
}

poor(pointer) := {"/facts/quality": {pointer: {"score": 49, "reasons": ["placeholder"]}}}

test_names_refused[note] if {
	some note, change in {
		"data as an object": {"/data": {"a": governed.good.data[0]}},
		"no name": {"/data/1/name": governed.gone},
		"name null": {"/data/1/name": null},
		"name is no text": {"/data/1/name": 700},
		"two characters": {"/data/1/name": "ab"},
		"name says nothing": poor("/data/1/name"),
		"quality not known": {"/facts/quality": null},
		"nowhere": {"/data/1/uri": governed.gone, "/data/1/digest": governed.gone},
		"nowhere, digest empty": {"/data/1/uri": "", "/data/1/digest/value": ""},
		"live data nowhere": {"/data/2/uri": governed.gone},
		"address says nothing": poor("/data/2/uri"),
	}
	is_not_in("passes", "A.4.3-2", change, "minimal")
}

test_names_accepted[note] if {
	some note, change in {
		"three characters": {"/data/1/name": "abc"},
		"address alone": {"/data/1/digest": governed.gone},
		"digest alone": {"/data/1/uri": governed.gone},
		"name that says little": {"/facts/quality": {"/data/1/name": {"score": 50, "reasons": []}}},
	}
	is_in("passes", "A.4.3-2", change, "critical")
}

test_datasets_without_a_name_are_shown if {
	sets({"/data/1/name": "ab"}, "high").found["A.4.3-2"] == {"failing": [
		{"id": "held-out", "name": "ab", "uri": "s3://claims/held-out"},
	]}
}

test_pins_refused[note] if {
	some note, change in {
		"unknown licence": {"/data/1/licence": "Acme"},
		"licence null": {"/data/1/licence": null},
		"licence is no text": {"/data/1/licence": ["MIT"]},
		"neither version nor digest": {"/data/1/version": governed.gone, "/data/1/digest": governed.gone},
		"newest version, no digest": {"/data/1/version": "latest", "/data/1/digest": governed.gone},
		"broken digest, no version": {"/data/1/version": governed.gone, "/data/1/digest/value": "abc"},
		"no role": {"/data/1/role": governed.gone, "/data/1/licence": "Acme"},
		"also live": {"/data/1/role": ["production_input", "rag"], "/data/1/licence": "Acme"},
	}
	is_not_in("passes", "A.4.3-3", change, "high")
}

test_pins_of_the_tier if {
	version := {"/data/1/digest": governed.gone}
	digest := {"/data/1/version": governed.gone}
	neither := object.union(version, digest)
	is_in("passes", "A.4.3-3", neither, "limited")
	is_not_in("passes", "A.4.3-3", neither, "high")
	is_in("passes", "A.4.3-3", version, "high")
	is_not_in("passes", "A.4.3-3", version, "critical")
	is_in("passes", "A.4.3-3", digest, "critical")
	long := {"alg": "sha512", "value": concat("", [governed.digests.past.value, governed.digests.past.value])}
	is_in("passes", "A.4.3-3", {"/data/1/digest": long}, "critical")
}

test_only_live_data_is_exempt if {
	every rule in ["A.4.3-3", "A.4.3-4"] {
		is_in("exempt", [rule, 2], {}, "high")
		is_not_in("exempt", [rule, 1], {}, "high")
		every role in [[], null, governed.gone, "production_input", ["production_input", "rag"], [null]] {
			is_not_in("exempt", [rule, 2], {"/data/2/role": role}, "high")
			is_not_in("passes", rule, {"/data/2/role": role}, "high")
		}
		is_not_in("passes", rule, {"/data": [governed.good.data[2]]}, "high")
	}
}

test_loose_datasets_are_shown if {
	sets({"/data/1/licence": "Acme"}, "high").found["A.4.3-3"] == {"failing": [{
		"id": "held-out",
		"role": ["test"],
		"licence": "Acme",
		"version": "2026-05",
		"digest": governed.digests.held_out,
	}]}
}

collected := "/data/1/acquisition/collected_to"

checked := "/data/1/quality/checked_at"

test_records_refused[note] if {
	some note, change in {
		"no origin": {"/data/1/provenance": {}},
		"origin says nothing": poor("/data/1/provenance/record_uri"),
		"empty origin": {"/data/1/provenance": {"record_uri": "", "lineage": {}, "chain": []}},
		"labelling not stated": {"/data/1/labelling": governed.gone},
		"labelling is no text": {"/data/1/labelling/method": ["human"]},
		"collected at no date": {collected: "spring"},
		"collection not ended": {collected: "in 1 days"},
		"collection null": {collected: null},
		"collection absent": {"/data/1/acquisition": governed.gone},
		"checked at no date": {checked: "spring"},
		"checked tomorrow": {checked: "in 1 days"},
		"never checked": {"/data/1/quality": governed.gone},
	}
	is_not_in("passes", "A.4.3-4", change, "minimal")
}

test_records_accepted[note] if {
	some note, change in {
		"lineage": {"/data/1/provenance": {"lineage": {"evidence_id": "policy"}}},
		"chain": {"/data/1/provenance": {"chain": [{"step": "export"}]}},
		"collected and checked today": {collected: "0 days ago", checked: "0 days ago"},
		"live data says nothing": {"/data/2/provenance": {}},
	}
	is_in("passes", "A.4.3-4", change, "critical")
}

test_impossible_dates[note] if {
	some note, change in {
		"collected at no date": {collected: "spring"},
		"collection not ended": {collected: "in 1 days"},
		"checked at no date": {checked: "spring"},
		"checked tomorrow": {checked: "in 1 days"},
	}
	is_in("invalid", "A.4.3-4", change, "high")
}

test_possible_dates[note] if {
	some note, change in {
		"good": {},
		"no origin": {"/data/1/provenance": {}},
		"live data": {"/data/2/quality": {"checked_at": "in 1 days"}},
	}
	is_not_in("invalid", "A.4.3-4", change, "high")
}

test_datasets_without_a_record_are_shown if {
	sets({"/data/1/provenance": {}}, "high").found["A.4.3-4"] == {"failing": [{"id": "held-out"}]}
}
