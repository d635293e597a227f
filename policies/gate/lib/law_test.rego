package gate.lib.law_test

import data.gate.lib.law

abroad := {
	"request": {"regions": ["US"]},
	"system": {"personal_data": "none"},
	"classification": {"eu": {"class": "out_of_scope"}, "regimes": [{"regime": "us_omb_m_25_21"}]},
}

with_regions(regions) := object.union(abroad, {"request": {"regions": regions}})

classified(class) := object.union(abroad, {"classification": {"eu": {"class": class}}})

test_a_system_abroad_is_not_reached if not law.eu with input as abroad

test_a_region_of_the_economic_area_is_reached if {
	every region in ["SE", "eu-se", "NO", "eea"] {
		law.eu with input as with_regions(["US", region])
	}
}

test_regions_that_are_not_stated_are_reached if {
	every regions in [null, [], "US", {}] {
		law.eu with input as with_regions(regions)
	}
	law.eu with input as object.remove(abroad, ["request"])
}

test_a_class_under_the_law_is_reached if {
	every class in ["prohibited", "high", "transparency"] {
		law.eu with input as classified(class)
	}
	every class in ["minimal", "out_of_scope", null, 1] {
		not law.eu with input as classified(class)
	}
}

test_a_declared_regime_is_reached if {
	law.eu with input as object.union(
		abroad,
		{"classification": {"regimes": [{"regime": "gdpr"}, {"regime": "eu_ai_act"}]}},
	)
}

test_personal_data_counts_only_where_the_law_reaches if {
	personal := {"system": {"personal_data": "personal"}}
	not law.eu_personal_data with input as object.union(abroad, personal)
	law.eu_personal_data with input as object.union(with_regions(["SE"]), personal)
	not law.eu_personal_data with input as with_regions(["SE"])
}

test_personal_data_that_is_not_stated_counts if {
	law.eu_personal_data with input as object.remove(with_regions(["SE"]), ["system"])
	law.eu_personal_data with input as object.union(with_regions(["SE"]), {"data": [{"personal_data": "none"}, {}]})
	not law.eu_personal_data with input as object.union(with_regions(["SE"]), {"data": [{"personal_data": "none"}]})
}

high_risk(eu_class) if law.high_risk with input as {"classification": {"eu": eu_class}}

test_high_risk[note] if {
	some note, eu_class in {
		"by class": {"class": "high"},
		"by class, exempt": {"class": "high", "art6_3_exemption": true},
		"by a point": {"annex_iii_points": ["5(b)"]},
		"by a point, not exempt": {"class": "minimal", "annex_iii_points": ["5(b)"], "art6_3_exemption": false},
		"exemption as a text": {"annex_iii_points": ["5(b)"], "art6_3_exemption": "true"},
		"exemption null": {"annex_iii_points": ["5(b)"], "art6_3_exemption": null},
	}
	high_risk(eu_class)
}

test_not_high_risk[note] if {
	some note, eu_class in {
		"nothing stated": {},
		"other class": {"class": "transparency"},
		"class in upper case": {"class": "HIGH"},
		"no points": {"annex_iii_points": []},
		"points null": {"annex_iii_points": null},
		"points as a text": {"annex_iii_points": "5(b)"},
		"exempt": {"annex_iii_points": ["5(b)"], "art6_3_exemption": true},
	}
	not high_risk(eu_class)
}

test_without_a_class_nothing_is_high_risk if {
	not law.high_risk with input as {}
}
