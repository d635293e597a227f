package iso42001.a_5_3_test

import data.iso42001.a_5_3 as control
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
	some rule in ["A.5.3-1", "A.5.3-2", "A.5.3-3", "A.5.3-4", "A.5.3-5"]
	every tier in ["limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

test_record_refused[note] if {
	some note, change in {
		"no id": {$"{assessment}/id": assessed.gone},
		"blank id": {$"{assessment}/id": " "},
		"placeholder for an id": {"/facts/quality": {$"{assessment}/id": {"score": 49}}},
		"no reference": {$"{assessment}/document": assessed.gone},
		"reference to nothing": {$"{assessment}/document/evidence_id": "elsewhere"},
		"other kind": {$"{assessed.at.record}/kind": "dpia"},
		"approved by no such role": {$"{assessed.at.record}/approved_by/role": "system_owner"},
		"for the unit alone": {$"{assessed.at.record}/applies_to": ["lending", "*"]},
		"too old": {$"{assessed.at.record}/issued_at": "181 days ago"},
		"not checked": {$"{assessed.checked.record}/digest_ok": null},
		"no checks": {assessed.checked.record: assessed.gone},
		"another file": {$"{assessed.checked.record}/digest_ok": false},
	}
	is_not_in("passes", "A.5.3-1", change, "high")
}

test_record_is_as_recent_as_the_tier_asks if {
	is_in("passes", "A.5.3-1", {$"{assessed.at.record}/issued_at": "180 days ago"}, "high")
	is_in("passes", "A.5.3-1", {$"{assessed.at.record}/issued_at": "365 days ago"}, "limited")
}

test_the_owner_may_approve_the_record_at_the_limited_tier if {
	change := {$"{assessed.at.record}/approved_by/role": "system_owner"}
	is_in("passes", "A.5.3-1", change, "limited")
}

test_why_the_record_does_not_hold[set] if {
	some set, change in {
		"stale": {$"{assessed.at.record}/issued_at": "366 days ago"},
		"unverified": {$"{assessed.checked.record}/digest_ok": null},
		"invalid": {$"{assessed.checked.record}/digest_ok": false},
	}
	every tier in ["limited", "high"] {
		is_in(set, "A.5.3-1", change, tier)
		is_not_in("passes", "A.5.3-1", change, tier)
		is_not_in(set, "A.5.3-1", {}, tier)
	}
}

test_a_record_without_checks_is_unverified_at_every_tier if {
	every tier in ["limited", "high", "critical"] {
		is_in("unverified", "A.5.3-1", {assessed.checked.record: assessed.gone}, tier)
	}
	is_not_in(
		"unverified", "A.5.3-1", {
			$"{assessed.checked.record}/digest_ok": null,
			$"{assessment}/id": "",
		},
		"limited",
	)
}

test_the_record_is_shown if {
	sets({}, "high").found["A.5.3-1"] == {
		"record": {
			"kind": "impact_assessment",
			"status": "approved",
			"digest": assessed.record.digest,
			"issued_at": "10 days ago",
			"approved_by": {"role": "ai_governance_board"},
			"applies_to": ["credit-scoring"],
		},
		"digest_ok": true,
	}
	sets({$"{assessment}/document": assessed.gone}, "high").found["A.5.3-1"] == {"digest_ok": null}
}

named := $"{assessed.at.record}/fields/models"

test_models_covered[note] if {
	some note, change in {
		"vendor's digest is null": {"/models/1/artifact/digest": null},
		"vendor without artefact": {"/models/1/artifact": assessed.gone},
		"vendor by digest": {"/models/1/artifact/digest": assessed.digest, named: []},
		"record names more": {$"{named}/0": {"id": "other"}, $"{named}/-": {"id": "letters", "version": "3"}},
	}
	is_in("passes", "A.5.3-2", change, "high")
}

test_models_not_covered[note] if {
	some note, change in {
		"another digest": {"/models/0/artifact/digest/value": "33"},
		"another algorithm": {"/models/0/artifact/digest/alg": "sha512"},
		"no digest": {"/models/0/artifact/digest": assessed.gone},
		"empty digests": {
			"/models/0/artifact/digest": {"alg": "sha256", "value": ""},
			$"{assessment}/scope_models/0": {"alg": "sha256", "value": ""},
		},
		"no models": {"/models": []},
		"models absent": {"/models": assessed.gone},
		"no scope": {$"{assessment}/scope_models": assessed.gone},
		"vendor with another digest": {"/models/1/artifact/digest": {"alg": "sha256", "value": "44"}},
		"own model without a digest": {"/models/1/source": "open_weights"},
		"record of another version": {$"{named}/0/version": "2"},
		"record with a number for a version": {$"{named}/0/version": 3},
		"record of another model": {$"{named}/0/id": "scorer"},
		"record without models": {named: assessed.gone},
		"no record": {$"{assessment}/document": assessed.gone},
		"neither has a version": {$"{named}/0/version": null, "/models/1/version": null},
		"neither has an id": {$"{named}/0/id": null, "/models/1/id": null},
	}
	is_not_in("passes", "A.5.3-2", change, "high")
}

test_a_scope_of_other_models_is_invalid if {
	is_in("invalid", "A.5.3-2", {"/models/0/artifact/digest/value": "33"}, "high")
	is_not_in("invalid", "A.5.3-2", {}, "high")
	is_not_in("invalid", "A.5.3-2", {$"{named}/0/version": "2"}, "high")
	is_not_in("invalid", "A.5.3-2", {$"{assessment}/scope_models": []}, "high")
	is_not_in("invalid", "A.5.3-2", {$"{assessment}/scope_models": assessed.gone}, "high")
}

test_models_that_are_not_covered_are_named if {
	change := {"/models/0/artifact/digest/value": "33", named: []}
	sets(change, "high").found["A.5.3-2"] == {"models_not_covered": ["scorer", "letters"]}
}

approval := $"{assessment}/approved_by"

author := $"{assessment}/performed_by"

test_approver_refused[note] if {
	some note, change in {
		"rejected": {$"{approval}/decision": "reject"},
		"no decision": {$"{approval}/decision": assessed.gone},
		"owner": {$"{approval}/role": "system_owner"},
		"no role": {$"{approval}/role": assessed.gone},
		"to be approved": {$"{approval}/at": "in 1 days"},
		"no date": {$"{approval}/at": assessed.gone},
		"the author": {$"{approval}/person/id": "ada@example.org"},
		"the second author": {$"{author}/-": {"id": "bo@example.org"}},
		"nobody": {$"{approval}/person": assessed.gone},
		"no authors": {author: []},
		"authors absent": {author: assessed.gone},
		"second author without an id": {$"{author}/-": {"name": "Cleo"}},
		"second author with a number": {$"{author}/-": {"id": 7}},
		"author has left": {$"{author}/0/id": "gone@example.org"},
		"author is a service": {$"{author}/0/id": "robot@example.org"},
		"stranger": {$"{approval}/person/id": "cleo@example.org"},
		"approver has left": {$"{approval}/person/id": "gone@example.org"},
		"nobody known": {"/facts/identity": null},
	}
	is_not_in("passes", "A.5.3-3", change, "high")
}

test_below_the_high_tier_nobody_is_looked_up if {
	is_in("passes", "A.5.3-3", {"/facts/identity": null}, "limited")
	is_in("passes", "A.5.3-3", {$"{approval}/person/id": "cleo@example.org"}, "limited")
	is_not_in("passes", "A.5.3-3", {$"{approval}/person/id": "ada@example.org"}, "limited")
}

test_the_role_depends_on_the_tier if {
	is_in("passes", "A.5.3-3", {$"{approval}/role": "system_owner"}, "limited")
	is_in("passes", "A.5.3-3", {$"{approval}/role": "risk_owner"}, "high")
	is_not_in("passes", "A.5.3-3", {$"{approval}/role": "risk_owner"}, "critical")
	sets({}, "high").found["A.5.3-3"].roles[0] == "risk_owner"
}

test_without_a_directory_the_approver_is_unverified if {
	is_in("unverified", "A.5.3-3", {"/facts/identity": null}, "high")
	is_not_in("unverified", "A.5.3-3", {"/facts/identity": null}, "limited")
	is_not_in("unverified", "A.5.3-3", {}, "high")
	is_not_in("unverified", "A.5.3-3", {"/facts/identity": null, $"{approval}/decision": "reject"}, "high")
}

test_retention_refused[note] if {
	some note, change in {
		"a day short": {$"{assessed.at.record}/retention_until": "in 3649 days"},
		"over": {$"{assessed.at.record}/retention_until": "1 days ago"},
		"absent": {$"{assessed.at.record}/retention_until": assessed.gone},
		"text for a date": {$"{assessed.at.record}/retention_until": "for ever"},
		"other kind": {$"{assessed.at.record}/kind": "dpia"},
		"no record": {$"{assessment}/document": assessed.gone},
	}
	is_not_in("passes", "A.5.3-4", change, "high")
}

test_retention_is_shown if {
	sets({}, "high").found["A.5.3-4"] == {
		"retention_days_min": 3650,
		"record": {"kind": "impact_assessment", "retention_until": "in 3650 days"},
	}
	sets({$"{assessment}/document": assessed.gone}, "high").found["A.5.3-4"] == {"retention_days_min": 3650}
}

publication := $"{assessment}/publication"

fria := $"{assessment}/fria"

test_publication_refused[note] if {
	some note, change in {
		"not published": {$"{publication}/published": false},
		"text for a flag": {$"{publication}/published": "true"},
		"nothing": {publication: assessed.gone},
		"no address": {$"{publication}/uri": assessed.gone},
		"other scheme": {$"{publication}/uri": "http://example.org/assessment"},
		"number for an address": {$"{publication}/uri": 7},
		"rights not assessed": {fria: assessed.gone},
		"authority not notified": {$"{fria}/authority_notified_at": assessed.gone},
	}
	is_not_in("passes", "A.5.3-5", change, "minimal")
}

private := {"/classification/regimes/1": assessed.gone, publication: assessed.gone}

test_what_no_regime_asks_for_need_not_be_there if {
	is_in("passes", "A.5.3-5", private, "high")
	is_in("passes", "A.5.3-5", {"/classification/eu/art27_required": false, fria: assessed.gone}, "high")
}

test_every_regime_of_the_list_asks_for_publication[regime] if {
	some regime in ["canada_adm", "uk_atrs", "nl_register"]
	change := {"/classification/regimes/1/regime": regime, publication: assessed.gone}
	is_not_in("passes", "A.5.3-5", change, "high")
}

test_exempt_where_neither_is_asked_for if {
	nothing := object.union(private, {"/classification/eu/art27_required": false})
	is_in("exempt", "A.5.3-5", nothing, "high")
	is_in("exempt", "A.5.3-5", {"/classification/regimes": [], "/classification/eu": assessed.gone}, "high")
	is_not_in("exempt", "A.5.3-5", private, "high")
	is_not_in("exempt", "A.5.3-5", {"/classification/eu/art27_required": false}, "high")
	undecided := object.union(private, {"/classification/eu/art27_required": assessed.gone})
	is_not_in("exempt", "A.5.3-5", undecided, "high")
	is_not_in("exempt", "A.5.3-5", object.union(undecided, {"/classification/eu/role": assessed.gone}), "high")
}

withheld := {
	$"{publication}/published": false,
	$"{publication}/withheld_reason": "Said in the facts to be long enough.",
	assessed.measure($"{publication}/withheld_reason"): {"chars": 160, "words": 8},
}

test_withheld_with_a_reason_is_reviewed if {
	is_in("when", ["A.5.3-5", "withheld_with_reason"], withheld, "high")
	is_not_in("passes", "A.5.3-5", withheld, "high")
}

test_withheld_otherwise_is_not[note] if {
	some note, change in {
		"published": {$"{publication}/published": true},
		"flag absent": {$"{publication}/published": assessed.gone},
		"short reason": {$"{assessed.measure($"{publication}/withheld_reason")}/chars": 159},
		"no reason": {$"{publication}/withheld_reason": assessed.gone},
		"rights not assessed": {fria: assessed.gone},
	}
	document := assessed.patched(assessed.altered(withheld), change)
	said := control.when with input as document with data.gate.tier.effective as "high"
	not ["A.5.3-5", "withheld_with_reason"] in said
}

test_withheld_at_a_lower_tier_is_not if {
	long := object.union(withheld, {assessed.measure($"{publication}/withheld_reason"): {"chars": 400, "words": 40}})
	is_not_in("when", ["A.5.3-5", "withheld_with_reason"], long, "limited")
}

test_what_is_not_filled_is_named if {
	sets({$"{fria}/processes": ""}, "high").found["A.5.3-5"] == {
		"characters_min": 160,
		"elements_of_fria_not_filled": ["processes"],
	}
}
