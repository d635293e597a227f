package gate_test

import data.gate
import data.testing.machinery

# METADATA
# title: The decision under one document and one control
decide(document, control, rollout) := value if {
	value := gate.decision with data.catalogue as machinery.catalogue
		with data.paths as machinery.paths
		with data.iso42001 as {"m": control}
		with data.gate.rules as {}
		with data.policy.rollout as rollout
		with data.release as {"id": "test/1/sha256:0"}
		with input as document
}

all_but(rules) := {"passes": machinery.proofs.passes - rules}

test_a_document_that_meets_everything_is_allowed if {
	decide(machinery.document, machinery.proofs, {}) == {
		"release": "test/1/sha256:0",
		"input": "d",
		"outcome": "allow",
		"tier": {
			"declared": "high",
			"effective": "high",
			"reasons": [{
				"code": "declared",
				"source": "classification.declared_tier",
				"value": "high",
				"tier": "high",
				"finding": null,
			}],
		},
		"summary": {
			"deny": 0,
			"review": 0,
			"warn": 0,
			"waived": 0,
			"passed": 6,
			"not_applicable": 0,
			"off": 0,
		},
		"results": {rule: {"status": "pass", "reason": null} | some rule in machinery.proofs.passes},
		"findings": [],
		"waivers": [],
	}
}

test_the_gravest_finding_decides if {
	decide(machinery.document, all_but({"M-1", "M-4"}), {}).outcome == "deny"
	decide(machinery.document, all_but({"M-4"}), {}).outcome == "needs_review"
	decide(machinery.document, all_but({"M-1"}), {"M": {"mode": "warn"}}).outcome == "allow"
}

test_every_rule_is_counted_once if {
	document := machinery.with_data([])
	rollouts := [{}, {"M": {"mode": "warn"}}, {"M": {"mode": "observe"}}, {"M": {"mode": "off"}}]
	every rollout in rollouts {
		found := decide(document, all_but({"M-1", "M-4"}), rollout)
		sum([number | some _, number in found.summary]) == 6
		object.keys(found.results) == machinery.proofs.passes
	}
	decide(document, all_but({"M-1", "M-4"}), {}).summary == {
		"deny": 2,
		"review": 1,
		"warn": 0,
		"waived": 0,
		"passed": 2,
		"not_applicable": 1,
		"off": 0,
	}
}

test_results_name_every_status if {
	control := object.union(all_but({"M-1", "M-4"}), {"stale": {"M-4"}})
	found := decide(machinery.with_data([]), control, {}).results
	{rule: result.status | some rule, result in found} == {
		"M-1": "fail",
		"M-2": "missing",
		"M-3": "not_applicable",
		"M-4": "stale",
		"M-5": "pass",
		"M-6": "pass",
	}
}

test_an_instant_may_have_a_fraction if {
	every now in ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00.123456Z"] {
		decide(machinery.with_value("clock", "now", now), machinery.proofs, {})
	}
}

test_without_an_instant_there_is_no_decision if {
	every now in [
		null, 1, "", "Z", "0Z", "2026-11-23", "2026-11-23T09:00:00+01:00", "2026-11-23T09:00:00", "2026-11-23T09:00:00Z\n",
		"2026-11-23 09:00:00Z", "2026-11-23T09:00:00.Z", "2026-11-23T09:00:00.5", "2026-11-23T09:00:00.xZ",
		"2026-11-23T09:00:00.5.5Z", "2026-11-23.5Z", "٢٠٢٦-11-23T09:00:00Z",
	] {
		not decide(machinery.with_value("clock", "now", now), machinery.proofs, {})
	}
	not decide(object.remove(machinery.document, ["clock"]), machinery.proofs, {})
}

test_without_environment_action_or_identity_there_is_no_decision if {
	every block in ["request", "facts"] {
		not decide(object.remove(machinery.document, [block]), machinery.proofs, {})
	}
}

test_a_mode_that_no_table_knows_leaves_no_decision if {
	not decide(machinery.document, all_but({"M-1"}), {"M": {"mode": "loud"}})
}
