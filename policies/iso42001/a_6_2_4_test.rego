package iso42001.a_6_2_4_test

import data.iso42001.a_6_2_4 as control
import data.testing.life_cycle_document as sample

# Does the control put the item into the set, for the good document with some changes?
is_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	control[set][item] with input as document with data.gate.tier.effective as tier
}

is_not_in(set, item, changes, tier) if {
	document := sample.altered(changes)
	not control[set][item] with input as document with data.gate.tier.effective as tier
}

found(rule, changes, tier) := shown if {
	shown := control.found[rule] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

test_every_rule_passes[rule] if {
	some rule in [
		"A.6.2.4-1", "A.6.2.4-2", "A.6.2.4-3", "A.6.2.4-4",
		"A.6.2.4-5", "A.6.2.4-6", "A.6.2.4-7", "A.6.2.4-8",
	]
	every tier in ["limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_in_development_every_rule_is_a_warning[number] if {
	some number in numbers.range(1, 8)
	item := [$"A.6.2.4-{number}", "in_dev"]
	is_in("when", item, {"/request/environment": "dev"}, "high")
	is_not_in("when", item, {}, "high")
}

learning := {"/system/autonomy/continuous_learning": true}

run(place) := $"/evaluation/runs/{place}"

report := sample.at.report

plan := sample.at.plan

# Places of the runs: 0 performance, 1 safety, 2 security, 3 fairness, 4 robustness, 5 privacy, 6 usability.
test_a_kind_is_asked_from_its_tier_on[place] if {
	some place, tiers in {
		0: ["minimal", "limited", "high", "critical"],
		1: ["limited", "high", "critical"],
		2: ["limited", "high", "critical"],
		3: ["high", "critical"],
		4: ["high", "critical"],
		5: ["high", "critical"],
		6: ["critical"],
	}
	every change in [{$"{run(place)}/kind": "load"}, {$"{run(place)}/status": "fail"}] {
		every tier in tiers {
			is_not_in("passes", "A.6.2.4-1", change, tier)
		}
		every tier in {"minimal", "limited", "high", "critical"} - {tier | some tier in tiers} {
			is_in("passes", "A.6.2.4-1", change, tier)
		}
	}
}

test_learning_lifts_the_kinds if {
	change := {$"{run(6)}/kind": "load"}
	is_in("passes", "A.6.2.4-1", change, "high")
	is_not_in("passes", "A.6.2.4-1", object.union(change, learning), "high")
	is_in("passes", "A.6.2.4-1", learning, "high")
}

test_a_run_that_did_not_pass_counts_beside_one_that_did[status] if {
	some status in ["fail", "partial", "error", null]
	second := object.union(sample.run("safety", "ee"), {"status": status})
	is_not_in("passes", "A.6.2.4-1", {"/evaluation/runs/-": second}, "limited")
	other := object.union(sample.run("load", "ee"), {"status": status})
	is_in("passes", "A.6.2.4-1", {"/evaluation/runs/-": other}, "limited")
}

undocumented := {
	"no report": {$"{run(1)}/report": sample.gone},
	"report elsewhere": {$"{run(1)}/report/evidence_id": "elsewhere"},
	"report of another kind": {$"{report}/kind": "policy"},
	"report is a draft": {$"{report}/status": "draft"},
	"report too old": {$"{report}/issued_at": "91 days ago"},
	"report not checked": {$"{sample.checked.report}/digest_ok": null},
	"report self-declared": {$"{report}/assertion": "self_declared"},
	"report by nobody": {$"{report}/assertion": sample.gone},
	"no plan": {"/evaluation/plan": sample.gone},
	"plan is a draft": {$"{plan}/status": "draft"},
	"plan too old": {$"{plan}/issued_at": "366 days ago"},
	"plan run out": {$"{plan}/expires_at": "1 days ago"},
	"plan not checked": {$"{sample.checked.plan}/digest_ok": null},
	"plan is another file": {$"{sample.checked.plan}/digest_ok": false},
}

test_from_high_evaluations_are_documented[note] if {
	some note, change in undocumented
	is_in("passes", "A.6.2.4-1", change, "limited")
	is_not_in("passes", "A.6.2.4-1", change, "high")
}

test_why_evaluations_are_not_documented[note] if {
	some note, change in undocumented
	stale := {"report too old", "plan too old", "plan run out"}
	unverified := {"report not checked", "report self-declared", "report by nobody", "plan not checked"}
	count({note} & stale) == count([1 | is_in("stale", "A.6.2.4-1", change, "high")])
	count({note} & unverified) == count([1 | is_in("unverified", "A.6.2.4-1", change, "high")])
}

test_two_faults_of_documents_are_a_failure[note] if {
	some note, changes in {
		"old and not asserted": ["report too old", "report self-declared"],
		"not checked and not asserted": ["report not checked", "report self-declared"],
		"old and not checked": ["plan too old", "report not checked"],
		"old and a draft": ["report too old", "plan is a draft"],
	}
	change := object.union(undocumented[changes[0]], undocumented[changes[1]])
	is_not_in("passes", "A.6.2.4-1", change, "high")
	is_not_in("stale", "A.6.2.4-1", change, "high")
	is_not_in("unverified", "A.6.2.4-1", change, "high")
}

test_a_failed_run_is_not_stale if {
	change := object.union(undocumented["report too old"], {$"{run(1)}/status": "fail"})
	is_not_in("stale", "A.6.2.4-1", change, "high")
	unchecked := object.union(undocumented["plan not checked"], {$"{run(1)}/status": "fail"})
	is_not_in("unverified", "A.6.2.4-1", unchecked, "high")
}

test_at_critical_somebody_else_reports if {
	is_in("passes", "A.6.2.4-1", {$"{report}/assertion": "tool_generated"}, "high")
	is_not_in("passes", "A.6.2.4-1", {$"{report}/assertion": "tool_generated"}, "critical")
	is_in("unverified", "A.6.2.4-1", {$"{report}/assertion": "tool_generated"}, "critical")
}

test_kinds_without_a_run_are_shown if {
	change := {$"{run(1)}/kind": "load", $"{run(2)}/kind": "load"}
	found("A.6.2.4-1", change, "limited").kinds_without_run == ["safety", "security"]
	documents := found("A.6.2.4-1", {}, "minimal").documents
	[document.id | some document in documents] == ["plan", "report"]
	found("A.6.2.4-1", {"/evaluation/plan": sample.gone}, "minimal").documents == [documents[1]]
}

test_evaluated_on_something_else[note] if {
	some note, digest in {
		"other value": sample.digest("cc"),
		"other algorithm": {"alg": "sha512", "value": "aa"},
		"no value": {"alg": "sha256"},
		"empty value": sample.digest(""),
		"text": "aa",
	}
	change := {$"{run(3)}/model_digest": digest}
	is_not_in("passes", "A.6.2.4-2", change, "minimal")
	is_in("invalid", "A.6.2.4-2", change, "minimal")
	is_not_in("unverified", "A.6.2.4-2", change, "high")
}

all_on(artefact) := {$"{run(place)}/model_digest": sample.digest(artefact) | some place in numbers.range(0, 6)}

test_every_model_is_evaluated_by_itself_or_by_the_image if {
	is_in("passes", "A.6.2.4-2", all_on("ee"), "high")
	is_not_in("passes", "A.6.2.4-2", all_on("aa"), "minimal")
	found("A.6.2.4-2", all_on("aa"), "minimal") == {"models_without_run": ["encoder", "writer"]}
	found("A.6.2.4-2", {}, "high") == {"models_without_run": []}
	is_not_in("invalid", "A.6.2.4-2", all_on("aa"), "minimal")
	is_not_in("unverified", "A.6.2.4-2", all_on("aa"), "minimal")
}

test_a_model_without_digest_and_image_is_never_evaluated if {
	change := object.union(all_on("aa"), {"/resources": sample.gone, "/models/1/artifact/digest/value": "aa"})
	found("A.6.2.4-2", change, "minimal") == {"models_without_run": ["writer"]}
}

test_no_run_is_on_a_model_that_cannot_be_read[note] if {
	some note, model in {"null": null, "text": "writer", "number": 7, "nothing stated": {}}
	evaluated := {"id": "scorer", "source": "in_house", "artifact": {"digest": sample.digest("aa")}}
	is_in("passes", "A.6.2.4-2", object.union(all_on("aa"), {"/models": [evaluated]}), "minimal")
	is_not_in("passes", "A.6.2.4-2", object.union(all_on("aa"), {"/models": [evaluated, model]}), "minimal")
}

test_from_high_the_report_names_what_was_evaluated[note] if {
	some note, change in {
		"another": {$"{report}/fields/digests": ["aa", "bb"]},
		"none": {$"{report}/fields/digests": []},
		"text": {$"{report}/fields/digests": "ee"},
		"nothing": {$"{report}/fields": sample.gone},
		"no report": {$"{run(5)}/report": sample.gone},
	}
	is_in("passes", "A.6.2.4-2", change, "limited")
	is_not_in("passes", "A.6.2.4-2", change, "high")
	is_in("unverified", "A.6.2.4-2", change, "high")
}

test_only_reports_of_asked_kinds_name_it if {
	is_in("passes", "A.6.2.4-2", {$"{run(6)}/report": sample.gone}, "high")
	is_not_in("passes", "A.6.2.4-2", {$"{run(6)}/report": sample.gone}, "critical")
	is_not_in("passes", "A.6.2.4-2", object.union(learning, {$"{run(6)}/report": sample.gone}), "high")
}

test_evaluations_are_recent[tier] if {
	some tier, limits in {
		"minimal": ["365 days ago", "366 days ago"],
		"limited": ["180 days ago", "181 days ago"],
		"high": ["90 days ago", "91 days ago"],
		"critical": ["30 days ago", "31 days ago"],
	}
	is_in("passes", "A.6.2.4-3", {$"{run(6)}/started_at": limits[0]}, tier)
	is_not_in("passes", "A.6.2.4-3", {$"{run(6)}/started_at": limits[1]}, tier)
	is_in("stale", "A.6.2.4-3", {$"{run(6)}/started_at": limits[1]}, tier)
	is_not_in("invalid", "A.6.2.4-3", {$"{run(6)}/started_at": limits[1]}, tier)
}

test_evaluations_age_faster_while_the_system_learns if {
	change := object.union(learning, {$"{run(6)}/started_at": "60 days ago"})
	is_not_in("passes", "A.6.2.4-3", change, "high")
	found("A.6.2.4-3", change, "high") == {"days_max": 30, "days": [10, 10, 10, 10, 10, 10, 60]}
}

test_dates_that_cannot_be[note] if {
	some note, value in {"ahead": "in 1 days", "no date": "spring", "null": null, "absent": sample.gone, "number": 7}
	is_not_in("passes", "A.6.2.4-3", {$"{run(6)}/started_at": value}, "minimal")
	is_not_in("stale", "A.6.2.4-3", {$"{run(6)}/started_at": value}, "minimal")
	is_in("invalid", "A.6.2.4-3", {$"{run(6)}/started_at": value}, "minimal")
}

metric := $"{run(0)}/metrics/0"

item := "/requirements/items/0"

test_requirement_not_met[note] if {
	some note, change in {
		"value too low": {$"{metric}/value": 0.79},
		"not passed": {$"{metric}/passed": false},
		"passed as text": {$"{metric}/passed": "true"},
		"not measured": {$"{metric}/name": "auc"},
		"measured for a group only": {$"{metric}/slice": {"sex": "f"}},
		"other unit": {$"{metric}/unit": "percent"},
		"named run measures something else": {$"{item}/tests": ["safety"]},
		"threshold above": {$"{item}/threshold": 0.91},
		"threshold as text": {$"{item}/threshold": "0.8"},
		"no such operator": {$"{item}/op": "about"},
		"no operator": {$"{item}/op": sample.gone},
	}
	is_not_in("passes", "A.6.2.4-4", change, "minimal")
	[shown.id | some shown in found("A.6.2.4-4", change, "minimal").not_met] == ["R-fairness"]
}

test_every_measurement_counts if {
	second := object.union(sample.run("load", "aa"), {"metrics": [
		object.union(sample.metric("fairness_score"), {"value": 0.7}),
	]})
	is_not_in("passes", "A.6.2.4-4", {"/evaluation/runs/-": second, $"{item}/tests": []}, "minimal")
	is_in("passes", "A.6.2.4-4", {"/evaluation/runs/-": second}, "minimal")
}

test_from_high_the_bad_end_of_the_interval_counts if {
	wide := {$"{metric}/ci/lower": 0.79}
	is_in("passes", "A.6.2.4-4", wide, "limited")
	is_not_in("passes", "A.6.2.4-4", wide, "high")
	is_not_in("passes", "A.6.2.4-4", object.union(wide, learning), "limited")
	is_in("passes", "A.6.2.4-4", {$"{metric}/ci/lower": 0.8}, "high")
	is_not_in("passes", "A.6.2.4-4", {$"{metric}/ci": sample.gone}, "high")
}

test_a_requirement_that_limits_from_above_reads_the_upper_end if {
	most := {$"{item}/op": "<=", $"{item}/threshold": 0.95}
	is_in("passes", "A.6.2.4-4", most, "high")
	is_not_in("passes", "A.6.2.4-4", object.union(most, {$"{metric}/ci/upper": 0.96}), "high")
}

test_measurements_that_cannot_be[note] if {
	some note, change in {
		"value below its interval": {$"{metric}/value": 0.8},
		"in percent only": {$"{metric}/unit": "percent"},
	}
	is_in("invalid", "A.6.2.4-4", change, "high")
	is_not_in("passes", "A.6.2.4-4", change, "high")
}

test_measurements_that_miss_are_not_invalid[note] if {
	some note, change in {
		"all in order": {},
		"value too low": {$"{metric}/value": 0.7, $"{metric}/ci": {"level": 0.95, "lower": 0.6, "upper": 0.8}},
		"no interval": {$"{metric}/ci": sample.gone},
		"not measured": {$"{metric}/name": "auc"},
		"of a group": {$"{metric}/slice": {"sex": "f"}},
	}
	is_not_in("invalid", "A.6.2.4-4", change, "high")
}

# The least records of every run, at place 0 of its metrics; of performance all ten count.
with_records(places, n) := {$"{run(place)}/metrics/0/n": n | some place in places}

test_enough_records[tier] if {
	some tier, least in {"minimal": 100, "limited": 500, "high": 1000, "critical": 5000}
	every place in [0, 3, 4] {
		is_in("passes", "A.6.2.4-5", with_records([place], least), tier)
		is_not_in("passes", "A.6.2.4-5", with_records([place], least - 1), tier)
	}
}

test_other_kinds_count_probes[tier] if {
	some tier, least in {"minimal": 30, "limited": 30, "high": 100, "critical": 100}
	is_in("passes", "A.6.2.4-5", with_records([1, 2, 5, 6], least), tier)
	is_not_in("passes", "A.6.2.4-5", with_records([6], least - 1), tier)
	shown := found("A.6.2.4-5", {}, tier)
	shown.probes_min == least
}

test_records_are_a_number[note] if {
	some note, value in {"text": "5000", "null": null, "true": true, "absent": sample.gone}
	is_not_in("passes", "A.6.2.4-5", with_records([0], value), "minimal")
	is_not_in("passes", "A.6.2.4-5", with_records([1], value), "minimal")
}

test_learning_lifts_the_records if {
	is_not_in("passes", "A.6.2.4-5", object.union(learning, with_records([0], 4999)), "high")
	found("A.6.2.4-5", learning, "high") == {"records_min": 5000, "probes_min": 100}
}

test_groups_need_no_such_number if {
	change := object.union(with_records([0], 1), {$"{metric}/slice": {"sex": "f"}})
	is_in("passes", "A.6.2.4-5", change, "critical")
}

test_something_is_said_about_all_records if {
	change := {$"{run(3)}/metrics/0/slice": {"sex": "f"}}
	is_not_in("passes", "A.6.2.4-5", change, "minimal")
	is_in("passes", "A.6.2.4-5", {$"{run(5)}/metrics/0/slice": {"sex": "f"}}, "minimal")
}

test_metrics_are_a_list[note] if {
	some note, value in {"number": 7, "text": "auc", "object": {"0": sample.metric("auc")}}
	is_not_in("passes", "A.6.2.4-5", {$"{run(0)}/metrics": value}, "minimal")
	is_not_in("passes", "A.6.2.4-5", {$"{run(5)}/metrics": value}, "minimal")
}

test_some_run_counts_in_records if {
	change := {$"{run(place)}/kind": "load" | some place in [0, 3, 4]}
	is_not_in("passes", "A.6.2.4-5", change, "minimal")
	is_in("passes", "A.6.2.4-5", object.union(change, {$"{run(0)}/kind": "robustness"}), "minimal")
}

test_no_evaluation_on_training_data[note] if {
	some note, change in {
		"performance": {$"{run(0)}/dataset_id": "loans"},
		"privacy": {$"{run(5)}/dataset_id": "loans"},
		"test data trained on": {"/data/1/role": ["test", "fine_tune"]},
		"copy of the training data": {"/data/1/digest": sample.digest("11")},
		"not a test set": {"/data/1/role": ["validate"]},
		"not listed": {$"{run(0)}/dataset_id": "elsewhere"},
	}
	is_not_in("passes", "A.6.2.4-5", change, "minimal")
	is_in("invalid", "A.6.2.4-5", change, "minimal")
}

test_no_dataset[note] if {
	some note, value in {"absent": sample.gone, "null": null}
	is_not_in("passes", "A.6.2.4-5", {$"{run(0)}/dataset_id": value}, "minimal")
	is_not_in("invalid", "A.6.2.4-5", {$"{run(0)}/dataset_id": value}, "minimal")
	is_in("passes", "A.6.2.4-5", {$"{run(5)}/dataset_id": value}, "minimal")
}

test_other_kinds_may_use_other_data if {
	is_in("passes", "A.6.2.4-5", {$"{run(5)}/dataset_id": "elsewhere"}, "high")
	is_not_in("invalid", "A.6.2.4-5", {$"{run(5)}/dataset_id": "elsewhere"}, "high")
}

dependent := {
	"not independent": {$"{run(1)}/independent": false},
	"not stated": {$"{run(1)}/independent": sample.gone},
	"no evaluator": {$"{run(1)}/evaluator": sample.gone},
	"blank id": {$"{run(1)}/evaluator/id": " "},
	"requester": {$"{run(1)}/evaluator/id": "req@example.org"},
	"owner": {$"{run(1)}/evaluator/id": "ada@example.org"},
	"developer": {"/resources/people/0/person/id": "eva@example.org"},
}

test_from_high_the_evaluators_are_independent[note] if {
	some note, change in dependent
	is_in("passes", "A.6.2.4-6", change, "limited")
	is_not_in("passes", "A.6.2.4-6", change, "high")
	is_not_in("passes", "A.6.2.4-6", object.union(change, learning), "limited")
	is_not_in("when", ["A.6.2.4-6", "independent"], change, "high")
}

ours := {$"{report}/assertion": "tool_generated"}

test_an_evaluator_of_ours_is_known[id] if {
	some id in ["gone@example.org", "robot@example.org", "stranger@example.org"]
	change := {$"{run(1)}/evaluator/id": id}
	is_in("passes", "A.6.2.4-6", change, "high")
	is_not_in("passes", "A.6.2.4-6", object.union(change, ours), "high")
	is_in("passes", "A.6.2.4-6", ours, "high")
}

test_runs_of_other_kinds_need_no_independence if {
	is_in("passes", "A.6.2.4-6", {$"{run(6)}/independent": false}, "high")
	is_not_in("passes", "A.6.2.4-6", {$"{run(6)}/independent": false}, "critical")
}

perfect := {$"{metric}/value": 1, $"{metric}/n": 999}

test_a_perfect_score_on_few_records[note] if {
	some note, change in {
		"ratio": {},
		"percent": {$"{metric}/value": 100, $"{metric}/unit": "percent"},
		"records not stated": {$"{metric}/n": sample.gone},
		"records as text": {$"{metric}/n": "5000"},
		"of a run of another kind": {$"{run(0)}/kind": "load"},
	}
	is_not_in("passes", "A.6.2.4-6", object.union(perfect, change), "minimal")
	is_in("when", ["A.6.2.4-6", "independent"], object.union(perfect, change), "minimal")
}

test_a_score_that_raises_no_suspicion[note] if {
	some note, change in {
		"enough records": {$"{metric}/n": 1000},
		"nearly perfect": {$"{metric}/value": 0.999},
		"lower is better": {$"{metric}/higher_is_better": false},
		"of a group": {$"{metric}/slice": {"sex": "f"}},
		"of another unit": {$"{metric}/unit": "score"},
	}
	is_in("passes", "A.6.2.4-6", object.union(perfect, change), "high")
}

test_perfect_scores_are_shown if {
	found("A.6.2.4-6", perfect, "high") == {
		"perfect": [{"run": "performance", "name": "fairness_score", "value": 1, "unit": "ratio", "n": 999}],
		"records_min": 1000,
	}
}

test_an_unknown_directory_is_unverified if {
	unknown := object.union(ours, {"/facts/identity": null})
	is_in("unverified", "A.6.2.4-6", unknown, "high")
	is_not_in("passes", "A.6.2.4-6", unknown, "high")
	is_not_in("unverified", "A.6.2.4-6", ours, "high")
	is_not_in("unverified", "A.6.2.4-6", object.union(unknown, perfect), "high")
	every change in dependent {
		is_not_in("unverified", "A.6.2.4-6", object.union(unknown, change), "high")
	}
}

# Places of the metrics on groups: 0 and 1 selection of women and men, 2 and 3 of old and young; 4 to 7 recognition.
group(place) := $"/fairness/metrics/{place}"

unfair := {
	"selected less often": {$"{group(0)}/value": 0.719},
	"recognised less often": {$"{group(4)}/value": 0.79},
	"group too small": {$"{group(0)}/n": 29},
	"one group only": {$"{group(0)}/slice/sex": "m"},
	"attribute not measured": {"/fairness/protected_attributes/-": "language"},
	"in another unit": {$"{group(4)}/unit": "score"},
	"attributes as text": {"/fairness/protected_attributes": "sex"},
	"attributes as object": {"/fairness/protected_attributes": {"0": "sex", "1": "age-band"}},
	"unfair in sum": {$"{run(3)}/metrics/0": {"name": "disparate impact ratio", "value": 0.7, "unit": "ratio"}},
}

test_groups_fare_differently[note] if {
	some note, change in unfair
	is_not_in("passes", "A.6.2.4-7", change, "minimal")
	is_not_in("exempt", "A.6.2.4-7", change, "minimal")
}

test_limits_of_differences if {
	is_in("passes", "A.6.2.4-7", {$"{group(0)}/value": 0.72}, "high")
	is_in("passes", "A.6.2.4-7", {$"{group(4)}/value": 0.8}, "high")
	is_not_in("passes", "A.6.2.4-7", {$"{group(4)}/value": 0.84}, "critical")
	is_not_in("passes", "A.6.2.4-7", object.union(learning, {$"{group(4)}/value": 0.84}), "high")
	is_not_in("passes", "A.6.2.4-7", {$"{group(0)}/n": 99}, "high")
}

without_selection := {"/fairness/metrics": [sample.group("tpr", slice) |
	some slice in [{"sex": "f"}, {"sex": "m"}, {"age-band": "old"}, {"age-band": "young"}]
]}

test_a_rate_without_sense_is_justified if {
	is_in("passes", "A.6.2.4-7", without_selection, "critical")
	short := {"/facts/text/~1fairness~1justification/chars": 199}
	is_not_in("passes", "A.6.2.4-7", object.union(without_selection, short), "critical")
	is_in("passes", "A.6.2.4-7", object.union(without_selection, short), "high")
	is_not_in("passes", "A.6.2.4-7", object.union(object.union(without_selection, short), learning), "high")
	none := {"/fairness/justification": sample.gone}
	is_not_in("passes", "A.6.2.4-7", object.union(without_selection, none), "minimal")
}

test_one_of_the_rates_is_measured if {
	is_not_in("passes", "A.6.2.4-7", {"/fairness/metrics": []}, "minimal")
	is_not_in("passes", "A.6.2.4-7", {"/fairness/metrics": sample.gone}, "high")
}

# A justification does not stand for a group that was left out.
test_half_a_comparison_is_not_justified if {
	is_not_in("passes", "A.6.2.4-7", {$"{group(0)}/name": "other"}, "minimal")
}

test_from_high_grounds_of_the_law_are_compared[tier] if {
	some tier, needed in {"minimal": 0, "limited": 0, "high": 1, "critical": 2}
	none := {
		"/fairness/protected_attributes": ["branch"],
		"/fairness/metrics": [sample.group(name, {"branch": place}) |
			some name in ["tpr", "selection_rate"]
			some place in ["north", "south"]
		],
	}
	one := {"/fairness/protected_attributes": ["sex"]}
	count([1 | is_in("passes", "A.6.2.4-7", none, tier)]) == count([1 | needed == 0])
	count([1 | is_in("passes", "A.6.2.4-7", one, tier)]) == count([1 | needed <= 1])
	found("A.6.2.4-7", one, tier).grounds_min == needed
}

test_two_names_of_one_ground_are_one if {
	twice := {
		"/fairness/protected_attributes": ["sex", "gender"],
		"/fairness/metrics": [sample.group(name, slice) |
			some name in ["tpr", "selection_rate"]
			some slice in [{"sex": "f"}, {"sex": "m"}, {"gender": "f"}, {"gender": "m"}]
		],
	}
	is_in("passes", "A.6.2.4-7", twice, "high")
	is_not_in("passes", "A.6.2.4-7", twice, "critical")
}

nothing_said := {"/fairness/protected_attributes": sample.gone, "/fairness/metrics": sample.gone}

test_below_high_groups_may_be_left_open[note] if {
	some note, change in {
		"absent": nothing_said,
		"empty": {"/fairness/protected_attributes": [], "/fairness/metrics": []},
		"null": {"/fairness/protected_attributes": null, "/fairness/metrics": null},
		"no block": {"/fairness": sample.gone},
	}
	is_in("exempt", "A.6.2.4-7", change, "limited")
	is_not_in("exempt", "A.6.2.4-7", change, "high")
	is_not_in("exempt", "A.6.2.4-7", object.union(change, learning), "limited")
}

test_what_is_said_of_groups_is_judged[note] if {
	some note, change in {
		"attributes": {"/fairness/metrics": []},
		"metrics": {"/fairness/protected_attributes": []},
		"something unreadable": {"/fairness/protected_attributes": "sex", "/fairness/metrics": []},
	}
	is_not_in("exempt", "A.6.2.4-7", change, "minimal")
}

nobody := {"/system/decision/legal_effect": false, "/system/decision/affected_persons_per_year": 0}

test_a_system_that_concerns_nobody_is_not_asked if {
	every tier in ["minimal", "high", "critical"] {
		is_in("exempt", "A.6.2.4-7", nobody, tier)
	}
}

test_whom_a_system_concerns_is_not_guessed[note] if {
	some note, change in {
		"legal effect": {"/system/decision/legal_effect": true},
		"effect not stated": {"/system/decision/legal_effect": sample.gone},
		"one person": {"/system/decision/affected_persons_per_year": 1},
		"number as text": {"/system/decision/affected_persons_per_year": "0"},
		"number not stated": {"/system/decision/affected_persons_per_year": sample.gone},
		"personal data": {"/system/personal_data": "pseudonymised"},
		"personal data in a dataset": {"/data/1/personal_data": "personal"},
		"personal data not stated": {"/system/personal_data": sample.gone},
		"not justified": {"/fairness/justification": sample.gone},
		"justified in few words": {"/facts/text/~1fairness~1justification/words": 7},
	}
	is_not_in("exempt", "A.6.2.4-7", object.union(nobody, change), "high")
}

test_what_groups_show if {
	shown := found("A.6.2.4-7", {"/fairness/protected_attributes": ["age-band", "sex"]}, "high")
	shown.grounds == ["age", "sex"]
	shown.groups_min == 100
	[comparison.attribute | some comparison in shown.attributes] == ["age-band", "sex"]
	shown.summaries == []
	summed := found("A.6.2.4-7", unfair["unfair in sum"], "high").summaries
	summed == [{"name": "disparate impact ratio", "value": 0.7, "unit": "ratio"}]
}

attack := "/security/red_team/0"

test_no_attack_is_asked_at_minimal if {
	is_in("exempt", "A.6.2.4-8", {}, "minimal")
	is_not_in("exempt", "A.6.2.4-8", {}, "limited")
	is_not_in("exempt", "A.6.2.4-8", learning, "minimal")
}

test_attacks_refused[note] if {
	some note, change in {
		"no runs": {"/security/red_team": []},
		"other artefact": {$"{attack}/model_digest": sample.digest("cc")},
		"too old": {$"{attack}/run_at": "181 days ago"},
		"ahead": {$"{attack}/run_at": "in 1 days"},
		"critical finding": {$"{attack}/critical_findings_open": 1},
		"too few attempts": {$"{attack}/attempts": 99},
		"too many successes": {$"{attack}/successes": 200},
		"bound above the limit": {$"{attack}/asr_upper_95": 0.21},
	}
	is_not_in("passes", "A.6.2.4-8", change, "limited")
}

test_from_high_attacks_are_on_the_system_and_reported[note] if {
	some note, change in {
		"on the model": {$"{attack}/target": "model"},
		"no report": {$"{attack}/report": sample.gone},
		"self-declared": {$"{sample.at.attack}/assertion": "self_declared"},
		"of something else": {$"{sample.at.attack}/fields/digests": ["bb"]},
	}
	is_in("passes", "A.6.2.4-8", change, "limited")
	is_not_in("passes", "A.6.2.4-8", change, "high")
	is_not_in("passes", "A.6.2.4-8", object.union(change, learning), "limited")
}

test_old_attacks_are_stale if {
	is_in("stale", "A.6.2.4-8", {$"{attack}/run_at": "91 days ago"}, "high")
	is_in("stale", "A.6.2.4-8", {$"{attack}/run_at": "181 days ago"}, "limited")
	is_in("stale", "A.6.2.4-8", {$"{sample.at.attack}/issued_at": "91 days ago"}, "high")
	is_in("stale", "A.6.2.4-8", {$"{sample.at.attack}/expires_at": "1 days ago"}, "high")
}

test_attacks_are_not_stale[note] if {
	some note, change in {
		"ahead": {$"{attack}/run_at": "in 1 days"},
		"critical finding": {$"{attack}/run_at": "91 days ago", $"{attack}/critical_findings_open": 1},
		"too few": {$"{attack}/run_at": "91 days ago", $"{attack}/attempts": 499},
		"report is a draft": {$"{attack}/run_at": "91 days ago", $"{sample.at.attack}/status": "draft"},
		"report ahead": {$"{sample.at.attack}/issued_at": "in 1 days"},
	}
	is_not_in("stale", "A.6.2.4-8", change, "high")
}

test_attacks_with_a_doubtful_report_are_unverified[note] if {
	some note, change in {
		"not checked": {$"{sample.checked.attack}/digest_ok": null},
		"self-declared": {$"{sample.at.attack}/assertion": "self_declared"},
		"of something else": {$"{sample.at.attack}/fields/digests": ["bb"]},
	}
	is_in("unverified", "A.6.2.4-8", change, "high")
	is_not_in("passes", "A.6.2.4-8", change, "high")
	is_not_in("unverified", "A.6.2.4-8", object.union(change, {$"{attack}/run_at": "91 days ago"}), "high")
	is_not_in("unverified", "A.6.2.4-8", object.union(change, {$"{attack}/attempts": 499}), "high")
	is_not_in("unverified", "A.6.2.4-8", object.union(change, {$"{attack}/critical_findings_open": 1}), "high")
}

test_attacks_that_cannot_be_are_invalid[note] if {
	some note, change in {
		"other artefact": {$"{attack}/model_digest": sample.digest("cc")},
		"more successes than attempts": {$"{attack}/successes": 1001},
		"bound below the share": {$"{attack}/asr_upper_95": 0.009},
	}
	is_in("invalid", "A.6.2.4-8", change, "high")
	is_not_in("invalid", "A.6.2.4-8", {}, "high")
}

test_in_staging_attacks_are_reviewed if {
	is_in("when", ["A.6.2.4-8", "in_staging"], {"/request/environment": "staging"}, "high")
	is_not_in("when", ["A.6.2.4-8", "in_staging"], {}, "high")
}

test_the_attempts_that_count_are_shown if {
	second := {"/security/red_team/-": object.union(sample.attack, {"target": "model"})}
	found("A.6.2.4-8", second, "limited") == {
		"attempts": 2000,
		"attempts_min": 100,
		"success_rate_max": 0.2,
	}
	found("A.6.2.4-8", second, "high").attempts == 1000
	odd := {$"{attack}/attempts": "1000"}
	object.keys(found("A.6.2.4-8", odd, "high")) == {"attempts_min", "success_rate_max"}
}
