package gate.lib.publishers_test

import data.gate.lib.publishers
import data.testing.partner_document as partner

open(changes, tier) if {
	document := partner.altered(changes)
	publishers.open(document.suppliers[2]) with input as document with data.gate.tier.effective as tier
}

test_open_publisher[tier] if {
	some tier in ["minimal", "limited", "high", "critical"]
	open({}, tier)
}

model := "/models/1"

test_open_publisher_otherwise[note] if {
	some note, change in {
		"own licence": {$"{model}/licence": {"custom_uri": "https://example.org/licence"}},
		"fine-tuned": {$"{model}/source": "fine_tune"},
		"role twice": {"/suppliers/2/role": ["model", "model"]},
		"other digest": {$"{model}/artifact/digest": {
			"alg": "sha256",
			"value": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		}},
		"however old the scan": {"/security/model_scan/scanned_at": partner.gone},
	}
	open(change, "high")
}

test_no_open_publisher[note] if {
	some note, change in {
		"another role beside": {"/suppliers/2/role": ["model", "hosting"]},
		"no role": {"/suppliers/2/role": []},
		"role absent": {"/suppliers/2/role": partner.gone},
		"no model": {$"{model}/supplier_id": partner.gone},
		"neither has an id": {$"{model}/supplier_id": null, "/suppliers/2/id": null},
		"a second model at the vendor": {"/models/0/supplier_id": "lab"},
		"own model": {$"{model}/source": "in_house"},
		"no licence": {$"{model}/licence": partner.gone},
		"empty licence": {$"{model}/licence/expression": ""},
		"placeholder for a licence": {"/facts/quality": {$"{model}/licence/expression": {"score": 49}}},
		"no artefact": {$"{model}/artifact": partner.gone},
		"no address": {$"{model}/artifact/uri": partner.gone},
		"placeholder for an address": {"/facts/quality": {$"{model}/artifact/uri": {"score": 49}}},
		"no digest": {$"{model}/artifact/digest": partner.gone},
		"short digest": {$"{model}/artifact/digest/value": "aa"},
		"other algorithm": {$"{model}/artifact/digest/alg": "sha256"},
		"unsafe": {"/security/model_scan/unsafe_ops": 1},
		"text for a number": {"/security/model_scan/unsafe_ops": "0"},
		"null for a number": {"/security/model_scan/unsafe_ops": null},
		"no scan": {"/security": partner.gone},
		"not hashed": {"/facts/artifacts/encoder/digest_ok": null},
		"hashed to another value": {"/facts/artifacts/encoder/digest_ok": false},
		"not known": {"/facts/artifacts": {}},
	}
	not open(change, "high")
}

test_below_the_high_tier_the_gate_need_not_have_hashed if {
	open({"/facts/artifacts": {}}, "limited")
	open({"/facts/artifacts/encoder/digest_ok": false}, "minimal")
}

recent(value, tier) if {
	publishers.scanned_recently with input as partner.altered({"/security/model_scan/scanned_at": value})
		with data.gate.tier.effective as tier
}

test_scan_is_as_recent_as_the_tier_asks[tier] if {
	some tier, limits in {
		"minimal": ["365 days ago", "366 days ago"],
		"limited": ["180 days ago", "181 days ago"],
		"high": ["90 days ago", "91 days ago"],
		"critical": ["30 days ago", "31 days ago"],
	}
	recent(limits[0], tier)
	not recent(limits[1], tier)
}

test_not_recent[note] if {
	some note, value in {"future": "in 1 days", "absent": partner.gone, "null": null, "no date": "soon"}
	not recent(value, "minimal")
}
