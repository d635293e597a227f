package iso42001.a_5_2_test

import data.iso42001.a_5_2 as control
import data.testing.assessed_document as assessed

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as assessed.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

assessment := "/impact_assessment"

test_every_rule_passes[rule] if {
	some rule in ["A.5.2-1", "A.5.2-2", "A.5.2-3", "A.5.2-4", "A.5.2-5"]
	every tier in ["limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
		every set in ["stale", "unverified", "invalid"] {
			is_not_in(set, rule, {}, tier)
		}
	}
}

test_process_covers_everything if is_in("passes", "A.5.2-1", {$"{assessed.at.process}/applies_to": ["x", "*"]}, "high")

test_process_refused[note] if {
	some note, change in {
		"no reference": {"/organisation/aims/ia_process": assessed.gone},
		"reference to nothing": {"/organisation/aims/ia_process/evidence_id": "elsewhere"},
		"other kind": {$"{assessed.at.process}/kind": "use_process"},
		"draft": {$"{assessed.at.process}/status": "draft"},
		"for the system alone": {$"{assessed.at.process}/applies_to": ["credit-scoring"]},
		"no unit": {"/system/org_unit": assessed.gone},
		"unit is null, and so is what the process covers": {
			"/system/org_unit": null,
			$"{assessed.at.process}/applies_to": [null, "credit-scoring"],
		},
		"too old": {$"{assessed.at.process}/issued_at": "366 days ago"},
		"another file": {$"{assessed.checked.process}/digest_ok": false},
	}
	is_not_in("passes", "A.5.2-1", change, "high")
}

test_process_may_be_a_year_old if {
	is_in("passes", "A.5.2-1", {$"{assessed.at.process}/issued_at": "365 days ago"}, "high")
}

test_why_the_process_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{assessed.at.process}/issued_at": "366 days ago"},
		"unverified": {$"{assessed.checked.process}/digest_ok": null},
		"invalid": {$"{assessed.checked.process}/digest_ok": false},
	}
	is_in(set, "A.5.2-1", change, "high")
	is_not_in("passes", "A.5.2-1", change, "high")
}

test_the_process_is_shown if {
	sets({}, "high").found["A.5.2-1"] == {
		"process": {
			"kind": "ia_process",
			"status": "approved",
			"issued_at": "10 days ago",
			"applies_to": ["lending"],
		},
		"checked": {"digest_ok": true, "signature_ok": true},
	}
	sets({"/organisation": assessed.gone}, "high").found["A.5.2-1"] == {}
}

test_approval_refused[note] if {
	some note, change in {
		"draft": {$"{assessment}/status": "draft"},
		"status in another case": {$"{assessment}/status": "Approved"},
		"rejected": {$"{assessment}/approved_by/decision": "reject"},
		"conditional": {$"{assessment}/approved_by/decision": "conditional"},
		"approved before it was made": {$"{assessment}/approved_by/at": "89 days ago"},
		"to be approved": {$"{assessment}/approved_by/at": "in 1 days"},
		"no date of approval": {$"{assessment}/approved_by/at": assessed.gone},
		"null for a date": {$"{assessment}/approved_by/at": null},
		"no date of assessment": {$"{assessment}/performed_at": assessed.gone},
		"nothing": {assessment: assessed.gone},
	}
	is_not_in("passes", "A.5.2-2", change, "high")
}

test_approved_at_the_moment_it_was_made if {
	is_in("passes", "A.5.2-2", {$"{assessment}/approved_by/at": "60 days ago"}, "high")
	is_in("passes", "A.5.2-2", {$"{assessment}/approved_by/at": "0 days ago"}, "high")
}

test_old_approval_is_stale if {
	is_in("stale", "A.5.2-2", {$"{assessment}/status": "expired"}, "high")
	is_in("stale", "A.5.2-2", {$"{assessment}/approved_by/at": "89 days ago"}, "high")
	is_not_in("stale", "A.5.2-2", {$"{assessment}/status": "draft"}, "high")
	is_not_in("stale", "A.5.2-2", {$"{assessment}/approved_by/at": null}, "high")
}

test_assessment_is_as_recent_as_the_tier_asks[tier] if {
	some tier, limits in {
		"limited": ["365 days ago", "366 days ago"],
		"high": ["180 days ago", "181 days ago"],
		"critical": ["90 days ago", "91 days ago"],
	}
	is_in("passes", "A.5.2-3", {$"{assessment}/performed_at": limits[0]}, tier)
	is_not_in("stale", "A.5.2-3", {$"{assessment}/performed_at": limits[0]}, tier)
	is_not_in("passes", "A.5.2-3", {$"{assessment}/performed_at": limits[1]}, tier)
	is_in("stale", "A.5.2-3", {$"{assessment}/performed_at": limits[1]}, tier)
}

test_recent_assessment_refused[note] if {
	some note, change in {
		"to be made": {$"{assessment}/performed_at": "in 1 days"},
		"no date": {$"{assessment}/performed_at": "spring"},
		"review due now": {$"{assessment}/next_review_due": "0 days ago"},
		"no review": {$"{assessment}/next_review_due": assessed.gone},
		"no events": {$"{assessment}/triggers_for_reassessment": []},
		"events absent": {$"{assessment}/triggers_for_reassessment": assessed.gone},
		"text for a list": {$"{assessment}/triggers_for_reassessment": "retraining"},
		"second event blank": {$"{assessment}/triggers_for_reassessment/1": " "},
		"placeholder": {"/facts/quality": {$"{assessment}/triggers_for_reassessment/0": {"score": 49}}},
	}
	is_not_in("passes", "A.5.2-3", change, "high")
}

test_review_that_is_due_is_stale if {
	is_in("stale", "A.5.2-3", {$"{assessment}/next_review_due": "0 days ago"}, "high")
	is_not_in("stale", "A.5.2-3", {$"{assessment}/next_review_due": null}, "high")
}

test_events_are_listed_from_the_high_tier if {
	change := {$"{assessment}/triggers_for_reassessment": assessed.gone}
	is_in("passes", "A.5.2-3", change, "limited")
	sets({}, "high").found["A.5.2-3"] == {"days_max": 180}
}

test_assessment_is_made_after_the_request[note] if {
	some note, case in {
		"at once": ["90 days ago", "passes"],
		"now": ["0 days ago", "passes"],
		"before": ["91 days ago", "stale"],
	}
	change := {$"{assessment}/performed_at": case[0]}
	is_in(case[1], "A.5.2-4", change, "high")
}

test_assessment_after_the_request_refused[note] if {
	some note, change in {
		"before": {$"{assessment}/performed_at": "91 days ago"},
		"to be made": {$"{assessment}/performed_at": "in 1 days"},
		"no date of assessment": {$"{assessment}/performed_at": null},
		"no date of the request": {"/request/change/requested_at": assessed.gone},
		"text for a date": {"/request/change/requested_at": "90"},
		"no types": {"/request/change/types": []},
		"text for types": {"/request/change/types": "retrain"},
		"object for types": {"/request/change/types": {"a": "retrain"}},
	}
	is_not_in("passes", "A.5.2-4", change, "high")
}

untouched := {
	"/request/change/types": ["config"],
	"/facts/live": {"digests": [$"sha256:{assessed.digest.value}", "sha256:ee"]},
	"/resources": {"compute": {"environment_digest": {"alg": "sha256", "value": "ee"}}},
}

test_a_small_change_of_live_models_needs_no_new_assessment if is_in("exempt", "A.5.2-4", untouched, "high")

test_every_other_change_does[note] if {
	some note, change in {
		"no types": {"/request/change/types": []},
		"types absent": {"/request/change/types": assessed.gone},
		"a type that calls for one": {"/request/change/types": ["config", "new_users"]},
		"nothing live": {"/facts/live": null},
		"another image": {"/resources/compute/environment_digest": {"alg": "sha256", "value": "ff"}},
		"no models": {"/models": []},
	}
	document := assessed.patched(assessed.altered(untouched), change)
	said := control.exempt with input as document with data.gate.tier.effective as "high"
	not "A.5.2-4" in said
}

test_models_that_are_not_live_are_named if {
	sets({}, "high").found["A.5.2-4"] == {"models_not_live": ["scorer", "letters"]}
	sets(untouched, "high").found["A.5.2-4"] == {"models_not_live": []}
}

test_misuse_and_failures_refused[note] if {
	some note, change in {
		"misuse not considered": {$"{assessment}/misuse_considered": false},
		"text for a flag": {$"{assessment}/misuse_considered": "true"},
		"failures not considered": {$"{assessment}/failures_considered": assessed.gone},
		"no misuse": {"/system/foreseeable_misuse": []},
		"misuse absent": {"/system/foreseeable_misuse": assessed.gone},
		"second misuse not described": {"/system/foreseeable_misuse/1": {"mitigation": "none"}},
		"second misuse blank": {"/system/foreseeable_misuse/1/description": " "},
		"placeholder": {"/facts/quality": {"/system/foreseeable_misuse/1/description": {"score": 0}}},
		"no risk of the model": {"/risk/risks/1/source": "human"},
		"no risks": {"/risk": assessed.gone},
	}
	is_not_in("passes", "A.5.2-5", change, "high")
}

test_misuse_and_failures_are_counted if {
	sets({}, "high").found["A.5.2-5"] == {"misuse": 2, "risks_of_models": ["K2"]}
	change := {"/risk": assessed.gone, "/system/foreseeable_misuse": assessed.gone}
	sets(change, "high").found["A.5.2-5"] == {"misuse": 0, "risks_of_models": []}
}

test_in_development_nothing_blocks[rule] if {
	some rule in ["A.5.2-1", "A.5.2-2", "A.5.2-3", "A.5.2-4", "A.5.2-5"]
	is_in("when", [rule, "development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", [rule, "development"], {"/request/environment": "staging"}, "high")
}
