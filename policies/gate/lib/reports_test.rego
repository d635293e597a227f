package gate.lib.reports_test

import data.gate.lib.reports
import data.testing

reference := {"evidence_id": "report"}

document := testing.with_evidence(testing.base("high", "prod"), [testing.item("report", "evaluation_report", {
	"assertion": "tool_generated",
	"fields": {"digests": ["aa", "bb"]},
})])

changed(path, value) := testing.changed(document, $"/evidence/0/{path}", value)

learning(changed_document) := object.union(
	changed_document,
	{"system": {"autonomy": {"continuous_learning": true}}},
)

proven(changed_document, tier) if {
	reports.proven(reference, "evaluation_report") with input as changed_document
		with data.gate.tier.effective as tier
}

test_proven if {
	proven(document, "high")
	not proven(changed("status", "draft"), "high")
	not proven(changed("kind", "x"), "high")
}

test_who_may_assert_a_report[assertion] if {
	some assertion, tiers in {
		"self_declared": {"minimal", "limited"},
		"tool_generated": {"minimal", "limited", "high"},
		"third_party": {"minimal", "limited", "high", "critical"},
		"gate_verified": {"minimal", "limited", "high", "critical"},
		"somebody": set(),
	}
	every tier in ["minimal", "limited", "high", "critical"] {
		holds := [1 | proven(changed("assertion", assertion), tier)]
		count(holds) == count([1 | tiers[tier]])
	}
}

test_a_report_without_an_assertion_is_not_proven if {
	not proven(testing.removed(document, "/evidence/0/assertion"), "minimal")
}

test_how_old_a_report_may_be[tier] if {
	some tier, limits in {
		"limited": ["180 days ago", "181 days ago"],
		"high": ["90 days ago", "91 days ago"],
	}
	proven(changed("issued_at", limits[0]), tier)
	not proven(changed("issued_at", limits[1]), tier)
}

test_learning_lifts_age_and_assertion if {
	third_party := changed("assertion", "third_party")
	not proven(learning(document), "high")
	proven(learning(third_party), "high")
	not proven(learning(testing.changed(third_party, "/evidence/0/issued_at", "31 days ago")), "high")
}

# A lift asks for no signature: that follows the tier.
test_learning_lifts_no_check_of_the_file if {
	third_party := changed("assertion", "third_party")
	unsigned := testing.changed(third_party, "/facts/evidence/report/signature_ok", null)
	proven(learning(unsigned), "high")
	not proven(unsigned, "critical")
}

names(digest, changed_document) if reports.names(reference, digest) with input as changed_document

test_names if {
	names({"alg": "sha256", "value": "bb"}, document)
	not names({"alg": "sha256", "value": "b"}, document)
	not names({"alg": "sha256", "value": null}, changed("fields/digests", [null]))
	not names({"alg": "sha256"}, document)
	every fields in [{}, null, {"digests": null}, {"digests": "bb"}, {"digests": {"0": "bb"}}, {"digests": []}] {
		not names({"alg": "sha256", "value": "bb"}, changed("fields", fields))
	}
}

test_a_report_that_is_not_there_names_nothing if {
	not names({"alg": "sha256", "value": "bb"}, testing.changed(document, "/evidence", []))
}
