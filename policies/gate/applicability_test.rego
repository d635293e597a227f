package gate.applicability_test

import data.gate.applicability
import data.testing

reason := "This system has no such part: it was designed without one, and the board has looked at that again."

entry(control) := {"control_id": control, "applicable": false, "justification": reason, "implemented": "yes"}

# METADATA
# title: A proper statement with these entries, whose reasons are all long enough
with_entries(entries) := testing.with_evidence(
	testing.with_blocks(testing.base("high", "prod"), {
		"risk": {"soa": {"evidence": {"evidence_id": "soa"}, "date": "10 days ago", "entries": entries}},
		"facts": {"text": {$"/risk/soa/entries/{place}/justification": {"chars": 160, "words": 8} | some place, _ in entries}},
	}),
	[testing.item("soa", "soa", {"approved_by": {
		"role": "board",
		"person": {"id": "bo@example.org"},
		"decision": "approve",
		"at": "10 days ago",
	}})],
)

catalogue := {
	"annex_a": {"A.8.2": ["A.8.2-1", "A.8.2-2"], "A.8.3": ["A.8.3-1"], "A.10.3": ["A.10.3-1"]},
	"unwaivable": ["A.8.2-2"],
}

excluded(document) := rules if {
	rules := applicability.excluded with input as document with data.catalogue as catalogue
}

unimplemented(document) := rules if {
	rules := applicability.unimplemented with input as document with data.catalogue as catalogue
}

document := with_entries([entry("A.8.3")])

test_a_proper_exclusion_holds if excluded(document) == {"A.8.3-1"}

test_it_holds_at_every_tier if {
	every tier in ["minimal", "limited", "high", "critical"] {
		excluded(testing.with_text(
			testing.changed(document, "/classification/declared_tier", tier),
			"/risk/soa/entries/0/justification",
			200, 8,
		)) == {"A.8.3-1"}
	}
}

test_each_role_that_may_approve_a_statement[role] if {
	some role in ["accountable_executive", "ai_governance_board", "ceo", "board"]
	excluded(testing.changed(document, "/evidence/0/approved_by/role", role)) == {"A.8.3-1"}
}

test_an_exclusion_sets_no_unwaivable_rule_aside if {
	excluded(with_entries([entry("A.8.2")])) == {"A.8.2-1"}
	rules := applicability.excluded with input as with_entries([entry("A.8.2")])
		with data.catalogue as catalogue
		with data.tables.WAIVER.never as ["A.8.2-1"]
	rules == set()
}

test_an_exclusion_does_not_hold[note] if {
	some note, of in {
		"no statement": testing.removed(document, "/risk"),
		"no evidence": testing.removed(document, "/risk/soa/evidence"),
		"evidence of another kind": testing.changed(document, "/evidence/0/kind", "ai_policy"),
		"approved by a role that may not": testing.changed(document, "/evidence/0/approved_by/role", "risk_owner"),
		"evidence too old": testing.changed(document, "/evidence/0/issued_at", "366 days ago"),
		"file not checked": testing.changed(document, "/facts/evidence/soa/digest_ok", null),
		"statement too old": testing.changed(document, "/risk/soa/date", "366 days ago"),
		"statement of tomorrow": testing.changed(document, "/risk/soa/date", "in 1 days"),
		"statement without a date": testing.removed(document, "/risk/soa/date"),
		"control applies": testing.changed(document, "/risk/soa/entries/0/applicable", true),
		"nobody says whether it applies": testing.removed(document, "/risk/soa/entries/0/applicable"),
		"false as text": testing.changed(document, "/risk/soa/entries/0/applicable", "false"),
		"no reason": testing.removed(document, "/risk/soa/entries/0/justification"),
		"reason too short": testing.with_text(document, "/risk/soa/entries/0/justification", 159, 8),
		"reason in few words": testing.with_text(document, "/risk/soa/entries/0/justification", 160, 7),
		"reason is a placeholder": testing.with_poor_text(document, "/risk/soa/entries/0/justification"),
		"reason measured elsewhere": testing.changed(document, "/facts/text", {"/risk/soa/entries/1/justification": {"chars": 160, "words": 8}}),
		"said twice": with_entries([entry("A.8.3"), entry("A.8.3")]),
		"said both ways": with_entries([entry("A.8.3"), object.union(entry("A.8.3"), {"applicable": true})]),
		"entries are no list": testing.changed(document, "/risk/soa/entries", "A.8.3"),
		"a clause": testing.changed(document, "/risk/soa/entries/0/control_id", "CL-6.1.2"),
		"the gate": testing.changed(document, "/risk/soa/entries/0/control_id", "GATE"),
		"no control that anybody knows": testing.changed(document, "/risk/soa/entries/0/control_id", "A.99.9"),
		"a rule instead of its control": testing.changed(document, "/risk/soa/entries/0/control_id", "A.8.3-1"),
		"another case": testing.changed(document, "/risk/soa/entries/0/control_id", "a.8.3"),
		"no text": testing.changed(document, "/risk/soa/entries/0/control_id", 8),
	}
	excluded(of) == set()
}

test_a_statement_holds_to_its_last_day if {
	excluded(testing.changed(document, "/risk/soa/date", "365 days ago")) == {"A.8.3-1"}
	excluded(testing.changed(document, "/risk/soa/date", "0 days ago")) == {"A.8.3-1"}
}

test_one_entry_does_not_spoil_another if {
	excluded(with_entries([entry("A.8.3"), object.union(entry("A.8.2"), {"applicable": true})])) == {"A.8.3-1"}
}

contradictions(document_of) := names if {
	names := applicability.contradictions with input as document_of
}

test_what_contradicts_an_exclusion if {
	contradictions(document) == set()
	contradictions(testing.changed(document, "/data", [{}])) == {"uses_data"}
	contradictions(testing.changed(document, "/system/interacts_with_public", true)) == {"meets_the_public"}
	contradictions(testing.changed(document, "/system/generates_content", true)) == {"meets_the_public"}
	contradictions(testing.changed(document, "/suppliers", [{}])) == {"has_suppliers"}
	contradictions(testing.changed(document, "/customers", [{}])) == {"has_customers"}
	every source in ["vendor_api", "open_weights", "fine_tune"] {
		contradictions(testing.changed(document, "/models", [{}, {"source": source}])) == {"has_suppliers"}
	}
}

test_what_does_not_contradict_one if {
	quiet := testing.with_blocks(document, {
		"models": [{"source": "in_house"}, {"source": null}],
		"suppliers": [],
		"customers": null,
		"system": {"interacts_with_public": "true", "generates_content": null},
	})
	contradictions(quiet) == set()
}

test_a_contradicted_exclusion_does_not_hold if {
	public := testing.changed(with_entries([entry("A.8.2"), entry("A.8.3")]), "/system/interacts_with_public", true)
	excluded(public) == {"A.8.3-1"}
	supplied := testing.changed(with_entries([entry("A.10.3")]), "/suppliers", [{"id": "x"}])
	table := {"A.10.3": "has_suppliers"}
	held := applicability.excluded with input as supplied with data.catalogue as catalogue with data.tables.SOA.contradicted as table
	held == set()
	alone := testing.changed(supplied, "/suppliers", [])
	kept := applicability.excluded with input as alone with data.catalogue as catalogue with data.tables.SOA.contradicted as table
	kept == {"A.10.3-1"}
}

test_the_table_names_a_contradiction_for_each_of_these_controls if {
	data.tables.SOA.contradicted == {
		"A.4.3": "uses_data",
		"A.7.2": "uses_data",
		"A.7.3": "uses_data",
		"A.7.4": "uses_data",
		"A.7.5": "uses_data",
		"A.7.6": "uses_data",
		"A.8.2": "meets_the_public",
		"A.10.3": "has_suppliers",
		"A.10.4": "has_customers",
	}
}

admitting(implemented) := testing.with_blocks(testing.base("high", "prod"), {"risk": {"soa": {"entries": [
	{"control_id": "A.8.3", "applicable": true, "implemented": "yes"},
	{"control_id": "A.8.2", "applicable": true, "implemented": implemented},
]}}})

test_an_admission_needs_no_valid_statement if {
	every word in ["no", "planned"] {
		unimplemented(admitting(word)) == {"A.8.2-1", "A.8.2-2"}
		applicability.admissions == {"A.8.2": {1}} with input as admitting(word)
	}
}

test_what_admits_nothing[note] if {
	some note, of in {
		"partly": admitting("partial"),
		"fully": admitting("yes"),
		"not stated": testing.removed(admitting("no"), "/risk/soa/entries/1/implemented"),
		"false": admitting(false),
		"in capitals": admitting("No"),
		"does not apply": testing.changed(admitting("no"), "/risk/soa/entries/1/applicable", false),
		"applies as text": testing.changed(admitting("no"), "/risk/soa/entries/1/applicable", "true"),
		"a clause": testing.changed(admitting("no"), "/risk/soa/entries/1/control_id", "CL-6.1.2"),
		"the gate": testing.changed(admitting("no"), "/risk/soa/entries/1/control_id", "GATE"),
		"below high": testing.changed(admitting("no"), "/classification/declared_tier", "limited"),
	}
	unimplemented(of) == set()
}

test_an_admission_counts_at_critical_too if {
	unimplemented(testing.changed(admitting("no"), "/classification/declared_tier", "critical")) == {"A.8.2-1", "A.8.2-2"}
}

test_one_entry_of_several_is_enough if {
	several := with_entries([entry("A.8.3"), {"control_id": "A.8.3", "applicable": true, "implemented": "planned"}])
	unimplemented(several) == {"A.8.3-1"}
	excluded(several) == set()
}
