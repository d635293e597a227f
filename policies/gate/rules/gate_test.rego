package gate.rules.gate_test

import data.gate.rules.gate
import data.testing

document := json.patch(testing.base("high", "prod"), [{
	"op": "add",
	"path": "/system/autonomy",
	"value": {"continuous_learning": false, "tools": []},
}])

informing := testing.with_blocks(testing.base("minimal", "prod"), {"system": {"decision": {"role": "informs"}}})

changed(path, value) := testing.changed(document, path, value)

without(path) := testing.removed(document, path)

test_gate_1_passes_when_the_declared_tier_is_the_effective_one if "GATE-1" in gate.passes with input as document

test_gate_1_fails_when_something_raises_the_tier if {
	raised := testing.changed(document, "/classification/declared_tier", "limited")
	health := testing.changed(raised, "/system/decision/domain", "health")
	"GATE-1" in gate.passes with input as raised
	not "GATE-1" in gate.passes with input as health
}

test_gate_1_fails_when_no_tier_is_declared if {
	every tier in [null, "none", 3] {
		not "GATE-1" in gate.passes with input as changed("/classification/declared_tier", tier)
	}
	not "GATE-1" in gate.passes with input as without("/classification")
}

test_gate_1_is_graver_from_two_steps_on if {
	below := ["GATE-1", "two_steps_below"]
	health := changed("/system/decision/domain", "health")
	not below in gate.when with input as testing.changed(health, "/classification/declared_tier", "limited")
	below in gate.when with input as testing.changed(health, "/classification/declared_tier", "minimal")
	below in gate.when with input as testing.changed(health, "/classification/declared_tier", null)
	not below in gate.when with input as document
}

test_gate_1_shows_what_raises_the_tier if {
	shown := gate.found["GATE-1"] with input as changed("/system/decision/domain", "health")
	shown.effective_tier == "high"
	[reason.code | some reason in shown.raised_by] == ["declared", "health"]
}

test_gate_2_passes_when_nothing_is_prohibited if "GATE-2" in gate.passes with input as document

test_gate_2_fails_when_the_class_is_prohibited if {
	prohibited := changed("/classification/eu", {"class": "prohibited"})
	not "GATE-2" in gate.passes with input as prohibited
	gate.found["GATE-2"] == {"prohibited_by": [{"source": "classification.eu.class", "value": "prohibited"}]} with input as prohibited
}

test_gate_4_passes_when_every_fact_is_stated if "GATE-4" in gate.passes with input as document

test_gate_4_passes_with_an_empty_list_of_groups_and_false if {
	"GATE-4" in gate.passes with input as changed("/system/vulnerable_groups", [])
	"GATE-4" in gate.passes with input as changed("/system/decision/affected_persons_per_year", 0)
}

test_gate_4_fails_without_each_fact if {
	every path in [
		"/system/decision/role",
		"/system/decision/domain",
		"/system/decision/legal_effect",
		"/system/decision/reversibility",
		"/system/decision/affected_persons_per_year",
		"/system/vulnerable_groups",
		"/system/autonomy/continuous_learning",
	] {
		not "GATE-4" in gate.passes with input as without(path)
		not "GATE-4" in gate.passes with input as changed(path, null)
		not "GATE-4" in gate.passes with input as changed(path, {"a": 1})
		gate.found["GATE-4"].not_stated == [replace(trim_prefix(path, "/"), "/", ".")] with input as without(path)
	}
}

test_gate_4_fails_with_facts_of_another_kind if {
	not "GATE-4" in gate.passes with input as changed("/system/decision/reversibility", "maybe")
	not "GATE-4" in gate.passes with input as changed("/system/decision/affected_persons_per_year", -1)
	not "GATE-4" in gate.passes with input as changed("/system/decision/role", "")
}

test_gate_4_asks_a_minimal_system_that_informs_for_less if {
	"GATE-4" in gate.passes with input as testing.removed(informing, "/system/decision/reversibility")
	not "GATE-4" in gate.passes with input as testing.removed(informing, "/system/decision/legal_effect")
	raised := testing.changed(testing.removed(informing, "/system/decision/reversibility"), "/system/generates_content", true)
	not "GATE-4" in gate.passes with input as raised
}
