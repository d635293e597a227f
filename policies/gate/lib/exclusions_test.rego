package gate.lib.exclusions_test

import data.gate.lib.exclusions
import data.testing

excluded(document) := controls if {
	controls := exclusions.controls with input as document with data.gate.tier.effective as "high"
}

document := testing.with_text(
	testing.with_evidence(
		object.union(testing.base("high", "prod"), {"risk": {"soa": {
			"evidence": {"evidence_id": "statement"},
			"date": "365 days ago",
			"entries": [
				{"control_id": "A.4.3", "applicable": true, "implemented": "yes"},
				{"control_id": "A.4.4", "applicable": false, "implemented": "no", "justification": "We have none"},
			],
		}}}),
		[testing.item("statement", "soa", {"approved_by": {"role": "board", "decision": "approve", "at": "10 days ago"}})],
	),
	"/risk/soa/entries/1/justification",
	160,
	8,
)

entry := "/risk/soa/entries/1"

test_left_out if excluded(document) == {"A.4.4"}

test_not_left_out[note] if {
	some note, changed in {
		"no statement": testing.removed(document, "/risk"),
		"no entries": testing.changed(document, "/risk/soa/entries", []),
		"applicable": testing.changed(document, $"{entry}/applicable", true),
		"applicable not stated": testing.removed(document, $"{entry}/applicable"),
		"applicable null": testing.changed(document, $"{entry}/applicable", null),
		"two entries": testing.changed(document, "/risk/soa/entries/0/control_id", "A.4.4"),
		"no reason": testing.removed(document, $"{entry}/justification"),
		"short reason": testing.with_text(document, $"{entry}/justification", 159, 8),
		"reason in few words": testing.with_text(document, $"{entry}/justification", 160, 7),
		"reason that says nothing": testing.with_poor_text(document, $"{entry}/justification"),
		"statement too old": testing.changed(document, "/risk/soa/date", "366 days ago"),
		"statement of tomorrow": testing.changed(document, "/risk/soa/date", "in 1 days"),
		"statement without a date": testing.removed(document, "/risk/soa/date"),
		"evidence of another kind": testing.changed(document, "/evidence/0/kind", "policy"),
		"evidence too old": testing.changed(document, "/evidence/0/issued_at", "366 days ago"),
		"approved by somebody else": testing.changed(document, "/evidence/0/approved_by/role", "risk_owner"),
		"file not checked": testing.changed(document, "/facts/evidence/statement/digest_ok", null),
	}
	excluded(changed) == set()
}
