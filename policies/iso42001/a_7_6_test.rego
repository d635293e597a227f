package iso42001.a_7_6_test

import data.iso42001.a_7_6 as control
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
		"description": "A.7.6-1",
		"code": "A.7.6-2",
		"leakage": "A.7.6-3",
		"gaps": "A.7.6-4",
	}
	passes(rule, sample.document, "critical")
}

test_every_rule_needs_a_dataset[note] if {
	some note, rule in {
		"description": "A.7.6-1",
		"code": "A.7.6-2",
		"leakage": "A.7.6-3",
		"gaps": "A.7.6-4",
	}
	refused(rule, changed("/data", []), "high")
}

test_rules_on_kept_data_exempt_what_is_only_read if {
	document := changed("/data/2/role", ["production_input"])
	every rule in ["A.7.6-1", "A.7.6-2"] {
		exempt([rule, 2], document, "high")
		asked([rule, 2], sample.document, "high")
		asked([rule, 1], document, "high")
		asked([rule, 2], changed("/data/2/role", []), "high")
	}
}

test_rules_warn_in_development_from_limited if {
	document := changed("/request/environment", "dev")
	every rule in ["A.7.6-1", "A.7.6-2", "A.7.6-3", "A.7.6-4"] {
		when(rule, "development_from_limited", document, "limited")
		not when(rule, "development_from_limited", document, "minimal")
		not when(rule, "development_from_limited", sample.document, "high")
		when(rule, "development_from_limited", testing.changed(document, "/data/0/personal_data", "personal"), "minimal")
	}
}

preparation := "/data/1/preparation"

criteria := "/facts/text/~1data~11~1preparation~1criteria"

test_description_refused[note] if {
	some note, document in {
		"no preparation": removed(preparation),
		"no criteria": removed($"{preparation}/criteria"),
		"empty criteria": changed($"{preparation}/criteria", ""),
		"criteria are a placeholder": testing.with_poor_text(sample.document, $"{preparation}/criteria"),
		"criteria too short": changed($"{criteria}/chars", 159),
		"criteria repeat themselves": changed($"{criteria}/words", 7),
		"no steps": removed($"{preparation}/steps"),
		"empty list of steps": changed($"{preparation}/steps", []),
		"empty step": changed($"{preparation}/steps", ["Split by month.", ""]),
		"step is no text": changed($"{preparation}/steps", ["Split by month.", 2]),
		"step is a placeholder": testing.with_poor_text(sample.document, $"{preparation}/steps/1"),
	}
	refused("A.7.6-1", document, "high")
}

test_criteria_of_the_tier if {
	passes("A.7.6-1", changed($"{criteria}/chars", 160), "high")
	passes("A.7.6-1", changed($"{criteria}/chars", 80), "limited")
	refused("A.7.6-1", testing.changed(sample.personal, $"{criteria}/chars", 199), "high")
}

code := $"{preparation}/code"

commit := "0123456789abcdef0123456789abcdef01234567"

test_code_refused[note] if {
	some note, document in {
		"no code": removed(code),
		"no repository": removed($"{code}/repo"),
		"repository without a scheme": changed($"{code}/repo", "prepare"),
		"other scheme": changed($"{code}/repo", "ftp://git.example.org/prepare"),
		"no commit": removed($"{code}/commit"),
		"branch": changed($"{code}/commit", "main"),
		"short commit": changed($"{code}/commit", "0123456"),
		"39 characters": changed($"{code}/commit", substring(commit, 0, 39)),
		"41 characters": changed($"{code}/commit", $"{commit}0"),
		"upper case": changed($"{code}/commit", upper(commit)),
		"line break at the end": changed($"{code}/commit", $"{commit}\n"),
		"dangling not known": changed("/facts/dangling", null),
		"dangling is a text": changed("/facts/dangling", ""),
		"repository resolves nowhere": changed("/facts/dangling", [$"{code}/repo"]),
		"commit resolves nowhere": changed("/facts/dangling", ["/data/0/dpia", $"{code}/commit"]),
	}
	refused("A.7.6-2", document, "high")
}

test_code_passes[note] if {
	some note, document in {
		"64 characters": changed($"{code}/commit", sample.digests.loans),
		"plain address": changed($"{code}/repo", "https://git.example.org/prepare"),
		"others dangle": changed("/facts/dangling", ["/data/1/dpia/evidence_id", "/data/11/preparation/code/repo"]),
	}
	passes("A.7.6-2", document, "high")
}

test_code_unverified if {
	unverified("A.7.6-2", changed("/facts/dangling", null), "high")
	not unverified("A.7.6-2", changed($"{code}/commit", "main"), "high")
}

test_code_invalid if {
	invalid("A.7.6-2", changed($"{code}/commit", "main"), "high")
	invalid("A.7.6-2", changed("/facts/dangling", [$"{code}/repo"]), "high")
	not invalid("A.7.6-2", changed($"{code}/repo", "prepare"), "high")
}

leakage := sample.at.leakage

pair := $"{leakage}/fields/pairs/0"

test_leakage_refused[note] if {
	some note, document in {
		"no training data": changed("/data/0/role", ["validate"]),
		"no test data": changed("/data/1/role", ["validate"]),
		"no report": json.patch(sample.document, [
			{"op": "remove", "path": "/data/0/preparation/leakage_check"},
			{"op": "remove", "path": "/data/1/preparation/leakage_check"},
		]),
		"other kind": changed($"{leakage}/kind", "policy"),
		"too old": changed($"{leakage}/issued_at", "366 days ago"),
		"self-declared": changed($"{leakage}/assertion", "self_declared"),
		"gate has not verified": json.patch(sample.document, [
			{"op": "replace", "path": $"{leakage}/assertion", "value": "gate_verified"},
			{"op": "replace", "path": $"{sample.checked.leakage}/signature_ok", "value": null},
		]),
		"no assertion": removed($"{leakage}/assertion"),
		"no pairs": removed($"{leakage}/fields/pairs"),
		"other training data": changed($"{pair}/train", "manuals"),
		"other test data": changed($"{pair}/test", "manuals"),
		"other training digest": changed($"{pair}/train_digest", sample.digests.manuals),
		"other test digest": changed($"{pair}/test_digest", sample.digests.manuals),
		"no digest of the training data": removed("/data/0/digest"),
		"no digest of the test data": removed("/data/1/digest"),
		"other algorithm": changed("/data/0/digest/alg", "sha512"),
		"other algorithm of the test data": changed("/data/1/digest/alg", "sha512"),
		"rows overlap": changed($"{pair}/overlap_rows", 1),
		"overlap unknown": removed($"{pair}/overlap_rows"),
		"overlap false": changed($"{pair}/overlap_rows", false),
		"one training set more": changed("/data/2/role", ["fine_tune"]),
		"one test set more": changed("/data/2/role", ["test"]),
		"same data under two names": json.patch(sample.document, [
			{"op": "replace", "path": "/data/1/digest/value", "value": sample.digests.loans},
			{"op": "replace", "path": $"{pair}/test_digest", "value": sample.digests.loans},
		]),
		"run on the training split": changed("/evaluation/runs/0/split", "train"),
		"run on the training split, otherwise written": changed("/evaluation/runs/0/split", " Training "),
		"split is no text": changed("/evaluation/runs/0/split", ["train"]),
	}
	refused("A.7.6-3", document, "high")
}

test_leakage_passes[note] if {
	some note, document in {
		"report on one side": removed("/data/0/preparation/leakage_check"),
		"report on the other side": removed("/data/1/preparation/leakage_check"),
		"as old as may be": changed($"{leakage}/issued_at", "365 days ago"),
		"gate has verified": changed($"{leakage}/assertion", "gate_verified"),
		"no runs": removed("/evaluation"),
		"split not said": removed("/evaluation/runs/0/split"),
	}
	passes("A.7.6-3", document, "high")
}

both := json.patch(sample.document, [
	{"op": "replace", "path": "/data/0/role", "value": ["train", "test"]},
	{"op": "replace", "path": "/data/1/role", "value": ["validate"]},
	{"op": "replace", "path": $"{pair}/test", "value": "loans"},
	{"op": "replace", "path": $"{pair}/test_digest", "value": sample.digests.loans},
	{"op": "replace", "path": "/evaluation/runs/1/split", "value": "test"},
])

test_splits_of_one_dataset if {
	passes("A.7.6-3", both, "high")
	refused("A.7.6-3", testing.changed(both, $"{pair}/test", "held-out"), "high")
	refused("A.7.6-3", testing.removed(both, "/evaluation/runs/1/split"), "high")
	refused("A.7.6-3", testing.changed(both, "/evaluation/runs/1/split", ""), "high")
	refused("A.7.6-3", testing.changed(both, "/evaluation/runs/1/split", "train"), "high")
}

test_leakage_exempt if {
	exempt("A.7.6-3", sample.document, "limited")
	asked("A.7.6-3", sample.personal, "limited")
	asked("A.7.6-3", sample.document, "high")
	bought := json.patch(sample.document, [
		{"op": "replace", "path": "/models/0/source", "value": "open_weights"},
		{"op": "replace", "path": "/data/0/role", "value": ["validate"]},
	])
	exempt("A.7.6-3", bought, "high")
	asked("A.7.6-3", testing.changed(bought, "/models/0/source", "fine_tune"), "high")
	asked("A.7.6-3", testing.changed(bought, "/data/0/role", ["fine_tune"]), "high")
	asked("A.7.6-3", testing.changed(bought, "/data/0/role", []), "high")
}

test_leakage_stale if {
	stale("A.7.6-3", changed($"{leakage}/issued_at", "366 days ago"), "high")
	stale("A.7.6-3", changed($"{leakage}/expires_at", "1 days ago"), "high")
	not stale("A.7.6-3", changed($"{pair}/overlap_rows", 1), "high")
	old := changed($"{leakage}/issued_at", "366 days ago")
	not stale("A.7.6-3", testing.changed(old, $"{leakage}/kind", "policy"), "high")
	proved := testing.with_evidence(
		testing.changed(old, "/data/1/preparation/leakage_check/evidence_id", "recent"),
		[testing.item("recent", "leakage_check", {
			"assertion": "tool_generated",
			"fields": {"pairs": sample.pairs},
		})],
	)
	passes("A.7.6-3", proved, "high")
	not stale("A.7.6-3", testing.changed(proved, "/evaluation/runs/0/split", "train"), "high")
}

test_leakage_unverified[note] if {
	some note, document in {
		"self-declared": changed($"{leakage}/assertion", "self_declared"),
		"other digests": changed($"{pair}/train_digest", sample.digests.manuals),
		"not checked": changed($"{sample.checked.leakage}/digest_ok", null),
	}
	unverified("A.7.6-3", document, "high")
}

test_leakage_not_unverified if {
	not unverified("A.7.6-3", changed($"{pair}/overlap_rows", 1), "high")
	not unverified("A.7.6-3", changed($"{sample.checked.leakage}/signature_ok", null), "critical")
	other := changed($"{pair}/train_digest", sample.digests.manuals)
	not unverified("A.7.6-3", testing.changed(other, $"{pair}/train", "manuals"), "high")
}

test_leakage_reports_shown if {
	shown := found("A.7.6-3", testing.removed(sample.document, $"{leakage}/fields")).reports
	shown == [
		{"dataset": "loans", "assertion": "tool_generated", "pairs": []},
		{"dataset": "held-out", "assertion": "tool_generated", "pairs": []},
	]
}

quality := sample.at.quality

test_gaps_refused[note] if {
	some note, document in {
		"no report": removed("/data/1/quality/report"),
		"report is nothing": changed("/data/1/quality/report/evidence_id", "elsewhere"),
		"other kind": changed($"{quality}/kind", "policy"),
		"draft": changed($"{quality}/status", "draft"),
		"not in the report": removed($"{quality}/fields/datasets/0"),
		"missing values not said": removed($"{quality}/fields/datasets/0/missing_values"),
		"missing values in other words": changed($"{quality}/fields/datasets/0/missing_values", "x"),
		"outliers not said": removed($"{quality}/fields/datasets/0/outliers"),
		"outliers in other words": changed($"{quality}/fields/datasets/0/outliers", "x"),
	}
	refused("A.7.6-4", document, "minimal")
}

test_gaps_exempt if {
	exempt(["A.7.6-4", 2], sample.document, "high")
	asked(["A.7.6-4", 1], sample.document, "high")
	asked(["A.7.6-4", 2], changed("/data/2/role", []), "high")
}

test_gaps_shown if {
	found("A.7.6-4", sample.document).reports == [
		{"dataset": "loans", "missing_values": "imputed", "outliers": "capped"},
		{"dataset": "held-out", "missing_values": "imputed", "outliers": "capped"},
	]
}
