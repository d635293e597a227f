package iso42001.a_10_2_test

import data.iso42001.a_10_2 as control
import data.testing.partner_document as partner

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as partner.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.10.2-1", "A.10.2-2", "A.10.2-3", "A.10.2-4"]
	every tier in ["minimal", "limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

matrix := "/responsibility_matrix"

test_accountable_party_refused[note] if {
	some note, change in {
		"activity without a row": {$"{matrix}/0": partner.gone},
		"activity in another case": {$"{matrix}/0/activity": "Design"},
		"two parties": {$"{matrix}/9/accountable": "cloud"},
		"nobody": {$"{matrix}/0/accountable": partner.gone},
		"empty": {$"{matrix}/0/accountable": ""},
		"null": {$"{matrix}/0/accountable": null},
		"number": {$"{matrix}/0/accountable": 7},
		"no rows": {matrix: []},
		"no matrix": {matrix: partner.gone},
	}
	is_not_in("passes", "A.10.2-1", change, "high")
}

test_other_activities_may_have_several_parties if {
	change := {$"{matrix}/-": {"activity": "sale", "accountable": "org"}}
	is_in("passes", "A.10.2-1", change, "high")
}

test_activities_are_named if {
	sets({$"{matrix}/9/accountable": "cloud"}, "high").found["A.10.2-1"].activities_with_several == ["retirement"]
	sets({matrix: []}, "high").found["A.10.2-1"].activities_with_nobody[0] == "design"
	sets({}, "high").found["A.10.2-1"] == {"activities_with_nobody": [], "activities_with_several": []}
}

single := ["A.10.2-1", "A.10.2-2", "A.10.2-3"]

test_who_works_alone_at_the_minimal_tier_is_exempt[rule] if {
	some rule in single
	is_in("exempt", rule, partner.alone, "minimal")
	is_in(
		"exempt", rule, object.union(partner.alone, {
			"/suppliers": partner.gone,
			"/customers": partner.gone,
			"/models": partner.gone,
		}),
		"minimal",
	)
	is_not_in("exempt", rule, partner.alone, "limited")
}

test_nobody_else_works_alone[note] if {
	some note, change in {
		"supplier": {"/suppliers": [{"id": "cloud"}]},
		"customer": {"/customers": [{"segment": "banks"}]},
		"vendor's model": {"/models": [{"source": "in_house"}, {"source": "vendor_api"}]},
		"source not stated": {"/models": [{"id": "own"}]},
		"text for suppliers": {"/suppliers": "none"},
	}
	every rule in single {
		is_not_in("exempt", rule, object.union(partner.alone, change), "minimal")
	}
}

test_known_parties[party] if {
	some party in ["org", "lending", "vendor", "lab", "insurers"]
	is_in("passes", "A.10.2-2", {$"{matrix}/0/accountable": party}, "high")
}

test_unknown_parties[note] if {
	some note, change in {
		"second row": {$"{matrix}/1/accountable": "somebody"},
		"other case": {$"{matrix}/0/accountable": "Org"},
		"name of a supplier": {$"{matrix}/0/accountable": "Cloud hosting"},
		"nobody": {$"{matrix}/0/accountable": partner.gone},
		"null like the unit": {$"{matrix}/0/accountable": null, "/system/org_unit": null},
		"empty": {$"{matrix}/0/accountable": ""},
		"no rows": {matrix: []},
	}
	is_not_in("passes", "A.10.2-2", change, "high")
}

test_unknown_parties_are_shown if {
	sets({$"{matrix}/1/accountable": "somebody"}, "high").found["A.10.2-2"] == {"rows": [{
		"activity": "data",
		"accountable": "somebody",
	}]}
}

test_data_protection_refused[note] if {
	some note, change in {
		"no row for data": {$"{matrix}/1": partner.gone},
		"no role for data": {$"{matrix}/1/gdpr_role": "none"},
		"role for data absent": {$"{matrix}/1/gdpr_role": partner.gone},
		"second row for data without": {$"{matrix}/-": {"activity": "data", "accountable": "org"}},
		"no role for operation": {$"{matrix}/5/gdpr_role": "none", $"{matrix}/6/gdpr_role": "controller"},
		"no controller": {$"{matrix}/5/gdpr_role": "processor"},
		"no rows": {matrix: []},
	}
	is_not_in("passes", "A.10.2-3", change, "high")
}

test_the_controller_may_be_on_any_row if {
	change := {$"{matrix}/5/gdpr_role": "processor", $"{matrix}/0/gdpr_role": "joint_controller"}
	is_in("passes", "A.10.2-3", change, "high")
}

no_personal_data := {"/system/personal_data": "none"}

test_without_personal_data_no_role_is_asked if {
	is_in("exempt", "A.10.2-3", no_personal_data, "critical")
	is_not_in("exempt", "A.10.2-3", {"/system/personal_data": partner.gone}, "critical")
	is_not_in("exempt", "A.10.2-3", object.union(no_personal_data, {"/data/1/personal_data": "pseudonymised"}), "high")
	is_not_in("exempt", "A.10.2-3", object.union(no_personal_data, {"/data/1/personal_data": partner.gone}), "high")
	is_not_in("exempt", "A.10.2-1", no_personal_data, "critical")
}

eu := "/classification/eu"

test_role_fits[note] if {
	some note, change in {
		"provider": {},
		"provider and deployer": {$"{eu}/role": "provider_and_deployer"},
		"out of scope": {$"{eu}/class": "out_of_scope", $"{eu}/role": "none"},
		"transparency": {$"{eu}/class": "transparency", $"{eu}/role": "deployer"},
		"minimal": {$"{eu}/class": "minimal", $"{eu}/role": "distributor"},
	}
	is_in("passes", "A.10.2-4", change, "high")
}

test_role_does_not_fit[note] if {
	some note, change in {
		"deployer of a high system": {$"{eu}/role": "deployer"},
		"none": {$"{eu}/role": "none", $"{eu}/class": "minimal"},
		"role absent": {$"{eu}/role": partner.gone, $"{eu}/class": "minimal"},
		"role null": {$"{eu}/role": null, $"{eu}/class": "transparency"},
		"prohibited": {$"{eu}/class": "prohibited"},
		"class absent": {$"{eu}/class": partner.gone},
		"class unknown": {$"{eu}/class": "HIGH"},
		"nothing": {eu: partner.gone},
	}
	is_not_in("passes", "A.10.2-4", change, "high")
}

test_only_a_substantial_modification_asks_for_the_role if {
	is_in("exempt", "A.10.2-4", {"/request/change/types": ["config"]}, "high")
	is_in("exempt", "A.10.2-4", {"/request/change/types": []}, "high")
	is_in("exempt", "A.10.2-4", {"/request/change": partner.gone}, "high")
}
