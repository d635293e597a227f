package iso42001.a_6_2_3_test

import data.iso42001.a_6_2_3 as control
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
	some rule in ["A.6.2.3-1", "A.6.2.3-2", "A.6.2.3-3", "A.6.2.3-4"]
	is_in("passes", rule, {}, "critical")
}

document := sample.at.design

architecture := sample.at.architecture

test_document_refused[note] if {
	some note, change in {
		"no reference": {"/design/doc": sample.gone},
		"reference to nothing": {"/design/doc/evidence_id": "elsewhere"},
		"other kind": {$"{document}/kind": "architecture"},
		"draft": {$"{document}/status": "draft"},
		"too old": {$"{document}/issued_at": "366 days ago"},
		"other file": {$"{sample.checked.design}/digest_ok": false},
		"no design": {"/design": sample.gone},
	}
	is_not_in("passes", "A.6.2.3-1", change, "limited")
}

test_from_high_the_architecture_is_asked[note] if {
	some note, change in {
		"no reference": {"/design/architecture": sample.gone},
		"null": {"/design/architecture": null},
		"reference to nothing": {"/design/architecture/evidence_id": "elsewhere"},
		"other kind": {$"{architecture}/kind": "design_doc"},
		"draft": {$"{architecture}/status": "draft"},
		"too old": {$"{architecture}/issued_at": "366 days ago"},
	}
	is_in("passes", "A.6.2.3-1", change, "limited")
	is_not_in("passes", "A.6.2.3-1", change, "high")
}

test_stale_documents if {
	every path in [document, architecture] {
		is_in("stale", "A.6.2.3-1", {$"{path}/issued_at": "366 days ago"}, "high")
		is_in("stale", "A.6.2.3-1", {$"{path}/expires_at": "0 days ago"}, "high")
	}
	both := {$"{document}/issued_at": "366 days ago", $"{architecture}/issued_at": "366 days ago"}
	is_in("stale", "A.6.2.3-1", both, "high")
}

test_what_is_too_old_and_otherwise_wrong_is_not_stale if {
	old := {$"{document}/issued_at": "366 days ago"}
	every change in [{$"{document}/status": "draft"}, {"/design/architecture": sample.gone}] {
		is_not_in("stale", "A.6.2.3-1", object.union(old, change), "high")
	}
}

test_unverified_documents if {
	every name in ["design", "architecture"] {
		change := {$"{sample.checked[name]}/digest_ok": null}
		is_in("unverified", "A.6.2.3-1", change, "high")
		is_not_in("unverified", "A.6.2.3-1", object.union(change, {$"{document}/status": "draft"}), "high")
	}
}

test_invalid_documents[note] if {
	some note, change in {
		"document elsewhere": {"/design/doc/evidence_id": "elsewhere"},
		"architecture elsewhere": {"/design/architecture/evidence_id": "elsewhere"},
		"no architecture": {"/design/architecture": sample.gone},
		"architecture of another kind": {$"{architecture}/kind": "design_doc"},
		"other file": {$"{sample.checked.design}/digest_ok": false},
		"forged": {$"{sample.checked.architecture}/signature_ok": false},
	}
	is_in("invalid", "A.6.2.3-1", change, "high")
}

test_the_architecture_is_not_invalid_where_it_is_not_asked if {
	is_not_in("invalid", "A.6.2.3-1", {"/design/architecture": sample.gone}, "limited")
	is_not_in("invalid", "A.6.2.3-1", {}, "high")
}

test_documents_are_shown if {
	shown := found("A.6.2.3-1", {$"{sample.checked.design}/digest_ok": false}, "high").documents
	[[each.kind, each.digest_ok] | some each in shown] == [["design_doc", false], ["architecture", true]]
	unknown := found("A.6.2.3-1", {sample.checked.design: sample.gone}, "limited").documents
	[each.digest_ok | some each in unknown] == [null]
}

test_version_of_the_document[note] if {
	some note, versions in {
		"third number apart": ["4.2.1", "4.2.9"],
		"with and without v": ["v4.2", "4.2.0"],
	}
	change := {$"{document}/version": versions[0], "/system/version": versions[1]}
	is_in("passes", "A.6.2.3-2", change, "high")
	is_not_in("invalid", "A.6.2.3-2", change, "high")
}

test_other_version[note] if {
	some note, versions in {"minor": ["4.1", "4.2.0"], "major": ["3.2", "4.2.0"], "as texts": ["4.02", "4.2"]}
	change := {$"{document}/version": versions[0], "/system/version": versions[1]}
	is_not_in("passes", "A.6.2.3-2", change, "high")
	is_not_in("invalid", "A.6.2.3-2", change, "high")
}

test_no_version[note] if {
	some note, change in {
		"document has none": {$"{document}/version": sample.gone},
		"document null": {$"{document}/version": null},
		"document one number": {$"{document}/version": "4"},
		"document is elsewhere": {"/design/doc/evidence_id": "elsewhere"},
		"system one number": {"/system/version": "4"},
		"system as number": {"/system/version": 4.2},
		"both have none": {$"{document}/version": "spring", "/system/version": "spring"},
	}
	is_not_in("passes", "A.6.2.3-2", change, "high")
	is_in("invalid", "A.6.2.3-2", change, "high")
}

test_the_version_of_the_document_is_shown if {
	found("A.6.2.3-2", {}, "high") == {"document_version": "v4.2"}
	found("A.6.2.3-2", {$"{document}/version": sample.gone}, "high") == {}
}

origin := "/models/1/base_models"

test_origin_refused[note] if {
	some note, change in {
		"none": {origin: sample.gone},
		"null": {origin: null},
		"empty": {origin: []},
		"object": {origin: {"0": {"name": "skogs-base", "version": "1.2"}}},
		"no name": {$"{origin}/0/name": sample.gone},
		"short name": {$"{origin}/0/name": "ab"},
		"placeholder": {"/facts/quality/~1models~11~1base_models~10~1name": {"score": 0}},
		"no version": {$"{origin}/0/version": sample.gone},
		"latest": {$"{origin}/0/version": "1.2-Latest"},
		"branch": {$"{origin}/0/version": "main"},
		"second without version": {$"{origin}/-": {"name": "other"}},
	}
	is_not_in("passes", "A.6.2.3-3", change, "limited")
}

test_origin if {
	is_in("passes", "A.6.2.3-3", {$"{origin}/0/name": "abc"}, "limited")
	is_in("passes", "A.6.2.3-3", {"/models/1/source": "fine_tune"}, "limited")
}

test_models_that_build_on_none_are_exempt if {
	every place in [0, 2] {
		is_in("exempt", ["A.6.2.3-3", place], {}, "high")
	}
	is_not_in("exempt", ["A.6.2.3-3", 1], {}, "high")
	is_not_in("exempt", ["A.6.2.3-3", 1], {"/models/1/source": "fine_tune"}, "high")
}

test_a_model_of_unknown_source_is_asked[note] if {
	some note, value in {"absent": sample.gone, "null": null, "other": "found", "number": 7}
	is_not_in("exempt", ["A.6.2.3-3", 0], {"/models/0/source": value}, "high")
	is_not_in("passes", "A.6.2.3-3", {"/models/0/source": value}, "high")
}

test_some_model_is_built_on_others if {
	is_not_in("passes", "A.6.2.3-3", {"/models/1/source": "in_house"}, "high")
	is_not_in("passes", "A.6.2.3-3", {"/models": []}, "high")
}

threats := sample.at.threats

listed := $"{threats}/fields/threats"

test_threat_model_refused[note] if {
	some note, change in {
		"no reference": {"/design/threat_model": sample.gone},
		"reference to nothing": {"/design/threat_model/evidence_id": "elsewhere"},
		"other kind": {$"{threats}/kind": "design_doc"},
		"draft": {$"{threats}/status": "draft"},
		"too old": {$"{threats}/issued_at": "91 days ago"},
		"threat not listed": {$"{listed}/2/threat": "theft"},
		"no mitigation": {$"{listed}/1/mitigation": sample.gone},
		"blank mitigation": {$"{listed}/1/mitigation": " "},
		"number for a mitigation": {$"{listed}/1/mitigation": 7},
		"object for a list": {listed: {"0": {"threat": "poisoning", "mitigation": "x"}}},
		"no fields": {$"{threats}/fields": sample.gone},
	}
	is_not_in("passes", "A.6.2.3-4", change, "high")
}

test_the_age_of_the_threat_model_follows_the_tier[tier] if {
	some tier, limits in {"high": ["90 days ago", "91 days ago"], "critical": ["30 days ago", "31 days ago"]}
	is_in("passes", "A.6.2.3-4", {$"{threats}/issued_at": limits[0]}, tier)
	is_not_in("passes", "A.6.2.3-4", {$"{threats}/issued_at": limits[1]}, tier)
}

test_injection_is_a_threat_where_text_is_taken[note] if {
	without := {$"{listed}/3/threat": "theft"}
	is_in("passes", "A.6.2.3-4", without, "high")
	some note, change in {
		"generative": {"/system/type": "generative"},
		"agentic": {"/system/type": "agentic"},
		"makes content": {"/system/generates_content": true},
		"uses tools": {"/system/autonomy/tools": ["search:read"]},
	}
	is_in("passes", "A.6.2.3-4", change, "high")
	is_not_in("passes", "A.6.2.3-4", object.union(without, change), "high")
	found("A.6.2.3-4", object.union(without, change), "high").threats_left == ["prompt_injection"]
}

test_why_the_threat_model_does_not_hold[set] if {
	some set, changes in {
		"stale": [{$"{threats}/issued_at": "91 days ago"}, {$"{threats}/expires_at": "1 days ago"}],
		"unverified": [{$"{sample.checked.threats}/digest_ok": null}],
		"invalid": [
			{"/design/threat_model/evidence_id": "elsewhere"},
			{$"{threats}/kind": "design_doc"},
			{$"{sample.checked.threats}/digest_ok": false},
		],
	}
	is_not_in(set, "A.6.2.3-4", {}, "high")
	is_not_in(set, "A.6.2.3-4", {$"{threats}/status": "draft"}, "high")
	every change in changes {
		is_in(set, "A.6.2.3-4", change, "high")
	}
}

test_threats_that_are_left_are_shown if {
	shown := found("A.6.2.3-4", {$"{listed}/0/threat": "theft"}, "high")
	shown.threats_left == ["poisoning"]
	shown.days_max == 90
	shown.threat_model.fields.threats[0].threat == "theft"
	every_threat := {"days_max": 90, "threats_left": ["poisoning", "evasion", "extraction"]}
	found("A.6.2.3-4", {"/design/threat_model": sample.gone}, "high") == every_threat
}
