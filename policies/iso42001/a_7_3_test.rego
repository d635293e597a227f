package iso42001.a_7_3_test

import data.iso42001.a_7_3 as control
import data.testing
import data.testing.data_document as sample

passes(rule, document, tier) if rule in control.passes with input as document with data.gate.tier.effective as tier

refused(rule, document, tier) if not passes(rule, document, tier)

exempt(what, document, tier) if what in control.exempt with input as document with data.gate.tier.effective as tier

asked(what, document, tier) if not exempt(what, document, tier)

stale(rule, document, tier) if rule in control.stale with input as document with data.gate.tier.effective as tier

unverified(rule, document, tier) if {
	rule in control.unverified with input as document with data.gate.tier.effective as tier
}

invalid(rule, document, tier) if rule in control.invalid with input as document with data.gate.tier.effective as tier

when(rule, name, document, tier) if {
	[rule, name] in control.when with input as document with data.gate.tier.effective as tier
}

found(rule, document) := shown if {
	shown := control.found[rule] with input as document with data.gate.tier.effective as "high"
}

changed(path, value) := testing.changed(sample.document, path, value)

removed(path) := testing.removed(sample.document, path)

test_every_rule_passes[note] if {
	some note, rule in {
		"acquisition": "A.7.3-1",
		"rights": "A.7.3-2",
		"legal basis": "A.7.3-3",
		"scraping": "A.7.3-4",
		"suppliers": "A.7.3-5",
	}
	passes(rule, acquired, "high")
}

# Personal data, scraped under a policy, and data of a supplier.
acquired := json.patch(sample.personal, [
	{"op": "add", "path": "/data/0/acquisition/legal_basis", "value": "public_task"},
	{"op": "add", "path": "/data/0/acquisition/method", "value": "scraped"},
	{"op": "add", "path": "/data/0/acquisition/opt_out_policy", "value": {"evidence_id": "opt-out"}},
	{"op": "add", "path": "/data/1/acquisition/method", "value": "purchased"},
	{"op": "add", "path": "/data/1/acquisition/supplier_id", "value": "bureau"},
])

acquired_changed(path, value) := testing.changed(acquired, path, value)

acquired_removed(path) := testing.removed(acquired, path)

test_acquisition_refused[note] if {
	some note, document in {
		"no data": changed("/data", []),
		"data absent": removed("/data"),
		"no acquisition": removed("/data/1/acquisition"),
		"no method": removed("/data/1/acquisition/method"),
		"unknown method": changed("/data/1/acquisition/method", "found"),
		"no source": removed("/data/1/acquisition/source"),
		"short source": changed("/data/1/acquisition/source", "us"),
		"blank source": changed("/data/1/acquisition/source", "    "),
		"source is a number": changed("/data/1/acquisition/source", 1234),
		"no beginning": removed("/data/1/acquisition/collected_from"),
		"no beginning, index": removed("/data/2/acquisition/collected_from"),
		"neither beginning nor end, index": testing.removed(
			removed("/data/2/acquisition/collected_from"),
			"/data/2/acquisition/collected_to",
		),
		"beginning is no date": changed("/data/2/acquisition/collected_from", "spring"),
		"no end": removed("/data/1/acquisition/collected_to"),
		"end null": changed("/data/1/acquisition/collected_to", null),
		"end ahead": changed("/data/1/acquisition/collected_to", "in 1 days"),
		"end before beginning": changed("/data/1/acquisition/collected_to", "500 days ago"),
		"end before beginning, index": changed("/data/2/acquisition/collected_to", "500 days ago"),
	}
	refused("A.7.3-1", document, "high")
}

test_acquisition_passes[note] if {
	some note, document in {
		"index still growing": removed("/data/2/acquisition/collected_to"),
		"index to be closed": changed("/data/2/acquisition/collected_to", "in 30 days"),
		"one day": changed("/data/1/acquisition/collected_to", "400 days ago"),
		"ended today": changed("/data/1/acquisition/collected_to", "0 days ago"),
		"three characters": changed("/data/1/acquisition/source", "web"),
	}
	passes("A.7.3-1", document, "high")
}

test_acquisition_exempt if {
	bought := testing.changed(removed("/data"), "/models/0/source", "open_weights")
	exempt("A.7.3-1", bought, "high")
	asked("A.7.3-1", removed("/data"), "high")
	asked("A.7.3-1", testing.removed(bought, "/models/0/source"), "high")
	asked("A.7.3-1", testing.removed(bought, "/models"), "high")
	asked("A.7.3-1", changed("/models/0/source", "open_weights"), "high")
}

test_acquisition_invalid[note] if {
	some note, document in {
		"end before beginning": changed("/data/2/acquisition/collected_to", "500 days ago"),
		"end ahead": changed("/data/1/acquisition/collected_to", "in 1 days"),
	}
	invalid("A.7.3-1", document, "high")
}

test_acquisition_not_invalid if not invalid("A.7.3-1", changed("/data/2/acquisition/collected_to", "in 1 days"), "high")

unlicensed := json.patch(sample.document, [
	{"op": "add", "path": "/data/1/licence", "value": "LicenseRef-House"},
	{"op": "remove", "path": $"{sample.at.rights}/fields/datasets"},
])

denied := testing.changed(unlicensed, "/data/1/licence", "CC-BY-NC-4.0")

test_rights_refused[note] if {
	some note, document in {
		"no data": changed("/data", []),
		"nothing kept": json.patch(sample.document, [
		{"op": "replace", "path": $"/data/{place}/role", "value": ["production_input"]} |
			some place in [0, 1, 2]
		]),
		"unlicensed": unlicensed,
		"not cleared": testing.changed(unlicensed, "/data/1/acquisition/rights_cleared", false),
		"cleared by word alone": testing.changed(unlicensed, "/data/1/acquisition/rights_cleared", true),
		"licence denies": denied,
		"cleared by word against the licence": testing.changed(denied, "/data/1/acquisition/rights_cleared", true),
		"permitted, but said not to be cleared": json.patch(unlicensed, [
			{"op": "add", "path": "/data/1/licence", "value": "MIT"},
			{"op": "add", "path": "/data/1/acquisition/rights_cleared", "value": false},
		]),
		"permitted, but said as text to be cleared": json.patch(unlicensed, [
			{"op": "add", "path": "/data/1/licence", "value": "MIT"},
			{"op": "add", "path": "/data/1/acquisition/rights_cleared", "value": "true"},
		]),
	}
	refused("A.7.3-2", document, "high")
}

test_rights_pass[note] if {
	some note, document in {
		"by a record": changed("/data/1/licence", "CC-BY-NC-4.0"),
		"by the licence": testing.changed(unlicensed, "/data/1/licence", "MIT"),
		"no licence asked of what is only read": testing.changed(unlicensed, "/data/1/role", ["production_input"]),
	}
	passes("A.7.3-2", document, "high")
}

test_word_of_the_team_at_limited if {
	passes("A.7.3-2", testing.changed(unlicensed, "/data/1/acquisition/rights_cleared", true), "limited")
	refused("A.7.3-2", testing.changed(unlicensed, "/data/1/acquisition/rights_cleared", "true"), "limited")
	refused("A.7.3-2", unlicensed, "limited")
	refused("A.7.3-2", testing.changed(denied, "/data/1/acquisition/rights_cleared", true), "limited")
}

test_rights_exempt if {
	exempt("A.7.3-2", sample.document, "minimal")
	asked("A.7.3-2", sample.personal, "minimal")
	asked("A.7.3-2", sample.document, "limited")
	read_only := json.patch(sample.document, [
		{"op": "replace", "path": "/data", "value": []},
		{"op": "replace", "path": "/models/0/source", "value": "vendor_api"},
	])
	exempt("A.7.3-2", read_only, "high")
	asked("A.7.3-2", testing.changed(read_only, "/models/0/source", "in_house"), "high")
	asked("A.7.3-2", changed("/models/0/source", "vendor_api"), "high")
}

test_conflict_is_denied_from_high if {
	when("A.7.3-2", "conflict_from_high", denied, "high")
	when("A.7.3-2", "conflict_from_high", testing.changed(denied, "/system/personal_data", "personal"), "limited")
	not when("A.7.3-2", "conflict_from_high", denied, "limited")
	not when("A.7.3-2", "conflict_from_high", unlicensed, "high")
	not when("A.7.3-2", "conflict_from_high", changed("/data/1/licence", "CC-BY-NC-4.0"), "high")
}

test_conflict_is_reviewed_at_limited if {
	when("A.7.3-2", "conflict_at_limited", denied, "limited")
	not when("A.7.3-2", "conflict_at_limited", denied, "high")
	not when("A.7.3-2", "conflict_at_limited", unlicensed, "limited")
}

test_rights_stale if {
	document := json.patch(sample.document, [
		{"op": "add", "path": "/data/1/licence", "value": "LicenseRef-House"},
		{"op": "add", "path": $"{sample.at.rights}/issued_at", "value": "731 days ago"},
	])
	stale("A.7.3-2", document, "high")
	not stale("A.7.3-2", changed($"{sample.at.rights}/issued_at", "731 days ago"), "high")
	not stale("A.7.3-2", testing.changed(document, $"{sample.at.rights}/kind", "contract"), "high")
	recent := testing.changed(document, $"{sample.at.rights}/issued_at", "10 days ago")
	not stale("A.7.3-2", testing.changed(recent, $"{sample.at.rights}/status", "draft"), "high")
	not stale("A.7.3-2", testing.removed(document, $"{sample.at.rights}/fields/datasets"), "high")
}

test_rights_unverified if {
	document := testing.changed(unlicensed, "/data/1/acquisition/rights_cleared", true)
	unverified("A.7.3-2", document, "high")
	not unverified("A.7.3-2", testing.changed(document, "/data/1/licence", "CC-BY-NC-4.0"), "limited")
	not unverified("A.7.3-2", unlicensed, "high")
	draft := json.patch(sample.document, [
		{"op": "add", "path": "/data/1/licence", "value": "LicenseRef-House"},
		{"op": "add", "path": "/data/1/acquisition/rights_cleared", "value": true},
		{"op": "add", "path": $"{sample.at.rights}/status", "value": "draft"},
	])
	refused("A.7.3-2", draft, "high")
	not unverified("A.7.3-2", draft, "high")
}

test_legal_basis_refused[note] if {
	some note, document in {
		"no basis": acquired_removed("/data/0/acquisition/legal_basis"),
		"none needed": acquired_changed("/data/0/acquisition/legal_basis", "none_needed"),
		"unknown basis": acquired_changed("/data/0/acquisition/legal_basis", "x"),
		"no method": acquired_removed("/data/0/acquisition/method"),
		"unknown method": acquired_changed("/data/0/acquisition/method", "x"),
		"consent to scraping": acquired_changed("/data/0/acquisition/legal_basis", "consent"),
		"contract over public data": json.patch(acquired, [
			{"op": "add", "path": "/data/0/acquisition/legal_basis", "value": "contract"},
			{"op": "add", "path": "/data/0/acquisition/method", "value": "public"},
		]),
		"second dataset": acquired_changed("/data/1/personal_data", "personal"),
		"nobody's data": sample.document,
	}
	refused("A.7.3-3", document, "high")
}

test_consent_to_collection if passes("A.7.3-3", sample.personal, "high")

test_legal_basis_exempt if {
	exempt("A.7.3-3", testing.changed(sample.document, "/system/personal_data", "none"), "limited")
	asked("A.7.3-3", sample.personal, "limited")
	exempt("A.7.3-3", sample.personal, "minimal")
	exempt(["A.7.3-3", 1], sample.personal, "high")
	asked(["A.7.3-3", 0], sample.personal, "high")
	asked(["A.7.3-3", 1], removed("/data/1/personal_data"), "high")
}

test_legal_basis_invalid[note] if {
	some note, document in {
		"none needed": acquired_changed("/data/0/acquisition/legal_basis", "none_needed"),
		"consent to scraping": acquired_changed("/data/0/acquisition/legal_basis", "consent"),
	}
	invalid("A.7.3-3", document, "high")
}

test_legal_basis_not_invalid if not invalid("A.7.3-3", acquired, "high")

fields := $"{sample.at["opt-out"]}/fields"

test_scraping_refused[note] if {
	some note, document in {
		"no policy": acquired_removed("/data/0/acquisition/opt_out_policy"),
		"policy is nothing": acquired_changed("/data/0/acquisition/opt_out_policy/evidence_id", "elsewhere"),
		"other kind": acquired_changed($"{sample.at["opt-out"]}/kind", "policy"),
		"too old": acquired_changed($"{sample.at["opt-out"]}/issued_at", "366 days ago"),
		"no signals": acquired_removed($"{fields}/opt_out_signals"),
		"empty list of signals": acquired_changed($"{fields}/opt_out_signals", []),
		"empty signals": acquired_changed($"{fields}/opt_out_signals", [""]),
		"signals as text": acquired_changed($"{fields}/opt_out_signals", "robots.txt"),
		"signals as object": acquired_changed($"{fields}/opt_out_signals", {"first": "robots.txt"}),
		"no contact": acquired_removed($"{fields}/complaint_contact"),
		"empty contact": acquired_changed($"{fields}/complaint_contact", ""),
		"contact is a number": acquired_changed($"{fields}/complaint_contact", 112),
		"second dataset": acquired_changed("/data/1/acquisition/method", "scraped"),
		"nothing scraped": sample.document,
	}
	refused("A.7.3-4", document, "high")
}

test_scraping_boundary if {
	passes("A.7.3-4", acquired_changed($"{sample.at["opt-out"]}/issued_at", "365 days ago"), "high")
	passes("A.7.3-4", acquired_changed($"{fields}/opt_out_signals", ["", "robots.txt"]), "high")
}

test_scraping_exempt if {
	exempt("A.7.3-4", sample.document, "limited")
	asked("A.7.3-4", acquired, "limited")
	exempt(["A.7.3-4", 1], acquired, "high")
	exempt(["A.7.3-4", 1], acquired_removed("/data/1/acquisition/method"), "high")
	asked(["A.7.3-4", 0], acquired, "high")
}

test_scraping_stale if {
	stale("A.7.3-4", acquired_changed($"{sample.at["opt-out"]}/issued_at", "366 days ago"), "high")
	stale("A.7.3-4", acquired_changed($"{sample.at["opt-out"]}/expires_at", "1 days ago"), "high")
	not stale("A.7.3-4", acquired_removed($"{fields}/complaint_contact"), "high")
}

test_scraping_unverified if {
	document := acquired_changed($"{sample.checked["opt-out"]}/digest_ok", null)
	unverified("A.7.3-4", document, "high")
	not unverified("A.7.3-4", document, "limited")
	unverified("A.7.3-4", acquired_changed($"{sample.checked["opt-out"]}/signature_ok", null), "critical")
	not unverified("A.7.3-4", acquired_removed($"{fields}/complaint_contact"), "high")
}

# What is not scraped may name any policy.
idle(extra) := testing.with_evidence(
	acquired_changed("/data/1/acquisition/opt_out_policy", {"evidence_id": "idle"}),
	[testing.item("idle", "opt_out_policy", extra)],
)

test_policy_of_data_that_is_not_scraped_does_not_count if {
	passes("A.7.3-4", idle({"issued_at": "366 days ago"}), "high")
	not stale("A.7.3-4", idle({"issued_at": "366 days ago"}), "high")
}

test_policies_shown if {
	found("A.7.3-4", idle({})) == {"policies": [{
		"dataset": "loans",
		"opt_out_signals": ["robots.txt"],
		"complaint_contact": "rights@example.org",
	}]}
}

test_supplier_refused[note] if {
	some note, document in {
		"no supplier": acquired_removed("/data/1/acquisition/supplier_id"),
		"unknown supplier": acquired_changed("/data/1/acquisition/supplier_id", "stranger"),
		"no suppliers listed": acquired_removed("/suppliers"),
		"listed twice": acquired_changed("/suppliers/-", {"id": "bureau", "role": ["data"]}),
		"no supplier of data": acquired_changed("/suppliers/0/role", ["hosting"]),
		"role as text": acquired_changed("/suppliers/0/role", "data"),
		"no contract": acquired_removed("/suppliers/0/contract"),
		"contract is nothing": acquired_changed("/suppliers/0/contract/evidence_id", "elsewhere"),
		"contract in draft": acquired_changed($"{sample.at.contract}/status", "draft"),
		"contract ended": acquired_changed("/suppliers/0/contract_valid_to", "1 days ago"),
		"contract ends today": acquired_changed("/suppliers/0/contract_valid_to", "0 days ago"),
		"end unknown": acquired_removed("/suppliers/0/contract_valid_to"),
		"end is no date": acquired_changed("/suppliers/0/contract_valid_to", "spring"),
		"second dataset": acquired_changed("/data/2/acquisition/method", "licensed"),
		"nothing supplied": sample.document,
	}
	refused("A.7.3-5", document, "high")
}

test_supplier_exempt if {
	exempt("A.7.3-5", sample.document, "limited")
	asked("A.7.3-5", acquired, "limited")
	exempt(["A.7.3-5", 2], acquired, "high")
	exempt(["A.7.3-5", 2], acquired_changed("/data/2/acquisition/supplier_id", ""), "high")
	exempt(["A.7.3-5", 2], acquired_changed("/data/2/acquisition/supplier_id", null), "high")
	exempt(["A.7.3-5", 2], acquired_removed("/data/2/acquisition/method"), "high")
	asked(["A.7.3-5", 1], acquired, "high")
	asked(["A.7.3-5", 1], acquired_removed("/data/1/acquisition/supplier_id"), "high")
	asked(["A.7.3-5", 2], acquired_changed("/data/2/acquisition/supplier_id", "bureau"), "high")
}

test_supplier_stale if {
	stale("A.7.3-5", acquired_changed("/suppliers/0/contract_valid_to", "0 days ago"), "high")
	not stale("A.7.3-5", acquired_removed("/suppliers/0/contract"), "high")
}

test_supplier_invalid[note] if {
	some note, document in {
		"unknown supplier": acquired_changed("/data/1/acquisition/supplier_id", "stranger"),
		"listed twice": acquired_changed("/suppliers/-", {"id": "bureau", "role": ["data"]}),
		"no supplier of data": acquired_changed("/suppliers/0/role", ["hosting"]),
	}
	invalid("A.7.3-5", document, "high")
}

test_supplier_not_invalid if not invalid("A.7.3-5", acquired_removed("/suppliers/0/contract"), "high")
