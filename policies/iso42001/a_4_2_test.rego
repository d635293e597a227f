package iso42001.a_4_2_test

import data.iso42001.a_4_2 as control
import data.testing
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

tiers := ["minimal", "limited", "high", "critical"]

test_every_rule_passes[tier] if {
	some tier in tiers
	every rule in ["A.4.2-1", "A.4.2-2", "A.4.2-3"] {
		is_in("passes", rule, {}, tier)
	}
}

provider := "/resources/compute/provider"

test_lists_refused[note] if {
	some note, change in {
		"no data": {"/data": []},
		"data absent": {"/data": governed.gone},
		"data null": {"/data": null},
		"no tools": {"/resources/tooling": []},
		"tools absent": {"/resources/tooling": governed.gone},
		"provider absent": {provider: governed.gone},
		"provider empty": {provider: ""},
		"provider null": {provider: null},
		"provider is no text": {provider: 7},
		"provider says nothing": {"/facts/quality": {provider: {"score": 49, "reasons": ["placeholder"]}}},
		"no computing": {"/resources/compute": governed.gone},
		"nobody": {"/resources/people": []},
		"people absent": {"/resources/people": governed.gone},
		"no resources": {"/resources": governed.gone},
	}
	is_not_in("passes", "A.4.2-1", change, "minimal")
}

statement := testing.item("statement", "soa", {"approved_by": {"role": "ceo", "decision": "approve", "at": "10 days ago"}})

# The Statement of Applicability leaves one control out.
without(control_id) := {
	"/evidence/-": statement,
	"/facts/evidence/statement": {"digest_ok": true, "signature_ok": true},
	"/risk": {"soa": {
		"evidence": {"evidence_id": "statement"},
		"date": "10 days ago",
		"entries": [{"control_id": control_id, "applicable": false, "implemented": "no", "justification": "There is none"}],
	}},
	"/facts/text/~1risk~1soa~1entries~10~1justification": {"chars": 200, "words": 8},
}

test_an_excluded_control_needs_no_list[note] if {
	some note, case in {
		"data": ["A.4.3", {"/data": []}],
		"tools": ["A.4.4", {"/resources/tooling": governed.gone}],
		"computing": ["A.4.5", {"/resources/compute": governed.gone}],
		"people": ["A.4.6", {"/resources/people": governed.gone}],
	}
	is_in("passes", "A.4.2-1", object.union(without(case[0]), case[1]), "critical")
	is_not_in("passes", "A.4.2-1", object.union(without("A.4.2"), case[1]), "critical")
}

test_lists_are_shown if {
	sets({}, "high").found["A.4.2-1"] == {"listed": {"data": 3, "tooling": 2, "people": 9}}
	change := {"/data": {"a": governed.good.data[0]}, "/resources": governed.gone}
	sets(change, "high").found["A.4.2-1"] == {"listed": {"data": 0, "tooling": 0, "people": 0}}
}

test_dangling_references_refused[note] if {
	some note, value in {
		"one": ["/models/0/datasets/0"],
		"not known": null,
		"absent": governed.gone,
		"text": "",
		"object": {},
	}
	is_not_in("passes", "A.4.2-2", {"/facts/dangling": value}, "minimal")
}

test_references_not_checked if {
	is_in("unverified", "A.4.2-2", {"/facts/dangling": null}, "high")
	is_not_in("unverified", "A.4.2-2", {"/facts/dangling": ["/models/0/datasets/0"]}, "high")
}

bom := governed.at.bom

attachment := "/facts/attachments/bom"

test_bill_refused[note] if {
	some note, change in {
		"no bill": {"/security/mlbom": governed.gone},
		"no security": {"/security": governed.gone},
		"reference to nothing": {"/security/mlbom/evidence_id": "elsewhere"},
		"reference in another place": {"/security/mlbom": governed.gone, "/security/pen_test": {"evidence_id": "bom"}},
		"other kind": {$"{bom}/kind": "design_doc"},
		"draft": {$"{bom}/status": "draft"},
		"other algorithm": {
			$"{bom}/digest/alg": "sha512",
			$"{attachment}/digest": $"sha512:{governed.bom.digest.value}",
		},
		"file not checked": {$"{governed.checked.bom}/digest_ok": null},
		"other file": {$"{governed.checked.bom}/digest_ok": false},
		"check missing": {governed.checked.bom: governed.gone},
		"not attached": {"/facts/attachments": {}},
		"other file attached": {$"{attachment}/digest": "sha256:bbbb"},
		"other format": {$"{attachment}/format": "croissant"},
		"not valid": {$"{attachment}/valid": false},
		"validity unknown": {$"{attachment}/valid": null},
		"no fields": {$"{bom}/fields": governed.gone},
		"first model not named": {$"{bom}/fields/model_digests/0": governed.gone},
		"second model not named": {$"{bom}/fields/model_digests/1": governed.gone},
		"no digests": {$"{bom}/fields/model_digests": governed.gone},
		"digests as an object": {$"{bom}/fields/model_digests": {
			"a": governed.digests.ranker.value,
			"b": governed.digests.encoder.value,
		}},
		"digest with a prefix": {$"{bom}/fields/model_digests": [
			$"sha256:{governed.digests.ranker.value}",
			governed.digests.encoder.value,
		]},
		"digest of the model missing": {"/models/0/artifact": governed.gone},
		"empty digests": {"/models/0/artifact/digest/value": "", $"{bom}/fields/model_digests/-": ""},
		"vendor model not named": {$"{bom}/fields/model_names": []},
		"vendor model of another version": {$"{bom}/fields/model_names": ["summariser@3.2"]},
		"names as an object": {$"{bom}/fields/model_names": {"a": "summariser@3.1"}},
		"own model by name alone": {
			$"{bom}/fields/model_digests/0": governed.gone,
			$"{bom}/fields/model_names/-": "claim-ranker@4.2.0",
		},
	}
	is_not_in("passes", "A.4.2-3", change, "high")
}

test_bill_accepted[note] if {
	some note, change in {
		"of software": {
			"/security/mlbom": governed.gone,
			"/security/sbom": {"evidence_id": "bom"},
			$"{bom}/kind": "sbom",
		},
		"among the resources": {"/security/mlbom": governed.gone, "/resources/sbom": {"evidence_id": "bom"}},
		"beside another that is none": {"/security/sbom": {"evidence_id": "policy"}},
		"in the other format": {$"{attachment}/format": "spdx3"},
		"beside an attachment that is not valid": {"/facts/attachments/other": {
			"digest": "sha256:bbbb",
			"format": "cyclonedx",
			"valid": false,
			"warnings": 0,
		}},
		"vendor model by digest": {
			$"{bom}/fields/model_names": [],
			"/models/2/artifact": {"digest": governed.digests.ranker},
		},
	}
	is_in("passes", "A.4.2-3", change, "critical")
}

test_one_bill_names_all_models if {
	change := {
		"/evidence/-": testing.item("second", "sbom", {"fields": {"model_digests": [governed.digests.ranker.value]}}),
		"/facts/evidence/second": {"digest_ok": true, "signature_ok": true},
		"/security/sbom": {"evidence_id": "second"},
		$"{bom}/fields/model_digests/0": governed.gone,
	}
	is_not_in("passes", "A.4.2-3", change, "high")
}

test_why_the_bill_does_not_count[note] if {
	some note, case in {
		"not checked": ["unverified", {$"{governed.checked.bom}/digest_ok": null}],
		"other file": ["unverified", {$"{governed.checked.bom}/digest_ok": false}],
		"not valid": ["invalid", {$"{attachment}/valid": false}],
	}
	is_in(case[0], "A.4.2-3", case[1], "high")
	is_not_in(case[0], "A.4.2-3", {}, "high")
	every other in {"unverified", "invalid"} - {case[0]} {
		is_not_in(other, "A.4.2-3", case[1], "high")
	}
}

test_a_bill_with_another_flaw_is_neither_unverified_nor_invalid[note] if {
	some note, change in {
		"model not named": {$"{bom}/fields/model_digests/0": governed.gone},
		"draft": {$"{bom}/status": "draft"},
		"another file attached": {$"{attachment}/digest": "sha256:bbbb"},
	}
	unchecked := object.union(change, {$"{governed.checked.bom}/digest_ok": null})
	is_not_in("unverified", "A.4.2-3", unchecked, "high")
	broken := object.union(change, {$"{attachment}/valid": false})
	is_not_in("invalid", "A.4.2-3", broken, "high")
}

test_a_bill_that_is_neither_checked_nor_valid_is_just_refused if {
	change := {$"{governed.checked.bom}/digest_ok": null, $"{attachment}/valid": false}
	every set in ["passes", "unverified", "invalid"] {
		is_not_in(set, "A.4.2-3", change, "high")
	}
}

test_models_in_no_bill_are_shown if {
	sets({}, "high").found["A.4.2-3"] == {"models_in_no_bill": []}
	sets({$"{bom}/fields": governed.gone}, "high").found["A.4.2-3"] == {"models_in_no_bill": [
		{"id": "ranker", "version": "4.2.0", "artifact": {"digest": {"value": governed.digests.ranker.value}}},
		{"id": "encoder", "version": "1.4", "artifact": {"digest": {"value": governed.digests.encoder.value}}},
		{"id": "summariser", "version": "3.1"},
	]}
}
