package iso42001.cl_6_1_4_8_4_test

import data.iso42001.cl_6_1_4_8_4 as control
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

approval := "/impact_assessment/approved_by"

links := $"{sample.at.assessment}/fields/impact_links"

test_every_rule_passes[rule] if {
	some rule in ["CL-6.1.4/8.4-1", "CL-6.1.4/8.4-2"]
	is_in("passes", rule, {}, "high")
}

test_assessment_refused[note] if {
	some note, change in {
		"in review": {"/impact_assessment/status": "in_review"},
		"no status": {"/impact_assessment/status": sample.gone},
		"not approved": {approval: sample.gone},
		"rejected": {$"{approval}/decision": "reject"},
		"conditional": {$"{approval}/decision": "conditional"},
		"no date": {$"{approval}/at": sample.gone},
		"no such date": {$"{approval}/at": "spring"},
		"in the future": {$"{approval}/at": "in 1 days"},
		"by nobody": {$"{approval}/person": sample.gone},
		"by a blank": {$"{approval}/person/id": " "},
		"none": {"/impact_assessment": sample.gone},
	}
	is_not_in("passes", "CL-6.1.4/8.4-1", change, "limited")
}

test_assessment_approved_now if is_in("passes", "CL-6.1.4/8.4-1", {$"{approval}/at": "0 days ago"}, "critical")

test_links_to_every_part[id] if {
	some id in ["IA-1", "I1", "G1", "S1", "E1", "B1"]
	is_in("passes", "CL-6.1.4/8.4-2", {$"{links}/1/impact": id}, "high")
}

test_links_refused[note] if {
	some note, change in {
		"none": {links: []},
		"absent": {links: sample.gone},
		"object for a list": {links: {"a": {"risk": "K1", "impact": "IA-1"}}},
		"second to no risk": {$"{links}/1/risk": "K7"},
		"second to no result": {$"{links}/1/impact": "IA-2"},
		"other case": {$"{links}/1/impact": "s1"},
		"results that are no list": {
			$"{links}/1/impact": "G1",
			"/impact_assessment/groups": {"0": {"id": "G1"}},
		},
		"risk absent": {$"{links}/1/risk": sample.gone},
		"impact absent": {$"{links}/1/impact": sample.gone},
		"null on both sides": {$"{links}/1/impact": null, "/impact_assessment/id": null, $"{links}/0/impact": "I1"},
		"blank on both sides": {$"{links}/1/risk": " ", "/risk/risks/1/id": " "},
		"link is a text": {$"{links}/1": "K1"},
		"other kind of evidence": {$"{sample.at.assessment}/kind": "policy"},
		"refers to nothing": {"/risk/assessment/evidence_id": "elsewhere"},
		"no risks": {"/risk/risks": []},
	}
	is_not_in("passes", "CL-6.1.4/8.4-2", change, "limited")
}

test_parts_of_the_assessment_may_be_left_out if {
	change := {"/impact_assessment/groups": sample.gone, "/impact_assessment/benefits": []}
	is_in("passes", "CL-6.1.4/8.4-2", change, "high")
}

test_links_that_lead_nowhere_are_shown if {
	found("CL-6.1.4/8.4-2", {$"{links}/1/risk": "K7"}, "high") == {"not_resolved": [{
		"risk": "K7",
		"impact": "S1",
	}]}
	found("CL-6.1.4/8.4-2", {links: sample.gone}, "high") == {"not_resolved": []}
}

test_development[rule] if {
	some rule in ["CL-6.1.4/8.4-1", "CL-6.1.4/8.4-2"]
	is_in("when", [rule, "in_development"], {"/request/environment": "dev"}, "high")
	is_not_in("when", [rule, "in_development"], {"/request/environment": "staging"}, "high")
}
