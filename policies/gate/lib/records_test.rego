package gate.lib.records_test

import data.gate.lib.records

digest := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

imported := {
	"imports": [{"id": "card", "format": "croissant", "digest": {"alg": "sha256", "value": digest}}],
	"facts": {"attachments": {"card": {"digest": $"sha256:{digest}", "valid": true}}},
}

from_import := {"source_ref": {"format": "croissant", "import_id": "card"}}

cited := {
	"evidence": [{"id": "record", "kind": "dataset_record", "status": "approved", "uri": "https://example.org/d"}],
	"facts": {"evidence": {"record": {"digest_ok": true}}},
}

from_evidence := {"provenance": {"record_uri": "https://example.org/d"}}

test_verified if {
	records.verified(from_import) with input as imported
	records.verified(from_evidence) with input as cited
}

test_not_verified if {
	not records.verified({}) with input as imported
	not records.verified({}) with input as cited
	not records.verified(from_import) with input as cited
	not records.verified(from_evidence) with input as imported
}

test_formats_agree if {
	other := {"source_ref": {"format": "hf_card", "import_id": "card"}}
	not records.verified(other) with input as imported
}

test_unchecked if {
	records.unchecked(from_import) with input as {"imports": imported.imports}
	records.unchecked(from_evidence) with input as {"evidence": cited.evidence}
	not records.unchecked({}) with input as {}
	not records.unchecked(from_import) with input as imported
	not records.unchecked(from_evidence) with input as cited
}
