package iso42001.a_10_4_test

import data.iso42001.a_10_4 as control
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

rules := ["A.10.4-1", "A.10.4-2", "A.10.4-3", "A.10.4-4"]

test_every_rule_passes[rule] if {
	some rule in rules
	every tier in ["minimal", "limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_without_customers_no_rule_passes[rule] if {
	some rule in rules
	every value in [[], null, {}, "banks", [7]] {
		is_not_in("passes", rule, {"/customers": value}, "high")
	}
	is_not_in("passes", rule, {"/customers": partner.gone}, "high")
}

eu_role := "/classification/eu/role"

test_exempt_without_customers_and_not_a_supplier[rule] if {
	some rule in rules
	every role in ["deployer", "provider_and_deployer", "none"] {
		is_in("exempt", rule, {"/customers": [], eu_role: role}, "high")
		is_in("exempt", rule, {"/customers": partner.gone, eu_role: role}, "high")
		is_not_in("exempt", rule, {eu_role: role}, "high")
	}
	every role in ["provider", "importer", "distributor", null, "", 7] {
		is_not_in("exempt", rule, {"/customers": [], eu_role: role}, "high")
	}
	is_not_in("exempt", rule, {"/customers": [], eu_role: partner.gone}, "high")
	is_not_in("exempt", rule, {"/customers": [], "/classification/eu": partner.gone}, "high")
}

second := "/customers/1"

instructions := partner.at.instructions

test_instructions_refused[note] if {
	some note, change in {
		"second customer without": {$"{second}/instructions": partner.gone},
		"reference to nothing": {$"{second}/instructions/evidence_id": "elsewhere"},
		"other kind": {$"{instructions}/kind": "user_docs"},
		"draft": {$"{instructions}/status": "draft"},
		"too old": {$"{instructions}/issued_at": "366 days ago"},
		"other version": {$"{instructions}/version": "4.1.9"},
		"no version": {$"{instructions}/version": partner.gone},
		"empty version": {$"{instructions}/version": "", "/system/version": ""},
		"number for a version": {$"{instructions}/version": 4.2, "/system/version": 4.2},
		"no version of the system": {"/system/version": partner.gone},
		"not checked": {$"{partner.checked.instructions}/digest_ok": null},
	}
	is_not_in("passes", "A.10.4-1", change, "high")
}

test_instructions_of_another_patch if {
	is_in("passes", "A.10.4-1", {$"{instructions}/version": "4.2"}, "high")
	is_in("passes", "A.10.4-1", {$"{instructions}/issued_at": "365 days ago"}, "high")
}

test_why_instructions_do_not_hold if {
	is_in("stale", "A.10.4-1", {$"{instructions}/issued_at": "366 days ago"}, "high")
	is_in("stale", "A.10.4-1", {$"{instructions}/expires_at": "0 days ago"}, "high")
	is_in("stale", "A.10.4-1", {$"{instructions}/version": "4.1"}, "high")
	is_not_in("stale", "A.10.4-1", {}, "high")
	is_not_in("stale", "A.10.4-1", {$"{instructions}/version": partner.gone}, "high")
	is_not_in("stale", "A.10.4-1", {$"{instructions}/status": "draft"}, "high")
	is_in("unverified", "A.10.4-1", {$"{partner.checked.instructions}/digest_ok": null}, "high")
	is_in("unverified", "A.10.4-1", {$"{partner.checked.instructions}/digest_ok": false}, "minimal")
	is_not_in("unverified", "A.10.4-1", {}, "high")
}

test_customers_without_instructions_are_shown if {
	change := {$"{second}/instructions/evidence_id": "elsewhere"}
	sets(change, "high").found["A.10.4-1"] == {"customers": [{
		"segment": "insurers",
		"instructions": {"evidence_id": "elsewhere"},
	}]}
	shown := sets({$"{instructions}/version": "4.1"}, "high").found["A.10.4-1"].customers
	shown[1].version == "4.1"
}

party := "/transparency/interested_parties/1"

test_information_refused[note] if {
	some note, change in {
		"second customer never": {$"{second}/limitations_delivered_at": partner.gone},
		"planned": {$"{second}/limitations_delivered_at": "in 1 days"},
		"too long ago": {$"{second}/limitations_delivered_at": "366 days ago"},
		"not a party": {party: partner.gone},
		"party in another case": {$"{party}/party": "Insurers"},
		"no channel": {$"{party}/channel": partner.gone},
		"empty channel": {$"{party}/channel": ""},
		"placeholder for a channel": {"/facts/quality": {$"{party}/channel": {"score": 49}}},
		"no risks": {$"{party}/information": ["limitations"]},
		"no limitations": {$"{party}/information": ["risks"]},
		"information absent": {$"{party}/information": partner.gone},
		"text for a list": {$"{party}/information": "risks limitations"},
		"no parties": {"/transparency": partner.gone},
		"no name on either side": {$"{party}/party": null, $"{second}/segment": null},
	}
	is_not_in("passes", "A.10.4-2", change, "high")
}

test_information_counts_for_a_year if {
	is_in("passes", "A.10.4-2", {$"{second}/limitations_delivered_at": "365 days ago"}, "high")
	is_in("passes", "A.10.4-2", {$"{second}/limitations_delivered_at": "0 days ago"}, "high")
	is_in("stale", "A.10.4-2", {$"{second}/limitations_delivered_at": "366 days ago"}, "high")
}

test_information_with_another_fault_is_not_stale[note] if {
	some note, change in {
		"not a party": {$"{second}/limitations_delivered_at": "366 days ago", party: partner.gone},
		"never": {$"{second}/limitations_delivered_at": null},
		"planned": {$"{second}/limitations_delivered_at": "in 1 days"},
		"no customers": {"/customers": []},
	}
	is_not_in("stale", "A.10.4-2", change, "high")
}

test_customers_that_were_not_told_are_shown if {
	change := {$"{party}/information": ["risks"]}
	shown := sets(change, "high").found["A.10.4-2"]
	shown.days_max == 365
	shown.customers == [{"segment": "insurers", "limitations_delivered_at": "10 days ago"}]
	shown.parties[1] == {"party": "insurers", "channel": "letter", "information": ["risks"]}
}

channel := $"{second}/feedback_channel"

test_channels[address] if {
	some address in [
		"https://example.org",
		"mailto:desk@example",
		"desk@example.org",
		"tel:+46 8 123 45",
		"tel:123456",
	]
	is_in("passes", "A.10.4-3", {channel: address}, "high")
}

test_channel_refused[note] if {
	some note, address in {
		"absent": partner.gone,
		"null": null,
		"empty": "",
		"words": "Ask your adviser",
		"other scheme": "http://example.org",
		"blank in an address": "https://example.org/our desk",
		"no host": "https://",
		"no domain": "desk@example",
		"short number": "tel:12345",
		"line break": "desk@example.org\n",
		"something before it": "write to desk@example.org",
		"number": 46,
		"list": ["https://example.org"],
	}
	is_not_in("passes", "A.10.4-3", {channel: address}, "high")
}

test_customers_without_a_channel_are_shown if {
	sets({channel: "soon"}, "high").found["A.10.4-3"] == {"customers": [{
		"segment": "insurers",
		"feedback_channel": "soon",
	}]}
}

obligations := $"{second}/obligations"

test_expectations_refused[note] if {
	some note, change in {
		"none": {obligations: []},
		"absent": {obligations: partner.gone},
		"second one is no requirement": {obligations: ["R1", "R3"]},
		"text for a list": {obligations: "R1"},
		"null": {obligations: [null], "/requirements/items/0/id": null},
		"no requirements": {"/requirements": partner.gone},
	}
	is_not_in("passes", "A.10.4-4", change, "high")
}

test_expectations_without_requirement_are_shown if {
	sets({obligations: ["R1", "R3"]}, "high").found["A.10.4-4"] == {"customers": [{
		"segment": "insurers",
		"obligations_not_required": ["R3"],
	}]}
}
