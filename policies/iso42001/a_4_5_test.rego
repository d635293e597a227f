package iso42001.a_4_5_test

import data.iso42001.a_4_5 as control
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
	some tier in ["high", "critical"]
	every rule in ["A.4.5-1", "A.4.5-2", "A.4.5-3", "A.4.5-4"] {
		is_in("passes", rule, {}, tier)
	}
}

regions := "/resources/compute/regions"

class := "/system/personal_data"

test_regions_refused[note] if {
	some note, change in {
		"no provider": {"/resources/compute/provider": governed.gone},
		"provider is no text": {"/resources/compute/provider": 7},
		"no regions": {regions: []},
		"regions absent": {regions: governed.gone},
		"regions null": {regions: null},
		"region as text": {regions: "eu"},
		"regions as an object": {regions: {"a": "eu"}},
		"second region elsewhere": {regions: ["eu-north-1", "us-east-1"]},
		"region that only begins so": {regions: ["europe-west1"]},
		"region is no text": {regions: [7]},
		"region null": {regions: ["eu", null]},
		"special category of the system": {class: "special_category"},
		"special category of a dataset": {"/data/1/personal_data": "special_category"},
		"unknown class": {class: "medical"},
		"class not stated": {class: governed.gone},
		"class null": {class: null},
		"class of a dataset not stated": {"/data/2/personal_data": governed.gone},
		"dataset is no object": {"/data/2": 7},
	}
	is_not_in("passes", "A.4.5-1", change, "minimal")
}

test_regions_accepted[note] if {
	some note, change in {
		"upper case": {regions: ["EU-NORTH-1", "Uk"]},
		"special category in the union": {class: "special_category", regions: ["eu-north-1", "eea"]},
		"no data": {"/data": governed.gone},
	}
	is_in("passes", "A.4.5-1", change, "critical")
}

nobody := {
	class: "none",
	"/data/0/personal_data": "none",
	"/data/1/personal_data": "none",
	"/data/2/personal_data": "none",
}

elsewhere := {regions: ["us-east-1"]}

test_without_personal_data_every_region_fits if {
	is_in("passes", "A.4.5-1", object.union(nobody, elsewhere), "critical")
}

test_personal_data_in_a_region_that_does_not_fit[note] if {
	some note, change in {
		"elsewhere": elsewhere,
		"no regions": {regions: []},
		"regions absent": {regions: governed.gone},
		"no resources": {"/resources": governed.gone},
	}
	is_in("when", ["A.4.5-1", "personal_data_misplaced"], change, "minimal")
	staging := object.union(change, {"/request/environment": "staging"})
	is_not_in("when", ["A.4.5-1", "personal_data_misplaced"], staging, "minimal")
	is_not_in("when", ["A.4.5-1", "personal_data_misplaced"], object.union(nobody, change), "minimal")
}

test_personal_data_in_a_region_that_fits if {
	is_not_in("when", ["A.4.5-1", "personal_data_misplaced"], {}, "critical")
	provider := {"/resources/compute/provider": governed.gone}
	is_not_in("when", ["A.4.5-1", "personal_data_misplaced"], provider, "critical")
}

test_in_development_at_the_critical_tier_it_is_a_warning if {
	is_in("when", ["A.4.5-1", "critical_development"], {"/request/environment": "dev"}, "critical")
	is_not_in("when", ["A.4.5-1", "critical_development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", ["A.4.5-1", "critical_development"], {}, "critical")
}

test_regions_that_do_not_fit_are_shown if {
	sets({regions: ["eu", "us-east-1"]}, "high").found["A.4.5-1"] == {
		"strictest_class": "personal",
		"regions_that_do_not_fit": ["us-east-1"],
	}
	unknown := {class: governed.gone, "/data": [], regions: ["eu"]}
	sets(unknown, "high").found["A.4.5-1"] == {"regions_that_do_not_fit": ["eu"]}
}

image := "/resources/compute/environment_digest"

registry := "/facts/registries/image_digest"

test_image_refused[note] if {
	some note, change in {
		"not stated": {image: governed.gone},
		"null": {image: null},
		"other image": {$"{image}/value": governed.digests.past.value},
		"other algorithm": {$"{image}/alg": "sha384"},
		"broken digest, the same in the registry": {$"{image}/value": "abc", registry: "sha256:abc"},
		"not in the registry": {registry: null},
		"fact absent": {registry: governed.gone},
		"registry has it without algorithm": {registry: governed.digests.image.value},
	}
	is_not_in("passes", "A.4.5-2", change, "minimal")
}

test_image_not_known if {
	is_in("unverified", "A.4.5-2", {registry: null}, "minimal")
	is_not_in("unverified", "A.4.5-2", {registry: "sha256:abc"}, "minimal")
}

tested := "/resources/compute/capacity_tested_at"

test_capacity_refused[note] if {
	some note, value in {
		"too long ago": "91 days ago",
		"tomorrow": "in 1 days",
		"no date": "spring",
		"null": null,
		"absent": governed.gone,
		"number": 10,
	}
	is_not_in("passes", "A.4.5-3", {tested: value}, "high")
}

test_capacity_of_the_tier if {
	is_in("passes", "A.4.5-3", {tested: "90 days ago"}, "high")
	is_not_in("passes", "A.4.5-3", {tested: "31 days ago"}, "critical")
	is_in("passes", "A.4.5-3", {tested: "0 days ago"}, "critical")
}

test_why_the_capacity_test_does_not_count[note] if {
	some note, case in {
		"too long ago": ["stale", "91 days ago"],
		"tomorrow": ["invalid", "in 1 days"],
		"no date": ["invalid", "spring"],
	}
	is_in(case[0], "A.4.5-3", {tested: case[1]}, "high")
	every other in {"stale", "invalid"} - {case[0]} {
		is_not_in(other, "A.4.5-3", {tested: case[1]}, "high")
	}
	is_not_in(case[0], "A.4.5-3", {}, "high")
}

test_in_development_the_capacity_is_a_warning if {
	is_in("when", ["A.4.5-3", "development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", ["A.4.5-3", "development"], {}, "high")
}

test_how_old_the_capacity_test_may_be_is_shown if sets({}, "high").found["A.4.5-3"] == {"days_max": 90}

test_energy_refused[note] if {
	some note, change in {
		"no models": {"/models": []},
		"models absent": {"/models": governed.gone},
		"none for the second model": {"/models/1/energy": governed.gone},
		"all nothing": {"/models/1/energy": {"training_kwh": 0, "inference_wh_per_1k": 0, "co2e_t": 0}},
		"null": {"/models/2/energy/co2e_t": null},
		"text": {"/models/2/energy/co2e_t": "0.1"},
		"another figure": {"/models/2/energy": {"x_saved_kwh": 5}},
		"negative": {"/models/2/energy/co2e_t": -1},
	}
	is_not_in("passes", "A.4.5-4", change, "high")
}

test_one_figure_is_enough[key] if {
	some key in ["training_kwh", "inference_wh_per_1k", "co2e_t"]
	is_in("passes", "A.4.5-4", {"/models/0/energy": {key: 0.001}}, "critical")
}

test_models_without_a_figure_are_shown if {
	sets({"/models/1/energy": governed.gone}, "high").found["A.4.5-4"] == {"without_figure": ["encoder"]}
}
