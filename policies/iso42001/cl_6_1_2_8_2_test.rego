package iso42001.cl_6_1_2_8_2_test

import data.iso42001.cl_6_1_2_8_2 as control
import data.testing.risk_document as sample

# What the control shows of the good document with some changes.
found(rule, changes, tier) := shown if {
	shown := control.found[rule] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

holds(set, changes, tier) := items if {
	items := control[set] with input as sample.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in holds(set, changes, tier)

is_not_in(set, item, changes, tier) if {
	items := holds(set, changes, tier)
	not item in items
}

test_every_rule_passes[rule] if {
	some rule in [
		"CL-6.1.2/8.2-1",
		"CL-6.1.2/8.2-2",
		"CL-6.1.2/8.2-3",
		"CL-6.1.2/8.2-4",
		"CL-6.1.2/8.2-5",
	]
	is_in("passes", rule, {}, "high")
}

performed := "/risk/performed_at"

test_assessment_refused[note] if {
	some note, change in {
		"none": {"/risk/assessment": sample.gone},
		"refers to nothing": {"/risk/assessment/evidence_id": "elsewhere"},
		"other kind": {$"{sample.at.assessment}/kind": "policy"},
		"draft": {$"{sample.at.assessment}/status": "draft"},
		"too old": {$"{sample.at.assessment}/issued_at": "181 days ago"},
		"file not checked": {$"{sample.checked.assessment}/digest_ok": null},
		"no date": {performed: sample.gone},
		"date null": {performed: null},
		"no such date": {performed: "spring"},
		"performed too long ago": {performed: "181 days ago"},
		"performed in the future": {performed: "in 1 days"},
	}
	is_not_in("passes", "CL-6.1.2/8.2-1", change, "high")
}

test_assessment_age_of_the_tier[tier] if {
	some tier, limits in {"limited": ["365", "366"], "high": ["180", "181"], "critical": ["90", "91"]}
	is_in("passes", "CL-6.1.2/8.2-1", {performed: $"{limits[0]} days ago"}, tier)
	is_not_in("passes", "CL-6.1.2/8.2-1", {performed: $"{limits[1]} days ago"}, tier)
}

test_assessment_stale if {
	is_in("stale", "CL-6.1.2/8.2-1", {performed: "181 days ago"}, "high")
	is_in("stale", "CL-6.1.2/8.2-1", {$"{sample.at.assessment}/issued_at": "181 days ago"}, "high")
	is_in("stale", "CL-6.1.2/8.2-1", {$"{sample.at.assessment}/expires_at": "1 days ago"}, "high")
	is_not_in("stale", "CL-6.1.2/8.2-1", {performed: "in 1 days"}, "high")
	is_not_in("stale", "CL-6.1.2/8.2-1", {}, "high")
	draft := {performed: "181 days ago", $"{sample.at.assessment}/status": "draft"}
	is_not_in("stale", "CL-6.1.2/8.2-1", draft, "high")
}

test_assessment_unverified if {
	is_in("unverified", "CL-6.1.2/8.2-1", {$"{sample.checked.assessment}/digest_ok": null}, "high")
	is_in("unverified", "CL-6.1.2/8.2-1", {$"{sample.checked.assessment}/digest_ok": false}, "limited")
	is_not_in("unverified", "CL-6.1.2/8.2-1", {$"{sample.checked.assessment}/digest_ok": null}, "limited")
}

test_assessment_is_shown if {
	found("CL-6.1.2/8.2-1", {}, "high") == {
		"days_max": 180,
		"assessment": {"kind": "risk_assessment", "status": "approved", "issued_at": "10 days ago"},
	}
	found("CL-6.1.2/8.2-1", {"/risk/assessment": sample.gone}, "high") == {"days_max": 180}
}

second := "/risk/risks/1"

test_register_refused[note] if {
	some note, change in {
		"too few": {second: sample.gone},
		"no likelihood": {$"{second}/likelihood": sample.gone},
		"likelihood null": {$"{second}/likelihood": null},
		"likelihood as text": {$"{second}/likelihood": "3"},
		"likelihood too low": {$"{second}/likelihood": 0.9},
		"likelihood too high": {$"{second}/likelihood": 5.1},
		"no impact": {$"{second}/impact": sample.gone},
		"impact true": {$"{second}/impact": true},
		"impact too low": {$"{second}/impact": 0},
		"impact too high": {$"{second}/impact": 6},
		"no owner": {$"{second}/owner": sample.gone},
		"owner without an id": {$"{second}/owner": {"name": "Bo"}},
		"blank owner": {$"{second}/owner/id": " "},
		"no register": {"/risk/risks": sample.gone},
	}
	is_not_in("passes", "CL-6.1.2/8.2-2", change, "high")
}

test_register_size_of_the_tier if {
	one := {"/risk/risks": [sample.risks[0]]}
	three := {"/risk/risks": array.slice(sample.risks, 0, 3)}
	is_in("passes", "CL-6.1.2/8.2-2", one, "minimal")
	is_not_in("passes", "CL-6.1.2/8.2-2", one, "limited")
	is_in("passes", "CL-6.1.2/8.2-2", three, "limited")
	is_not_in("passes", "CL-6.1.2/8.2-2", three, "high")
	is_not_in("passes", "CL-6.1.2/8.2-2", {}, "critical")
	is_not_in("passes", "CL-6.1.2/8.2-2", {"/risk/risks": []}, "minimal")
}

test_register_is_shown if {
	found("CL-6.1.2/8.2-2", {$"{second}/owner": sample.gone}, "high") == {
		"risks": 6,
		"risks_min": 6,
		"not_rated_or_owned": ["K2"],
	}
}

test_every_source_of_risk_is_looked_at[place] if {
	some place, source in ["data", "model", "human", "environment", "third_party", "security"]
	change := {$"/risk/risks/{place}/source": "legal"}
	is_not_in("passes", "CL-6.1.2/8.2-3", change, "high")
	found("CL-6.1.2/8.2-3", change, "high") == {"sources_without_risk": [source]}
}

test_further_sources_do_no_harm if {
	is_in("passes", "CL-6.1.2/8.2-3", {"/risk/risks/-": {"id": "K7", "source": "legal"}}, "high")
	is_not_in("passes", "CL-6.1.2/8.2-3", {"/risk/risks": sample.gone}, "high")
	is_not_in("passes", "CL-6.1.2/8.2-3", {"/risk/risks/-": {"id": "K7", "source": 7}}, "high")
}

requested := "/request/change/requested_at"

test_assessment_follows_the_change[note] if {
	some note, change in {
		"on the day": {requested: "10 days ago"},
		"both now": {requested: "0 days ago", performed: "0 days ago"},
	}
	is_in("passes", "CL-6.1.2/8.2-4", change, "high")
}

test_assessment_does_not_follow_the_change[note] if {
	some note, change in {
		"before": {performed: "101 days ago", requested: "100 days ago"},
		"just before": {performed: "91 days ago", requested: "90 days ago"},
		"in the future": {performed: "in 1 days"},
		"never": {performed: sample.gone},
		"change without a date": {requested: sample.gone},
		"change at no date": {requested: "spring"},
		"change in the future": {requested: "in 10 days", performed: "in 10 days"},
	}
	is_not_in("passes", "CL-6.1.2/8.2-4", change, "high")
}

test_assessment_before_the_change_is_stale if {
	is_in("stale", "CL-6.1.2/8.2-4", {performed: "200 days ago"}, "high")
	is_not_in("stale", "CL-6.1.2/8.2-4", {performed: "in 1 days"}, "high")
	is_not_in("stale", "CL-6.1.2/8.2-4", {requested: sample.gone}, "high")
}

live := {"/facts/live/digests": ["sha256:aa", "sha256:ee"], "/request/change/types": ["config"]}

test_only_a_change_that_keeps_the_models_needs_no_assessment if {
	is_in("exempt", "CL-6.1.2/8.2-4", live, "high")
	is_not_in("exempt", "CL-6.1.2/8.2-4", {}, "high")
	is_not_in("exempt", "CL-6.1.2/8.2-4", {"/request/change/types": ["config"]}, "high")
	is_not_in("exempt", "CL-6.1.2/8.2-4", {"/facts/live/digests": ["sha256:aa", "sha256:ee"]}, "high")
}

test_new_models_are_shown if {
	found("CL-6.1.2/8.2-4", {}, "high") == {"models_not_live": ["writer"]}
}

measured := "/facts/text/~1risk~1risks~11~1description"

test_descriptions_refused[note] if {
	some note, change in {
		"none": {$"{second}/description": sample.gone},
		"null": {$"{second}/description": null},
		"too short": {$"{measured}/chars": 159},
		"too few words": {$"{measured}/words": 7},
		"not measured": {measured: sample.gone},
		"placeholder": {"/facts/quality/~1risk~1risks~11~1description": {"score": 49}},
		"pasted": {$"{second}/description": "Risk number 1"},
		"pasted in another case": {$"{second}/description": "RISK number 1"},
		"pasted with other white space": {$"{second}/description": "\tRisk \u00a0\u2003 number\n1 "},
		"no register": {"/risk/risks": []},
	}
	is_not_in("passes", "CL-6.1.2/8.2-5", change, "high")
}

test_descriptions_are_as_long_as_the_tier_asks if {
	is_in("passes", "CL-6.1.2/8.2-5", {$"{measured}/chars": 80}, "limited")
	is_not_in("passes", "CL-6.1.2/8.2-5", {$"{measured}/chars": 79}, "limited")
	is_in("passes", "CL-6.1.2/8.2-5", {"/facts/quality/~1risk~1risks~11~1description": {"score": 50}}, "high")
}

test_descriptions_not_in_own_words_are_shown if {
	shown := found("CL-6.1.2/8.2-5", {$"{second}/description": "risk number 1"}, "high")
	shown == {"not_in_own_words": ["K1", "K2"]}
}

# In development the risk need not be assessed in time.
test_development[rule] if {
	some rule in ["CL-6.1.2/8.2-1", "CL-6.1.2/8.2-3", "CL-6.1.2/8.2-4", "CL-6.1.2/8.2-5"]
	is_in("when", [rule, "in_development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", [rule, "in_development"], {"/request/environment": "staging"}, "high")
	is_not_in("when", [rule, "in_development"], {"/request/environment": sample.gone}, "high")
}

test_development_above_minimal if {
	condition := ["CL-6.1.2/8.2-2", "in_development_above_minimal"]
	is_in("when", condition, {"/request/environment": "dev"}, "limited")
	is_not_in("when", condition, {"/request/environment": "dev"}, "minimal")
	is_not_in("when", condition, {}, "limited")
}
