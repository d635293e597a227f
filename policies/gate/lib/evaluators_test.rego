package gate.lib.evaluators_test

import data.gate.lib.evaluators
import data.testing

document := testing.with_evidence(
	object.union(testing.base("high", "prod"), {
		"request": {"requested_by": {"id": "req@example.org"}},
		"system": {"owner": {"id": "own@example.org"}},
		"resources": {"people": [
			{"role": "operator", "person": {"id": "ops@example.org"}},
			{"role": "Developer", "person": {"id": "dev@example.org"}},
		]},
	}),
	[
		testing.item("ours", "evaluation_report", {"assertion": "tool_generated"}),
		testing.item("theirs", "evaluation_report", {"assertion": "third_party"}),
	],
)

run(extra) := object.union(
	{"independent": true, "evaluator": {"id": "ada@example.org"}, "report": {"evidence_id": "ours"}},
	extra,
)

apart(extra, changed_document) if evaluators.stands_apart(run(extra)) with input as changed_document

test_somebody_else_stands_apart if {
	apart({}, document)
	apart({"evaluator": {"id": "ops@example.org"}}, document)
	apart({}, {})
}

test_who_takes_part_does_not_stand_apart[note] if {
	some note, extra in {
		"not independent": {"independent": false},
		"not stated": {"independent": null},
		"text": {"independent": "true"},
		"no evaluator": {"evaluator": null},
		"no id": {"evaluator": {"id": null}},
		"blank": {"evaluator": {"id": " "}},
		"requests": {"evaluator": {"id": "req@example.org"}},
		"owns": {"evaluator": {"id": "own@example.org"}},
		"builds": {"evaluator": {"id": "dev@example.org"}},
	}
	not apart(extra, document)
}

credible(extra, changed_document) if evaluators.credible(run(extra)) with input as changed_document

test_a_person_of_ours_is_credible if credible({}, document)

test_whose_evaluation_is_not_credible[id] if {
	some id in ["gone@example.org", "robot@example.org", "stranger@example.org"]
	not credible({"evaluator": {"id": id}}, document)
}

test_a_third_party_is_credible if {
	outside := {"evaluator": {"id": "stranger@example.org"}, "report": {"evidence_id": "theirs"}}
	credible(outside, document)
	credible(outside, testing.changed(document, "/facts/identity", null))
	not credible(object.union(outside, {"report": null}), document)
}

test_without_a_directory_nobody_of_ours_is_credible if {
	not credible({}, testing.changed(document, "/facts/identity", null))
}
