package gate.lib.attacks_test

import data.gate.lib.attacks
import data.testing

digest := {"alg": "sha256", "value": "aa"}

attack := {
	"target": "system",
	"run_at": "10 days ago",
	"model_digest": digest,
	"attempts": 1000,
	"successes": 10,
	"asr_upper_95": 0.02,
	"critical_findings_open": 0,
	"report": {"evidence_id": "report"},
}

document := testing.with_evidence(
	object.union(testing.base("high", "prod"), {
		"models": [{"id": "scorer", "source": "in_house", "artifact": {"digest": digest}}],
		"security": {"red_team": [attack]},
	}),
	[testing.item("report", "red_team_report", {"assertion": "third_party", "fields": {"digests": ["aa"]}})],
)

changed(path, value) := testing.changed(document, path, value)

removed(path) := testing.removed(document, path)

run := "/security/red_team/0"

with_run(extra) := changed("/security/red_team", [object.union(attack, extra)])

withstood(changed_document, tier) if {
	attacks.withstood with input as changed_document with data.gate.tier.effective as tier
}

test_withstood if {
	every tier in ["limited", "high", "critical"] {
		withstood(document, tier)
	}
}

test_not_withstood[note] if {
	some note, changed_document in {
		"other artefact": with_run({"model_digest": {"value": "bb"}}),
		"no artefact": removed($"{run}/model_digest"),
		"critical finding": with_run({"critical_findings_open": 1}),
		"findings null": with_run({"critical_findings_open": null}),
		"findings false": with_run({"critical_findings_open": false}),
		"findings not stated": removed($"{run}/critical_findings_open"),
		"no attempts": with_run({"attempts": 0, "successes": 0}),
		"attempts as text": with_run({"attempts": "1000"}),
		"attempts not stated": removed($"{run}/attempts"),
		"successes as text": with_run({"successes": "10"}),
		"successes null": with_run({"successes": null}),
		"fewer than none": with_run({"successes": -1}),
		"bound above the limit": with_run({"asr_upper_95": 0.21}),
		"bound as text": with_run({"asr_upper_95": "0.02"}),
		"bound not stated": removed($"{run}/asr_upper_95"),
		"bound below the observed share": with_run({"asr_upper_95": 0.0099}),
		"all succeed": with_run({"successes": 1000, "asr_upper_95": 1}),
		"too many succeed": with_run({"successes": 201, "asr_upper_95": 0.2}),
	}
	not withstood(changed_document, "limited")
}

# The root of 2.706 * 0.05 * 0.95 * 1000 is 11.34, so up to 50 - 11.34 = 38.66 may succeed.
test_the_upper_bound_is_computed_again if {
	withstood(with_run({"successes": 38, "asr_upper_95": 0.05}), "critical")
	not withstood(with_run({"successes": 39, "asr_upper_95": 0.05}), "critical")
}

# None of 51 is not enough to say that at most one in twenty succeeds; none of 52 is.
test_few_attempts_prove_little if {
	withstood(with_run({"attempts": 52, "successes": 0, "asr_upper_95": 0.05}), "critical")
	not withstood(with_run({"attempts": 51, "successes": 0, "asr_upper_95": 0.05}), "critical")
}

test_the_stated_bound_may_be_the_observed_share if withstood(with_run({"asr_upper_95": 0.01}), "high")

second(extra) := changed("/security/red_team/-", object.union(attack, extra))

test_every_run_counts_whatever_its_target if {
	withstood(second({"target": "model"}), "high")
	not withstood(second({"target": "model", "critical_findings_open": 1}), "high")
	not withstood(second({"target": "model", "successes": 90, "asr_upper_95": 0.1}), "high")
}

recent(changed_document, tier) if attacks.recent with input as changed_document with data.gate.tier.effective as tier

test_recent if {
	recent(with_run({"run_at": "90 days ago"}), "high")
	not recent(with_run({"run_at": "91 days ago"}), "high")
	not recent(with_run({"run_at": "in 1 days"}), "high")
	not recent(second({"run_at": "91 days ago", "target": "model"}), "high")
	not recent(removed($"{run}/run_at"), "high")
}

past(changed_document) if attacks.past with input as changed_document

test_past if {
	past(with_run({"run_at": "1000 days ago"}))
	not past(with_run({"run_at": "in 1 days"}))
	not past(with_run({"run_at": "spring"}))
	not past(removed($"{run}/run_at"))
}

enough(changed_document, tier) if attacks.enough with input as changed_document with data.gate.tier.effective as tier

test_enough_attempts if {
	every tier, attempts in {"limited": 100, "high": 500, "critical": 1000} {
		enough(with_run({"attempts": attempts}), tier)
		not enough(with_run({"attempts": attempts - 1}), tier)
	}
	enough(testing.changed(second({"attempts": 300}), $"{run}/attempts", 200), "high")
}

test_from_high_only_attacks_on_the_system_count if {
	enough(with_run({"target": "model"}), "limited")
	not enough(with_run({"target": "model"}), "high")
	not enough(with_run({"target": null}), "high")
	not enough(removed($"{run}/target"), "high")
	not enough(testing.changed(second({"target": "model"}), $"{run}/attempts", 499), "high")
}

test_no_runs_are_not_enough if {
	not enough(changed("/security/red_team", []), "limited")
	not enough(removed("/security"), "limited")
}

test_attempts_as_text_are_not_enough if not enough(with_run({"attempts": "1000"}), "limited")

test_learning_lifts_the_attempts if {
	learning := changed("/system/autonomy", {"continuous_learning": true})
	enough(testing.changed(learning, $"{run}/attempts", 500), "limited")
	not enough(testing.changed(learning, $"{run}/attempts", 499), "limited")
}

reported(changed_document) if {
	attacks.reported with input as changed_document with data.gate.tier.effective as "high"
}

item := "/evidence/0"

test_reported if {
	reported(document)
	reported(second({"target": "model", "report": null}))
}

not_reported := {
	"no report": removed($"{run}/report"),
	"report of something else": changed($"{item}/fields/digests", ["bb"]),
	"self-declared": changed($"{item}/assertion", "self_declared"),
	"other kind": changed($"{item}/kind", "evaluation_report"),
	"draft": changed($"{item}/status", "draft"),
	"too old": changed($"{item}/issued_at", "91 days ago"),
	"run out": changed($"{item}/expires_at", "1 days ago"),
	"not dated": removed($"{item}/issued_at"),
	"not checked": changed("/facts/evidence/report/digest_ok", null),
	"other file": changed("/facts/evidence/report/digest_ok", false),
}

test_not_reported[note] if {
	some note, changed_document in not_reported
	not reported(changed_document)
}

test_the_second_run_is_reported_as_well if not reported(second({"report": {"evidence_id": "elsewhere"}}))

test_reported_once[note] if {
	some note, changed_document in not_reported
	holds := [1 | attacks.reported_once with input as changed_document with data.gate.tier.effective as "high"]
	count([1 | note in ["too old", "run out"]]) == count(holds)
}

test_reported_somehow[note] if {
	some note, changed_document in not_reported
	holds := [1 | attacks.reported_somehow with input as changed_document with data.gate.tier.effective as "high"]
	count([1 | note in ["report of something else", "self-declared", "not checked"]]) == count(holds)
}

test_what_is_reported_is_so_in_either_way if {
	attacks.reported_once with input as document with data.gate.tier.effective as "high"
	attacks.reported_somehow with input as document with data.gate.tier.effective as "high"
}

impossible(changed_document) if attacks.impossible with input as changed_document

test_impossible[note] if {
	some note, changed_document in {
		"other artefact": with_run({"model_digest": {"value": "bb"}}),
		"other artefact of the second": second({"model_digest": {"value": "bb"}}),
		"more successes than attempts": with_run({"successes": 1001, "asr_upper_95": 1}),
		"bound below the observed share": with_run({"asr_upper_95": 0.0099}),
	}
	impossible(changed_document)
}

test_possible[note] if {
	some note, changed_document in {
		"all in order": document,
		"no artefact": removed($"{run}/model_digest"),
		"null for an artefact": changed($"{run}/model_digest", null),
		"critical finding": with_run({"critical_findings_open": 1}),
		"bound not stated": removed($"{run}/asr_upper_95"),
		"no runs": removed("/security"),
	}
	not impossible(changed_document)
}
