package iso42001.a_7_4_test

import data.iso42001.a_7_4 as control
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

found(rule, document) := shown if {
	shown := control.found[rule] with input as document with data.gate.tier.effective as "high"
}

changed(path, value) := testing.changed(sample.document, path, value)

removed(path) := testing.removed(sample.document, path)

test_every_rule_passes[note] if {
	some note, case in {
		"report": ["A.7.4-1", "critical"],
		"limits": ["A.7.4-2", "critical"],
		"labels": ["A.7.4-3", "critical"],
		"groups": ["A.7.4-4", "critical"],
		"bias": ["A.7.4-5", "critical"],
	}
	passes(case[0], sample.document, case[1])
}

test_every_rule_needs_a_dataset[note] if {
	some note, rule in {
		"report": "A.7.4-1",
		"limits": "A.7.4-2",
		"labels": "A.7.4-3",
		"groups": "A.7.4-4",
		"bias": "A.7.4-5",
	}
	refused(rule, changed("/data", []), "high")
}

test_every_rule_asks_the_second_dataset[note] if {
	some note, case in {
		"report": ["A.7.4-1", "/data/1/quality/report"],
		"limits": ["A.7.4-2", "/data/1/quality/completeness_pct"],
		"labels": ["A.7.4-3", "/data/1/labelling/annotators"],
		"groups": ["A.7.4-4", "/data/1/representativeness"],
		"bias": ["A.7.4-5", "/data/1/bias"],
	}
	refused(case[0], removed(case[1]), "minimal")
}

test_rules_on_kept_data_exempt_what_is_only_read if {
	document := changed("/data/2/role", ["production_input"])
	every rule in ["A.7.4-1", "A.7.4-2"] {
		exempt([rule, 2], document, "high")
		asked([rule, 2], sample.document, "high")
		asked([rule, 1], document, "high")
		asked([rule, 2], changed("/data/2/role", []), "high")
	}
}

test_rules_on_development_exempt_retrieval if {
	every rule in ["A.7.4-4", "A.7.4-5"] {
		exempt([rule, 2], sample.document, "high")
		asked([rule, 1], sample.document, "high")
		asked([rule, 2], changed("/data/2/role", []), "high")
		asked([rule, 2], changed("/data/2/role", ["rag", "validate"]), "high")
	}
}

quality := sample.at.quality

listed(place, key) := $"{quality}/fields/datasets/{place}/{key}"

test_report_refused[note] if {
	some note, document in {
		"no report": removed("/data/1/quality/report"),
		"report is nothing": changed("/data/1/quality/report/evidence_id", "elsewhere"),
		"other kind": changed($"{quality}/kind", "policy"),
		"draft": changed($"{quality}/status", "draft"),
		"too old for an index": changed($"{quality}/issued_at", "91 days ago"),
		"check too old for an index": changed("/data/2/quality/checked_at", "91 days ago"),
		"check too old": changed("/data/1/quality/checked_at", "366 days ago"),
		"no check": removed("/data/1/quality/checked_at"),
		"check ahead": changed("/data/1/quality/checked_at", "in 1 days"),
		"check is no date": changed("/data/1/quality/checked_at", "spring"),
		"other digest": changed("/data/1/digest/value", sample.digests.loans),
		"no digest, other version": json.patch(sample.document, [
			{"op": "remove", "path": "/data/1/digest"},
			{"op": "add", "path": "/data/1/version", "value": "2"},
		]),
	}
	refused("A.7.4-1", document, "high")
}

test_report_limits if {
	passes("A.7.4-1", changed("/data/1/quality/checked_at", "365 days ago"), "high")
	passes("A.7.4-1", changed("/data/2/quality/checked_at", "90 days ago"), "high")
	passes("A.7.4-1", changed("/data/2/quality/checked_at", "180 days ago"), "limited")
	refused("A.7.4-1", changed("/data/2/quality/checked_at", "181 days ago"), "limited")
}

# Personal data lifts the row of the whole system, also for the index.
test_report_limits_are_lifted if {
	passes("A.7.4-1", testing.changed(sample.personal, "/data/2/quality/checked_at", "30 days ago"), "high")
	refused("A.7.4-1", testing.changed(sample.personal, "/data/2/quality/checked_at", "31 days ago"), "high")
}

test_only_frozen_data_keeps_its_report[note] if {
	some note, document in {
		"no role": changed("/data/1/role", []),
		"read as well": changed("/data/1/role", ["test", "production_input"]),
		"no digest": removed("/data/1/digest"),
		"other digest": changed("/data/1/digest/value", sample.digests.loans),
	}
	refused("A.7.4-1", testing.changed(document, "/data/1/quality/checked_at", "366 days ago"), "minimal")
	refused("A.7.4-1", testing.changed(document, "/data/1/quality/checked_at", "181 days ago"), "limited")
}

test_report_need_not_name_the_data_below_high if {
	passes("A.7.4-1", changed("/data/2/digest/value", sample.digests.loans), "limited")
	refused("A.7.4-1", changed("/data/2/digest/value", sample.digests.loans), "high")
}

test_report_may_name_the_version if {
	document := json.patch(sample.document, [
		{"op": "remove", "path": "/data/2/digest"},
		{"op": "add", "path": listed(2, "version"), "value": "1.0.0"},
	])
	passes("A.7.4-1", document, "high")
	refused("A.7.4-1", testing.changed(document, listed(2, "version"), "1.0.1"), "high")
}

test_report_stale if {
	stale("A.7.4-1", changed($"{quality}/issued_at", "91 days ago"), "high")
	stale("A.7.4-1", changed($"{quality}/expires_at", "1 days ago"), "high")
	stale("A.7.4-1", changed("/data/2/quality/checked_at", "91 days ago"), "high")
	not stale("A.7.4-1", changed($"{quality}/status", "draft"), "high")
}

test_report_unverified if {
	unverified("A.7.4-1", changed("/data/2/digest/value", sample.digests.loans), "high")
	unverified("A.7.4-1", changed($"{sample.checked.quality}/digest_ok", null), "high")
	not unverified("A.7.4-1", changed($"{quality}/status", "draft"), "high")
	not unverified("A.7.4-1", changed($"{sample.checked.quality}/signature_ok", null), "critical")
	unbound := changed("/data/2/digest/value", sample.digests.loans)
	not unverified("A.7.4-1", testing.changed(unbound, $"{quality}/status", "draft"), "limited")
}

test_report_invalid if {
	invalid("A.7.4-1", changed("/data/1/quality/checked_at", "in 1 days"), "high")
	invalid("A.7.4-1", changed($"{quality}/kind", "policy"), "high")
	invalid("A.7.4-1", changed("/data/1/quality/report/evidence_id", "elsewhere"), "high")
	not invalid("A.7.4-1", changed($"{quality}/status", "draft"), "high")
}

# Data that is only read needs no report.
test_report_of_data_that_is_only_read_does_not_count if {
	document := json.patch(sample.document, [
		{"op": "replace", "path": "/data/2/role", "value": ["production_input"]},
		{"op": "replace", "path": "/data/2/quality/checked_at", "value": "in 1 days"},
	])
	passes("A.7.4-1", document, "high")
	not invalid("A.7.4-1", document, "high")
	count(found("A.7.4-1", document).reports) == 2
}

test_reports_shown if {
	shown := found("A.7.4-1", testing.removed(sample.document, $"{quality}/fields/datasets/0")).reports
	count(shown) == 3
	{"dataset": "manuals", "days_allowed": 90, "reported": {"digest": sample.digests.manuals}} in shown
	{"dataset": "held-out", "days_allowed": 90, "reported": {}} in shown
	{"dataset": "loans", "days_allowed": 365, "reported": {"digest": sample.digests.loans}} in shown
}

test_limits_refused[note] if {
	some note, document in {
		"no quality": removed("/data/1/quality"),
		"no completeness": removed("/data/1/quality/completeness_pct"),
		"completeness null": changed("/data/1/quality/completeness_pct", null),
		"completeness as text": changed("/data/1/quality/completeness_pct", "98"),
		"incomplete": changed("/data/1/quality/completeness_pct", 97.9),
		"no duplicates": removed("/data/1/quality/duplicate_pct"),
		"duplicates null": changed("/data/1/quality/duplicate_pct", null),
		"duplicates": changed("/data/1/quality/duplicate_pct", 1.1),
		"not passed": changed("/data/1/quality/passed", false),
		"passed as text": changed("/data/1/quality/passed", "true"),
		"label errors": changed("/data/1/quality/label_error_pct", 1.1),
		"label errors unknown": removed("/data/1/quality/label_error_pct"),
		"labelling unstated": json.patch(sample.document, [
			{"op": "remove", "path": "/data/1/labelling"},
			{"op": "remove", "path": "/data/1/quality/label_error_pct"},
		]),
		"index labelled": removed("/data/2/quality/label_error_pct"),
	}
	refused("A.7.4-2", document, "critical")
}

test_limits_pass[note] if {
	some note, document in {
		"passed": changed("/data/1/quality/passed", true),
		"no labels": json.patch(sample.document, [
			{"op": "add", "path": "/data/1/labelling/method", "value": "none"},
			{"op": "remove", "path": "/data/1/quality/label_error_pct"},
		]),
		"labelling of the index unstated": json.patch(sample.document, [
			{"op": "remove", "path": "/data/2/labelling"},
			{"op": "remove", "path": "/data/2/quality/label_error_pct"},
		]),
		"method of the index unstated": json.patch(sample.document, [
			{"op": "remove", "path": "/data/2/labelling/method"},
			{"op": "remove", "path": "/data/2/quality/label_error_pct"},
		]),
	}
	passes("A.7.4-2", document, "critical")
}

test_limits_of_the_tier if {
	document := changed("/data/1/quality/completeness_pct", 95)
	passes("A.7.4-2", document, "high")
	refused("A.7.4-2", document, "critical")
	refused("A.7.4-2", testing.changed(document, "/system/personal_data", "personal"), "high")
}

protocol := sample.at.protocol

test_agreement_refused[note] if {
	some note, document in {
		"no labelling": removed("/data/1/labelling"),
		"no annotators": removed("/data/1/labelling/annotators"),
		"one annotator": changed("/data/1/labelling/annotators", 1),
		"annotators as text": changed("/data/1/labelling/annotators", "two"),
		"no value": removed("/data/1/labelling/iaa_value"),
		"value null": changed("/data/1/labelling/iaa_value", null),
		"value too low": changed("/data/1/labelling/iaa_value", 0.79),
		"other measure": changed("/data/1/labelling/iaa_metric", "percent agreement"),
		"no measure": removed("/data/1/labelling/iaa_metric"),
		"no protocol": removed("/data/1/labelling/protocol"),
		"protocol is nothing": changed("/data/1/labelling/protocol/evidence_id", "elsewhere"),
		"other kind": changed($"{protocol}/kind", "policy"),
		"draft": changed($"{protocol}/status", "draft"),
		"too few items": changed($"{protocol}/fields/datasets/0/iaa_items", 99),
		"items as text": changed($"{protocol}/fields/datasets/0/iaa_items", "100"),
		"items unknown": removed($"{protocol}/fields/datasets/0/iaa_items"),
		"not in the protocol": removed($"{protocol}/fields/datasets/0"),
	}
	refused("A.7.4-3", document, "critical")
}

test_agreement_of_the_tier if {
	passes("A.7.4-3", changed("/data/1/labelling/iaa_value", 0.7), "high")
	refused("A.7.4-3", changed("/data/1/labelling/iaa_value", 0.69), "high")
	passes("A.7.4-3", changed($"{protocol}/fields/datasets/0/iaa_items", 30), "limited")
	refused("A.7.4-3", changed($"{protocol}/fields/datasets/0/iaa_items", 29), "limited")
}

test_any_measure_below_high if {
	document := changed("/data/1/labelling/iaa_metric", "percent agreement")
	passes("A.7.4-3", document, "limited")
	refused("A.7.4-3", document, "high")
	passes("A.7.4-3", changed("/data/1/labelling/iaa_metric", "KRIPPENDORFF ALPHA"), "high")
}

test_labels_exempt if {
	every method in ["none", "machine"] {
		exempt(["A.7.4-3", 1], changed("/data/1/labelling/method", method), "high")
	}
	exempt(["A.7.4-3", 2], removed("/data/2/labelling"), "high")
	exempt(["A.7.4-3", 2], removed("/data/2/labelling/method"), "high")
	asked(["A.7.4-3", 1], removed("/data/1/labelling"), "high")
	asked(["A.7.4-3", 1], changed("/data/1/labelling/method", null), "high")
	asked(["A.7.4-3", 1], changed("/data/1/labelling/method", "mixed"), "high")
	asked(["A.7.4-3", 2], sample.document, "high")
	asked(["A.7.4-3", 2], testing.changed(removed("/data/2/labelling"), "/data/2/role", []), "high")
}

test_protocols_shown if {
	shown := found("A.7.4-3", sample.document).protocols
	count(shown) == 3
	{"dataset": "loans", "iaa_items": 100} in shown
	count(found("A.7.4-3", changed("/data/2/labelling/method", "none")).protocols) == 2
}

groups := "/data/1/representativeness"

test_groups_refused[note] if {
	some note, document in {
		"not stated": removed(groups),
		"compared with nothing": removed($"{groups}/compared_against"),
		"compared with an empty text": changed($"{groups}/compared_against", ""),
		"deviation as text": changed($"{groups}/max_group_deviation_pct", "10"),
		"deviation null, compared, short reason": testing.changed(
			changed($"{groups}/max_group_deviation_pct", null),
			"/facts/text/~1data~11~1representativeness~1justification/chars", 1,
		),
		"within, but compared with nothing": testing.removed(
			testing.changed(deviating(["young"]), $"{groups}/max_group_deviation_pct", 10),
			$"{groups}/compared_against",
		),
		"too far, no group named": changed($"{groups}/max_group_deviation_pct", 10.5),
		"too far, empty list of groups": deviating([]),
		"too far, empty group": deviating([""]),
		"too far, not justified": testing.removed(deviating(["young"]), $"{groups}/justification"),
		"too far, hardly justified": testing.changed(
			deviating(["young"]),
			"/facts/text/~1data~11~1representativeness~1justification/words", 7,
		),
		"no number for personal data": testing.changed(
			removed($"{groups}/max_group_deviation_pct"),
			"/data/1/personal_data", "pseudonymised",
		),
		"no number, not justified": testing.removed(
			removed($"{groups}/max_group_deviation_pct"),
			$"{groups}/justification",
		),
	}
	refused("A.7.4-4", document, "high")
}

deviating(groups_named) := json.patch(sample.document, [
	{"op": "add", "path": $"{groups}/max_group_deviation_pct", "value": 10.5},
	{"op": "add", "path": $"{groups}/underrepresented_groups", "value": groups_named},
])

test_groups_pass[note] if {
	some note, document in {
		"within": removed($"{groups}/justification"),
		"too far, named and justified": deviating(["young"]),
		"no groups in this data": removed($"{groups}/max_group_deviation_pct"),
		"number null, no groups in this data": changed($"{groups}/max_group_deviation_pct", null),
	}
	passes("A.7.4-4", document, "high")
}

test_groups_of_the_tier if {
	document := changed($"{groups}/max_group_deviation_pct", 20)
	passes("A.7.4-4", document, "limited")
	refused("A.7.4-4", document, "high")
	refused("A.7.4-4", changed($"{groups}/max_group_deviation_pct", 20.1), "limited")
}

test_bias_refused[note] if {
	some note, document in {
		"not stated": removed("/data/1/bias"),
		"not assessed": changed("/data/1/bias/assessed", false),
		"assessed as text": changed("/data/1/bias/assessed", "true"),
		"no list of findings": removed("/data/1/bias/findings"),
		"findings null": changed("/data/1/bias/findings", null),
		"findings as text": changed("/data/1/bias/findings", "Young applicants are few."),
		"findings as object": changed("/data/1/bias/findings", {}),
		"no mitigations": removed("/data/1/bias/mitigations"),
		"one finding more": changed("/data/1/bias/findings/-", "Another finding of enough characters."),
		"short finding": changed("/data/1/bias/findings", ["Nineteen characters"]),
		"short mitigation": changed("/data/1/bias/mitigations", ["Nineteen characters"]),
		"blank finding": changed("/data/1/bias/findings", ["                        "]),
		"finding is no text": changed("/data/1/bias/findings", [12345678901234567890123]),
		"placeholder": testing.with_poor_text(sample.document, "/data/1/bias/findings/0"),
		"placeholder for a mitigation": testing.with_poor_text(sample.document, "/data/1/bias/mitigations/0"),
		"quality not measured": changed("/facts/quality", null),
	}
	refused("A.7.4-5", document, "high")
}

test_bias_passes[note] if {
	some note, document in {
		"nothing found": changed("/data/1/bias/findings", []),
		"twenty characters": changed("/data/1/bias/findings", ["Exactly twenty chars"]),
		"one mitigation more": changed("/data/1/bias/mitigations/-", "x"),
	}
	passes("A.7.4-5", document, "high")
}
