package iso42001.a_10_3_test

import data.iso42001.a_10_3 as control
import data.testing
import data.testing.partner_document as partner

# What the control says of the good document with some changes.
sets(changes, tier) := said if {
	said := control with input as partner.altered(changes) with data.gate.tier.effective as tier
}

is_in(set, item, changes, tier) if item in sets(changes, tier)[set]

is_not_in(set, item, changes, tier) if {
	said := sets(changes, tier)
	not item in said[set]
}

test_every_rule_passes[rule] if {
	some rule in ["A.10.3-1", "A.10.3-2", "A.10.3-3", "A.10.3-4", "A.10.3-5", "A.10.3-6"]
	every tier in ["minimal", "limited", "high", "critical"] {
		is_in("passes", rule, {}, tier)
		is_not_in("exempt", rule, {}, tier)
	}
}

cloud := "/suppliers/0"

vendor := "/suppliers/1"

lab := "/suppliers/2"

test_something_without_a_supplier_is_refused[note] if {
	some note, change in {
		"model": {"/models/1/supplier_id": "cloud"},
		"data": {"/data/1/acquisition/supplier_id": partner.gone},
		"host": {"/resources/compute/provider": "elsewhere"},
		"nobody on record": {"/suppliers": []},
	}
	is_not_in("passes", "A.10.3-1", change, "high")
	is_not_in("exempt", "A.10.3-1", change, "high")
}

test_exempt_when_nothing_comes_from_outside if {
	inside := {"/models": [{"source": "in_house"}], "/data": [], "/resources/compute/provider": "own"}
	is_in("exempt", "A.10.3-1", inside, "high")
	is_not_in("passes", "A.10.3-1", inside, "high")
}

test_what_has_no_supplier_is_named if {
	sets({"/suppliers": []}, "high").found["A.10.3-1"] == {
		"models": ["writer", "encoder"],
		"data": ["bought"],
		"hosting_on_record": false,
	}
	sets({}, "high").found["A.10.3-1"] == {"models": [], "data": [], "hosting_on_record": true}
}

test_assessment_refused[note] if {
	some note, change in {
		"second supplier rejected": {$"{vendor}/assessment_outcome": "reject"},
		"accepted with conditions": {$"{vendor}/assessment_outcome": "accept_with_conditions"},
		"no outcome": {$"{vendor}/assessment_outcome": partner.gone},
		"too old": {$"{vendor}/assessed_at": "366 days ago"},
		"planned": {$"{vendor}/assessed_at": "in 1 days"},
		"no date": {$"{vendor}/assessed_at": null},
		"no report": {$"{lab}/assessment": partner.gone},
		"report of another kind": {$"{partner.at.assessment}/kind": "contract"},
		"report too old": {$"{partner.at.assessment}/issued_at": "366 days ago"},
		"report of another file": {$"{partner.checked.assessment}/digest_ok": false},
		"no suppliers": {"/suppliers": []},
		"suppliers absent": {"/suppliers": partner.gone},
	}
	is_not_in("passes", "A.10.3-2", change, "high")
}

test_assessment_below_the_high_tier if {
	is_in("passes", "A.10.3-2", {$"{lab}/assessment": partner.gone}, "limited")
	is_in("passes", "A.10.3-2", {$"{vendor}/assessment_outcome": "accept_with_conditions"}, "limited")
	is_not_in("passes", "A.10.3-2", {$"{vendor}/assessment_outcome": "pending"}, "limited")
}

test_assessment_is_as_recent_as_the_tier_asks[tier] if {
	some tier, limits in {
		"minimal": ["730 days ago", "731 days ago"],
		"limited": ["365 days ago", "366 days ago"],
		"high": ["365 days ago", "366 days ago"],
		"critical": ["180 days ago", "181 days ago"],
	}
	is_in("passes", "A.10.3-2", {$"{vendor}/assessed_at": limits[0]}, tier)
	is_not_in("passes", "A.10.3-2", {$"{vendor}/assessed_at": limits[1]}, tier)
	is_in("stale", "A.10.3-2", {$"{vendor}/assessed_at": limits[1]}, tier)
}

test_an_assessment_that_only_grew_old_is_stale if {
	is_in("stale", "A.10.3-2", {$"{partner.at.assessment}/issued_at": "366 days ago"}, "high")
	is_in(
		"stale", "A.10.3-2", {
			$"{partner.at.assessment}/issued_at": "366 days ago",
			$"{vendor}/assessed_at": "366 days ago",
		},
		"high",
	)
}

test_an_assessment_with_another_fault_is_not_stale[note] if {
	some note, change in {
		"rejected": {$"{vendor}/assessment_outcome": "reject", $"{cloud}/assessed_at": "366 days ago"},
		"no date": {$"{vendor}/assessed_at": null},
		"planned": {$"{vendor}/assessed_at": "in 1 days"},
		"no report": {$"{lab}/assessment": partner.gone, $"{cloud}/assessed_at": "366 days ago"},
		"report planned": {$"{partner.at.assessment}/issued_at": "in 1 days"},
		"no suppliers": {"/suppliers": []},
	}
	is_not_in("stale", "A.10.3-2", change, "high")
}

test_an_assessment_without_a_check_is_unverified if {
	is_in("unverified", "A.10.3-2", {$"{partner.checked.assessment}/digest_ok": null}, "high")
	is_in("unverified", "A.10.3-2", {$"{partner.checked.assessment}/digest_ok": false}, "high")
	is_not_in("unverified", "A.10.3-2", {$"{partner.checked.assessment}/digest_ok": false}, "limited")
	is_not_in("unverified", "A.10.3-2", {}, "high")
}

test_assessments_that_fail_are_shown if {
	change := {$"{vendor}/assessment_outcome": "reject", $"{vendor}/assessment": partner.gone}
	sets(change, "high").found["A.10.3-2"] == {"days_max": 365, "suppliers": [{
		"id": "vendor",
		"assessed_at": "100 days ago",
		"assessment_outcome": "reject",
	}]}
}

test_contract_refused[note] if {
	some note, change in {
		"run out": {$"{vendor}/contract_valid_to": "0 days ago"},
		"no clauses": {$"{cloud}/ai_clauses": []},
		"no contract": {$"{cloud}/contract": partner.gone},
		"weights without a licence": {"/models/1/licence": partner.gone},
		"weights scanned long ago": {"/security/model_scan/scanned_at": "91 days ago"},
		"no suppliers": {"/suppliers": []},
	}
	is_not_in("passes", "A.10.3-3", change, "high")
}

test_dates_alone_make_a_contract_stale[note] if {
	some note, change in {
		"run out": {$"{vendor}/contract_valid_to": "0 days ago"},
		"scan": {"/security/model_scan/scanned_at": "91 days ago"},
		"evidence run out": {$"{partner.at.contract}/expires_at": "0 days ago"},
	}
	is_in("stale", "A.10.3-3", change, "high")
}

test_a_contract_with_another_fault_is_not_stale[note] if {
	some note, change in {
		"clause": {$"{vendor}/contract_valid_to": "0 days ago", $"{cloud}/ai_clauses": []},
		"weights": {$"{vendor}/contract_valid_to": "0 days ago", "/models/1/licence": partner.gone},
		"no suppliers": {"/suppliers": []},
	}
	is_not_in("stale", "A.10.3-3", change, "high")
}

test_contracts_that_fail_are_shown if {
	change := {$"{cloud}/ai_clauses": ["audit", "data_use"], $"{cloud}/contract": partner.gone}
	sets(change, "high").found["A.10.3-3"] == {"suppliers": [{
		"id": "cloud",
		"contract_valid_to": "in 1 days",
		"clauses_missing": ["incident_notice", "change_notice"],
	}]}
}

test_certificates_refused[note] if {
	some note, change in {
		"second one run out": {$"{vendor}/certificates/1/valid_to": "0 days ago"},
		"no end": {$"{vendor}/certificates/1/valid_to": partner.gone},
		"no date": {$"{vendor}/certificates/1/valid_to": "long"},
		"number for a certificate": {$"{vendor}/certificates/-": 7},
		"host without one": {$"{cloud}/certificates": []},
		"host with none stated": {$"{cloud}/certificates": partner.gone},
		"object for a list": {$"{vendor}/certificates": {"a": {"valid_to": "in 1 days"}}},
	}
	is_not_in("passes", "A.10.3-4", change, "high")
}

test_who_needs_no_certificate_is_exempt if {
	is_in("exempt", ["A.10.3-4", 2], {}, "critical")
	is_not_in("exempt", ["A.10.3-4", 0], {$"{cloud}/certificates": []}, "high")
	is_in("exempt", ["A.10.3-4", 0], {$"{cloud}/certificates": []}, "limited")
	is_in("exempt", ["A.10.3-4", 0], {$"{cloud}/certificates": partner.gone}, "limited")
	is_not_in("exempt", ["A.10.3-4", 2], {$"{lab}/role": partner.gone}, "high")
	is_not_in("exempt", ["A.10.3-4", 1], {}, "minimal")
	is_not_in("passes", "A.10.3-4", {"/suppliers": []}, "high")
}

test_a_certificate_that_ran_out_is_stale if {
	is_in("stale", "A.10.3-4", {$"{vendor}/certificates/1/valid_to": "0 days ago"}, "high")
	is_not_in("stale", "A.10.3-4", {}, "high")
	is_not_in("stale", "A.10.3-4", {$"{vendor}/certificates/1/valid_to": null}, "high")
}

test_certificates_that_ran_out_are_shown if {
	change := {$"{vendor}/certificates/1/valid_to": "0 days ago"}
	sets(change, "high").found["A.10.3-4"] == {"certificates": [{
		"supplier": "vendor",
		"scheme": "SOC 2",
		"valid_to": "0 days ago",
	}]}
}

test_vendor_model_refused[note] if {
	some note, change in {
		"no version": {"/models/0/version": partner.gone},
		"newest version": {"/models/0/version": "writer-1-latest"},
		"version without a number": {"/models/0/version": "stable"},
		"no supplier": {"/models/0/supplier_id": partner.gone},
		"another supplier": {"/models/0/supplier_id": "cloud"},
		"supplier not pinned": {$"{vendor}/pinned_version": partner.gone},
		"supplier's newest": {$"{vendor}/pinned_version": "Latest2"},
		"90 days": {$"{vendor}/deprecation_date": "in 90 days"},
		"retired": {$"{vendor}/deprecation_date": "10 days ago"},
		"no date": {$"{vendor}/deprecation_date": partner.gone},
		"a second model that states no source": {"/models/2/source": partner.gone},
		"no models": {"/models": []},
	}
	is_not_in("passes", "A.10.3-5", change, "high")
}

test_models_that_run_here_are_exempt if {
	is_in("exempt", ["A.10.3-5", 1], {}, "high")
	is_in("exempt", ["A.10.3-5", 2], {}, "high")
	is_not_in("exempt", ["A.10.3-5", 0], {}, "high")
	is_not_in("exempt", ["A.10.3-5", 2], {"/models/2/source": null}, "high")
}

test_vendor_models_that_fail_are_shown if {
	change := {$"{vendor}/deprecation_date": "in 90 days"}
	sets(change, "high").found["A.10.3-5"] == {"models": [{
		"id": "writer",
		"version": "2026-02-01",
		"suppliers": [{"id": "vendor", "pinned_version": "2026-02-01", "deprecation_date": "in 90 days"}],
	}]}
}

test_way_out_refused[note] if {
	some note, change in {
		"no plan": {$"{vendor}/exit_plan": false},
		"text for a flag": {$"{vendor}/exit_plan": "true"},
		"not stated": {$"{cloud}/exit_plan": partner.gone},
		"plan without the second supplier": {$"{partner.at.exit}/fields/supplier_ids": ["cloud"]},
		"text for a list": {$"{partner.at.exit}/fields/supplier_ids": "cloud vendor"},
		"object for a list": {$"{partner.at.exit}/fields/supplier_ids": {"a": "cloud", "b": "vendor"}},
		"no list": {$"{partner.at.exit}/fields": partner.gone},
		"draft": {$"{partner.at.exit}/status": "draft"},
		"other kind": {$"{partner.at.exit}/kind": "contract"},
		"too old": {$"{partner.at.exit}/issued_at": "181 days ago"},
		"signature not checked": {$"{partner.checked.exit}/signature_ok": null},
		"no evidence": {"/evidence": []},
		"no suppliers": {"/suppliers": []},
	}
	is_not_in("passes", "A.10.3-6", change, "critical")
}

test_the_first_item_of_an_id_is_the_plan if {
	second := testing.item("exit", "exit_plan", {"fields": {"supplier_ids": ["cloud", "vendor"]}})
	change := {$"{partner.at.exit}/fields/supplier_ids": [], "/evidence/-": second}
	is_not_in("passes", "A.10.3-6", change, "critical")
}

test_two_plans_may_share_the_suppliers if {
	second := testing.item("exit-2", "exit_plan", {"fields": {"supplier_ids": ["vendor"]}})
	change := {
		$"{partner.at.exit}/fields/supplier_ids": ["cloud"],
		"/evidence/-": second,
		"/facts/evidence/exit-2": {"digest_ok": true, "signature_ok": true},
	}
	is_in("passes", "A.10.3-6", change, "critical")
}

test_who_can_be_left_at_once_is_exempt if {
	is_in("exempt", ["A.10.3-6", 2], {}, "critical")
	is_not_in("exempt", ["A.10.3-6", 0], {}, "critical")
	is_not_in("exempt", ["A.10.3-6", 1], {}, "critical")
	is_in("exempt", ["A.10.3-6", 1], {"/models/0/supplier_id": "lab"}, "critical")
	is_not_in("exempt", ["A.10.3-6", 2], {"/models/0/supplier_id": "lab"}, "critical")
	is_not_in("exempt", ["A.10.3-6", 2], {$"{lab}/role": ["model", "tool"]}, "critical")
	is_not_in("exempt", ["A.10.3-6", 2], {$"{lab}/role": partner.gone}, "critical")
	is_not_in("exempt", ["A.10.3-6", 2], {"/models/1/source": partner.gone}, "critical")
}

test_a_plan_without_a_check_is_unverified if {
	is_in("unverified", "A.10.3-6", {$"{partner.checked.exit}/signature_ok": null}, "critical")
	is_not_in("unverified", "A.10.3-6", {}, "critical")
	is_not_in(
		"unverified", "A.10.3-6", {
			$"{partner.checked.exit}/signature_ok": null,
			$"{partner.at.exit}/fields/supplier_ids": ["lab"],
		},
		"critical",
	)
}

test_suppliers_without_a_way_out_are_shown if {
	sets({$"{vendor}/exit_plan": false}, "critical").found["A.10.3-6"] == {
		"suppliers": [{"id": "vendor", "exit_plan": false}],
		"exit_plans": [{"id": "exit", "fields": {"supplier_ids": ["cloud", "vendor"]}}],
	}
}
