package gate.lib.rights_test

import data.gate.lib.rights
import data.testing
import data.testing.data_document as sample

changed(path, value) := testing.changed(sample.document, path, value)

shown(document) if rights.shown(document.data[1]) with input as document with data.gate.tier.effective as "high"

test_shown if {
	shown(sample.document)
	shown(changed($"{sample.at.rights}/issued_at", "730 days ago"))
}

test_not_shown[note] if {
	some note, document in {
		"too old": changed($"{sample.at.rights}/issued_at", "731 days ago"),
		"draft": changed($"{sample.at.rights}/status", "draft"),
		"other kind": changed($"{sample.at.rights}/kind", "contract"),
		"names no dataset": testing.removed(sample.document, $"{sample.at.rights}/fields/datasets"),
		"names others": changed("/data/1/id", "other"),
		"no evidence": testing.removed(sample.document, "/evidence"),
	}
	not shown(document)
}

test_an_id_used_before_shows_nothing if {
	document := json.patch(sample.document, [
		{"op": "replace", "path": $"{sample.at.rights}/id", "value": "contract"},
		{"op": "move", "from": sample.at.contract, "path": "/evidence/0"},
	])
	not shown(document)
}

wanting(document) := ids if {
	ids := [dataset.id | some dataset in rights.wanting] with input as document with data.gate.tier.effective as "high"
}

test_wanting if {
	unrecorded := testing.removed(sample.document, $"{sample.at.rights}/fields/datasets")
	wanting(unrecorded) == []
	bare := json.patch(unrecorded, [
		{"op": "remove", "path": "/data/0/licence"},
		{"op": "remove", "path": "/data/2/licence"},
		{"op": "replace", "path": "/data/2/role", "value": ["production_input"]},
	])
	wanting(bare) == ["loans"]
}
