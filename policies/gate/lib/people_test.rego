package gate.lib.people_test

import data.gate.lib.people
import data.testing

document := testing.base("high", "prod")

test_active if {
	people.active("ada@example.org") with input as document
	not people.active("gone@example.org") with input as document
	not people.active("nobody@example.org") with input as document
	not people.active(null) with input as document
}

test_human if {
	people.human("ada@example.org") with input as document
	not people.human("robot@example.org") with input as document
	not people.human("nobody@example.org") with input as document
}

test_nobody_is_active_or_human_where_nobody_is_known if {
	unknown := testing.changed(document, "/facts/identity", null)
	people.unknown with input as unknown
	not people.active("ada@example.org") with input as unknown
	not people.human("ada@example.org") with input as unknown
	not people.unknown with input as document
}

test_true_as_text_is_not_true if {
	odd := testing.changed(document, "/facts/identity/ada@example.org/active", "true")
	not people.active("ada@example.org") with input as odd
}

trained(training, tier) if people.trained(training) with input as document with data.gate.tier.effective as tier

test_trained if {
	trained({"completed_at": "365 days ago"}, "high")
	trained({"completed_at": "180 days ago", "expires_at": "in 1 days"}, "critical")
	trained({"completed_at": "730 days ago", "expires_at": null}, "minimal")
}

test_not_trained[note] if {
	some note, training in {
		"too long ago": {"completed_at": "366 days ago"},
		"to come": {"completed_at": "in 1 days"},
		"no date": {},
		"null": {"completed_at": null},
		"run out": {"completed_at": "10 days ago", "expires_at": "0 days ago"},
		"end is no date": {"completed_at": "10 days ago", "expires_at": "spring"},
	}
	not trained(training, "high")
}

test_training_of_the_tier if not trained({"completed_at": "181 days ago"}, "critical")
