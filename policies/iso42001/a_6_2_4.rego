# METADATA
# scope: package
# title: Verification and validation
# custom:
#   control: A.6.2.4
package iso42001.a_6_2_4

import data.gate.lib.artefacts
import data.gate.lib.attacks
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evaluators
import data.gate.lib.evidence
import data.gate.lib.groups
import data.gate.lib.learning
import data.gate.lib.lift
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.reports
import data.gate.lib.requirements
import data.gate.lib.runs
import data.gate.lib.test_sets
import data.gate.lib.text

_in_dev if input.request.environment == "dev"

# METADATA
# title: Every kind of evaluation the tier asks for was run and passed, from high by an approved plan
# custom:
#   rule: A.6.2.4-1
#   profile: K
#   lift: continuous_learning
#   needs: ["evaluation.runs[]"]
#   severity:
#     - {when: in_dev, set: W}
#   found:
#     - "evaluation.runs[].id"
#     - "evaluation.runs[].kind"
#     - "evaluation.runs[].status"
#     - "evaluation.runs[].report"
#     - evaluation.plan.evidence_id
#   remediation: >-
#     Run the named kinds of evaluation on this artefact until they pass and attach the report of the tool (from high
#     tool-generated, at critical by a third party or the gate), and from high the approved evaluation plan (kind
#     evaluation_plan).
#   open: >-
#     A run of an asked kind that did not pass counts against the request even beside one that did, so results cannot
#     be picked; runs that were repeated are left out of the request.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-1" if {
	_every_kind_passed
	_documented
}

stale contains "A.6.2.4-1" if {
	_every_kind_passed
	_all_asserted
	every paper in _papers {
		evidence.holds_but_for_dates(paper.reference, paper.kind, evidence.any_role)
	}
}

unverified contains "A.6.2.4-1" if {
	_every_kind_passed
	_all_asserted
	every paper in _papers {
		evidence.holds_but_for_checks(paper.reference, paper.kind, paper.days, evidence.any_role)
	}
}

# Only whose word the reports are is wrong.
unverified contains "A.6.2.4-1" if {
	_every_kind_passed
	_all_held
}

when contains ["A.6.2.4-1", "in_dev"] if _in_dev

found["A.6.2.4-1"] := {
	"kinds_without_run": [kind |
		some kind in runs.asked_kinds
		not runs.kinds[kind]
	],
	"documents": [shown |
		some paper in _papers
		shown := evidence.shown(paper.reference, ["id", "kind", "status", "assertion", "issued_at"])
	],
}

_every_kind_passed if {
	every kind in runs.asked_kinds {
		runs.kinds[kind]
	}
	every run in runs.asked {
		run.status == "pass"
	}
}

_documented if learning.row_below("high")

_documented if {
	_all_asserted
	_all_held
}

_all_asserted if {
	every run in runs.asked {
		reports.asserted(run.report)
	}
}

_all_held if {
	every paper in _papers {
		evidence.holds(paper.reference, paper.kind, paper.days, evidence.any_role)
	}
}

# What the row high asks for: the plan, and a report of each run.
_papers := array.concat([_plan], [report |
	some run in runs.asked
	report := {
		"reference": object.get(run, "report", evidence.no_reference),
		"kind": "evaluation_report",
		"days": reports.max_age,
	}
])

_plan := {
	"reference": object.get(input.evaluation, "plan", evidence.no_reference),
	"kind": "evaluation_plan",
	"days": learning.limit(data.tables.AGE.policy),
}

# METADATA
# title: Every evaluation was made on exactly what is deployed
# custom:
#   rule: A.6.2.4-2
#   profile: K
#   lift: continuous_learning
#   needs: ["models[]", "evaluation.runs[]", "evaluation.runs[].model_digest"]
#   severity:
#     - {when: in_dev, set: W}
#   found:
#     - "evaluation.runs[].id"
#     - "evaluation.runs[].model_digest"
#     - "models[].id"
#     - "models[].artifact.digest"
#     - resources.compute.environment_digest
#   remediation: >-
#     Repeat the evaluation on the artefact or image that is deployed and state its digest in the run and in the
#     report (fields.digests).
#   open: >-
#     A vendor model without an artefact digest is tested through the image that calls it, so its runs carry
#     resources.compute.environment_digest.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-2" if {
	_all_on_what_is_deployed
	_every_model_evaluated
	_all_named
}

unverified contains "A.6.2.4-2" if {
	_all_on_what_is_deployed
	_every_model_evaluated
}

invalid contains "A.6.2.4-2" if not _all_on_what_is_deployed

when contains ["A.6.2.4-2", "in_dev"] if _in_dev

found["A.6.2.4-2"] := {"models_without_run": _models_without_run}

_all_on_what_is_deployed if {
	every run in input.evaluation.runs {
		artefacts.is_deployed(run.model_digest)
	}
}

_every_model_evaluated if {
	every model in input.models {
		_evaluated(model)
	}
}

_models_without_run := [object.get(model, "id", null) |
	some model in input.models
	not _evaluated(model)
]

_evaluated(model) if _evaluated_digests[artefacts.pair(artefacts.of_model(model))]

_evaluated(_) if _evaluated_digests[artefacts.pair(artefacts.image)]

_evaluated_digests contains artefacts.pair(run.model_digest) if some run in input.evaluation.runs

_all_named if learning.row_below("high")

_all_named if {
	every run in runs.asked {
		reports.names(run.report, run.model_digest)
	}
}

# METADATA
# title: Every evaluation is recent enough
# custom:
#   rule: A.6.2.4-3
#   profile: K
#   lift: continuous_learning
#   needs: ["evaluation.runs[]", "evaluation.runs[].started_at"]
#   severity:
#     - {when: in_dev, set: W}
#   found: ["evaluation.runs[].id", "evaluation.runs[].kind", "evaluation.runs[].started_at"]
#   remediation: Repeat the evaluations that are older than the limit of the tier.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-3" if {
	every run in input.evaluation.runs {
		days.within(run.started_at, reports.max_age)
	}
}

stale contains "A.6.2.4-3" if _all_started

invalid contains "A.6.2.4-3" if not _all_started

when contains ["A.6.2.4-3", "in_dev"] if _in_dev

found["A.6.2.4-3"] := {
	"days_max": reports.max_age,
	"days": [days.since(run.started_at) | some run in input.evaluation.runs],
}

_all_started if {
	every run in input.evaluation.runs {
		days.passed(run.started_at)
	}
}

# METADATA
# title: Every requirement is met by the measured values, from high also at the bad end of their confidence interval
# custom:
#   rule: A.6.2.4-4
#   profile: K
#   lift: continuous_learning
#   needs:
#     - "requirements.items[]"
#     - "requirements.items[].metric"
#     - "requirements.items[].op"
#     - "requirements.items[].threshold"
#     - "requirements.items[].unit"
#     - "evaluation.runs[]"
#   severity:
#     - {when: in_dev, set: W}
#   found: ["requirements.items[].id", "evaluation.runs[].id"]
#   remediation: >-
#     Improve the system until the named metric meets its threshold (from high with the 95 percent interval on the
#     right side), or measure it where it is missing.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-4" if count(_requirements_not_met) == 0

invalid contains "A.6.2.4-4" if {
	count(_requirements_not_met) > 0
	some requirement in input.requirements.items
	some [place, number] in runs.measurements(requirement)
	runs.outside_interval(runs.metric_at(place, number))
}

invalid contains "A.6.2.4-4" if {
	some requirement in _requirements_not_met
	_in_another_unit_only(requirement)
}

when contains ["A.6.2.4-4", "in_dev"] if _in_dev

found["A.6.2.4-4"] := {"not_met": [shown |
	some requirement in _requirements_not_met
	shown := object.union(
		object.filter(requirement, ["id", "metric", "op", "threshold", "unit"]),
		{"measured": runs.shown(requirement)},
	)
]}

_requirements_not_met := [requirement |
	some requirement in input.requirements.items
	not _met(requirement)
]

_met(requirement) if {
	places := runs.measurements(requirement)
	count(places) > 0
	every place in places {
		_satisfies(runs.metric_at(place[0], place[1]), requirement)
	}
}

_satisfies(metric, requirement) if {
	runs.not_failed(metric)
	requirements.meets(runs.bad_end(metric, requirement.op), requirement)
}

_in_another_unit_only(requirement) if {
	places := runs.namesakes(requirement)
	count(places) > 0
	every place in places {
		not runs.same_unit(runs.metric_at(place[0], place[1]), requirement)
	}
}

# METADATA
# title: Evaluations rest on enough records, and none on training data
# custom:
#   rule: A.6.2.4-5
#   profile: K
#   lift: continuous_learning
#   needs: ["evaluation.runs[]", "evaluation.runs[].metrics"]
#   severity:
#     - {when: in_dev, set: W}
#   found:
#     - "evaluation.runs[].id"
#     - "evaluation.runs[].kind"
#     - "evaluation.runs[].dataset_id"
#     - "evaluation.runs[].metrics[].name"
#     - "evaluation.runs[].metrics[].n"
#     - "data[].id"
#     - "data[].role"
#     - "data[].digest"
#   remediation: >-
#     Test on a listed dataset with role test that shares neither id nor digest with training data, on at least the
#     number of records the tier asks for, and state n for every metric.
#   open: >-
#     T.N.min counts test records, so it is asked of performance, fairness and robustness runs; other kinds count
#     probes, tasks or trials and need T.SLICE.min.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-5" if {
	_counted_in_records
	every run in input.evaluation.runs {
		is_array(run.metrics)
		_rests_on_enough(run)
	}
}

invalid contains "A.6.2.4-5" if {
	some run in input.evaluation.runs
	_on_training_data(run)
}

invalid contains "A.6.2.4-5" if {
	some run in input.evaluation.runs
	_on_records(run)
	run.dataset_id != null
	not test_sets.held_out[run.dataset_id]
}

when contains ["A.6.2.4-5", "in_dev"] if _in_dev

found["A.6.2.4-5"] := {
	"records_min": learning.limit(data.tables.N.min),
	"probes_min": learning.limit(data.tables.SLICE.min),
}

_counted_in_records if {
	some kind in data.tables.EVAL.n_kinds
	runs.kinds[kind]
}

_rests_on_enough(run) if {
	_on_records(run)
	test_sets.held_out[run.dataset_id]
	metrics := runs.overall_metrics(run)
	count(metrics) > 0
	_all_count(metrics, learning.limit(data.tables.N.min))
}

_on_records(run) if run.kind in data.tables.EVAL.n_kinds

_on_training_data(run) if test_sets.training[run.dataset_id]

# Other kinds count probes, tasks or trials.
_rests_on_enough(run) if {
	not _on_records(run)
	not _on_training_data(run)
	_all_count(runs.overall_metrics(run), learning.limit(data.tables.SLICE.min))
}

_all_count(metrics, least) if {
	every metric in metrics {
		compare.at_least(metric.n, least)
	}
}

# METADATA
# title: From high the evaluators are independent, and no perfect score rests on few records
# custom:
#   rule: A.6.2.4-6
#   profile: K
#   lift: continuous_learning
#   needs: ["evaluation.runs[]"]
#   severity:
#     - {when: in_dev, set: W}
#     - {when: independent, set: R}
#   found:
#     - "evaluation.runs[].id"
#     - "evaluation.runs[].kind"
#     - "evaluation.runs[].independent"
#     - "evaluation.runs[].evaluator"
#   remediation: >-
#     Let somebody evaluate who neither builds nor owns nor requests the system; explain or repeat a perfect score on
#     at least 1000 records.
#   open: >-
#     The two halves fail differently; when INDEPENDENT holds only a perfect score is left, and a person looks at it.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-6" if {
	_independent
	count(_too_perfect) == 0
}

unverified contains "A.6.2.4-6" if {
	people.unknown
	_all_stand_apart
	count(_too_perfect) == 0
}

when contains ["A.6.2.4-6", "in_dev"] if _in_dev

when contains ["A.6.2.4-6", "independent"] if _independent

found["A.6.2.4-6"] := {"perfect": _too_perfect, "records_min": data.tables.EVAL.perfect_n}

_independent if learning.row_below("high")

_independent if {
	_all_stand_apart
	every run in runs.asked {
		evaluators.credible(run)
	}
}

_all_stand_apart if {
	every run in runs.asked {
		evaluators.stands_apart(run)
	}
}

# Perfect scores on few records.
_too_perfect := [shown |
	some run in input.evaluation.runs
	some metric in runs.overall_metrics(run)
	runs.perfect(metric)
	not compare.at_least(object.get(metric, "n", null), data.tables.EVAL.perfect_n)
	shown := object.union(
		{"run": object.get(run, "id", null)},
		object.filter(metric, ["name", "value", "unit", "n"]),
	)
]

# METADATA
# title: >-
#   Every group is large enough, none is selected or recognised much less often than another, and from high attributes
#   that the law protects are among those measured
# custom:
#   rule: A.6.2.4-7
#   profile: K
#   lift: continuous_learning
#   reason: Below high nothing is said about groups, or the system concerns no person and a justification says so.
#   needs: [fairness.protected_attributes]
#   severity:
#     - {when: in_dev, set: W}
#   found: [fairness.protected_attributes]
#   remediation: >-
#     Report selection rate and true-positive rate for every group of each protected attribute on enough records (from
#     high at least one attribute of T.PROTECTED such as sex or age, at critical two that are not names of the same
#     thing), and correct the model or the cut-off where a group falls behind.
#   open: >-
#     Ratio and difference are recomputed from the groups, summary metrics are checked as well. A system for which one
#     of the two rates makes no sense says why in fairness.justification. Further attributes (branch, channel) are
#     welcome beside those of T.PROTECTED and are judged alike.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-7" if {
	_something_compared
	_compared_or_senseless("rate")
	_compared_or_senseless("tpr")
	groups.large_enough
	every attribute in groups.attributes {
		groups.alike(attribute)
	}
	groups.summaries_fair
	count(groups.grounds) >= learning.limit(data.tables.FAIR.grounds)
}

exempt contains "A.6.2.4-7" if _nothing_said_of_groups

exempt contains "A.6.2.4-7" if _nobody_concerned

when contains ["A.6.2.4-7", "in_dev"] if _in_dev

found["A.6.2.4-7"] := {
	"grounds": sort(groups.grounds),
	"grounds_min": learning.limit(data.tables.FAIR.grounds),
	"groups_min": learning.limit(data.tables.SLICE.min),
	"attributes": [groups.comparison(attribute) | some attribute in groups.attributes],
	"summaries": [object.filter(metric, ["name", "value", "unit"]) | some metric in groups.summaries],
}

_something_compared if {
	some family in ["rate", "tpr"]
	groups.measured(family)
}

_compared_or_senseless(family) if groups.compares_groups(family)

_compared_or_senseless(family) if {
	not groups.measured(family)
	_justified
}

_justified if text.substantial(input.fairness.justification, "/fairness/justification", learning.row)

_nothing_said_of_groups if {
	learning.row_below("high")
	not _attributes_stated
	not _metrics_stated
}

_attributes_stated if lists.something(input.fairness.protected_attributes)

_metrics_stated if lists.something(input.fairness.metrics)

_nobody_concerned if {
	not lift.holds.personal_data
	input.system.decision.legal_effect == false
	input.system.decision.affected_persons_per_year == 0
	_justified
}

# METADATA
# title: What is deployed withstood enough attacks
# custom:
#   rule: A.6.2.4-8
#   profile: K
#   lift: continuous_learning
#   reason: No red-team run is asked at minimal.
#   needs: ["security.red_team[]", "security.red_team[].critical_findings_open"]
#   severity:
#     - {when: in_dev, set: W}
#     - {when: in_staging, set: R}
#   found:
#     - "security.red_team[].tool"
#     - "security.red_team[].target"
#     - "security.red_team[].run_at"
#     - "security.red_team[].model_digest"
#     - "security.red_team[].attempts"
#     - "security.red_team[].successes"
#     - "security.red_team[].asr_upper_95"
#     - "security.red_team[].critical_findings_open"
#     - "security.red_team[].report"
#   remediation: >-
#     Attack the deployed system (from high the system, not only the model) with at least the attempts of the tier,
#     close the critical findings and attach the report; at critical an outside team has to do it.
#   open: >-
#     "Independent red team" at critical is the assertion third_party or gate_verified of the report. Each run has to
#     stay under T.RT.asr by itself, so a weak area cannot hide in a large total. The limit holds for attacks on the
#     model alone too, but these do not count towards T.RT.min from high and need no report.
#   maps:
#     eu_ai_act: Art 9(6)-(8), 15, 10(2)(f)-(g)
#     nist_ai_rmf: MEASURE 1.1, 2.1-2.3, 2.5-2.7, 2.11; MANAGE 1.1
#     iso: 23894 6.4
passes contains "A.6.2.4-8" if {
	attacks.withstood
	attacks.enough
	attacks.recent
	_attacks_reported
}

exempt contains "A.6.2.4-8" if learning.row == "minimal"

stale contains "A.6.2.4-8" if {
	attacks.withstood
	attacks.enough
	attacks.past
	_attacks_reported_once
}

unverified contains "A.6.2.4-8" if {
	attacks.withstood
	attacks.enough
	attacks.recent
	attacks.reported_somehow
}

invalid contains "A.6.2.4-8" if attacks.impossible

when contains ["A.6.2.4-8", "in_dev"] if _in_dev

when contains ["A.6.2.4-8", "in_staging"] if input.request.environment == "staging"

found["A.6.2.4-8"] := object.union(
	{"attempts_min": learning.limit(data.tables.RT.min), "success_rate_max": learning.limit(data.tables.RT.asr)},
	{"attempts": attempts | attempts := attacks.attempts},
)

_attacks_reported if learning.row_below("high")

_attacks_reported if attacks.reported

_attacks_reported_once if learning.row_below("high")

_attacks_reported_once if attacks.reported_once
