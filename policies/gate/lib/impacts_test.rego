package gate.lib.impacts_test

import data.gate.lib.impacts
import data.testing.assessed_document as assessed

assessment := "/impact_assessment"

ids(set, changes) := [element.impact.id | some element in found] if {
	found := data.gate.lib.impacts[set] with input as assessed.altered(changes) with data.gate.tier.effective as "high"
}

test_entries_and_absences_in_the_order_of_the_lists if {
	ids("entries", {}) == ["I1", "I2", "G1", "G2", "S1", "S2", "S3", "E1", "B1"]
	ids("absences", {}) == ["I3", "S4", "S5"]
	ids("harms", {}) == ["I1", "I2", "G1", "S1", "S3", "E1"]
}

test_each_is_given_with_its_list_and_place if {
	found := impacts.absences with input as assessed.good with data.gate.tier.effective as "high"
	found[0].list == "individuals"
	found[0].at == "/impact_assessment/individuals/2"
}

reason := $"{assessment}/individuals/2/not_relevant_reason"

test_what_excuses_nothing_is_an_entry[note] if {
	some note, change in {
		"no reason": {reason: assessed.gone},
		"null reason": {reason: null},
		"empty reason": {reason: ""},
		"blank reason": {reason: "  "},
		"short reason": {$"{assessed.measure(reason)}/chars": 159},
		"reason of few words": {$"{assessed.measure(reason)}/words": 7},
		"reason not measured": {assessed.measure(reason): assessed.gone},
		"placeholder": {"/facts/quality": {reason: {"score": 49}}},
		"likelihood": {$"{assessment}/individuals/2/likelihood": 1},
		"severity": {$"{assessment}/individuals/2/severity": 0},
	}
	ids("absences", change) == ["S4", "S5"]
	ids("harms", change) == ["I1", "I2", "I3", "G1", "S1", "S3", "E1"]
}

test_a_null_rating_is_none if {
	change := {$"{assessment}/individuals/2/likelihood": null, $"{assessment}/individuals/2/severity": null}
	ids("absences", change) == ["I3", "S4", "S5"]
}

test_benefits_that_are_called_harms_are_none if {
	ids("harms", {$"{assessment}/benefits/0/polarity": "harm"}) == ["I1", "I2", "G1", "S1", "S3", "E1"]
}

test_what_is_no_list_has_no_elements[note] if {
	some note, change in {
		"object": {$"{assessment}/groups": {"a": {"id": "G9", "polarity": "harm"}}},
		"text": {$"{assessment}/groups": "harm"},
		"null": {$"{assessment}/groups": null},
		"absent": {$"{assessment}/groups": assessed.gone},
	}
	ids("harms", change) == ["I1", "I2", "S1", "S3", "E1"]
}

test_what_is_no_object_is_an_entry if {
	found := impacts.entries with input as assessed.altered({$"{assessment}/groups/0": 7})
		with data.gate.tier.effective as "high"
	found[2].impact == 7
}

test_described if {
	described({}) == {entry.at | some entry in impacts.entries} with input as assessed.good
		with data.gate.tier.effective as "high"
	count(described({})) == 9
}

test_not_described[note] if {
	some note, change in {
		"short": {$"{assessed.measure(description)}/chars": 159},
		"few words": {$"{assessed.measure(description)}/words": 7},
		"absent": {description: assessed.gone},
		"number": {description: 7},
		"placeholder": {"/facts/quality": {description: {"score": 49}}},
	}
	described({}) - described(change) == {second_group}
}

second_group := $"{assessment}/groups/1"

description := $"{second_group}/description"

described(changes) := places if {
	places := impacts.described with input as assessed.altered(changes) with data.gate.tier.effective as "high"
}

test_of_somebody if {
	entry := {"at": "/a", "impact": {"stakeholder": "x"}}
	impacts.of_somebody(entry) with input.facts.quality as {}
	not impacts.of_somebody(entry) with input.facts.quality as {"/a/stakeholder": {"score": 0}}
	not impacts.of_somebody({"at": "/a", "impact": {}}) with input.facts.quality as {}
}

test_graded if {
	every value in [1, 2, 3, 4, 5] {
		impacts.graded(value)
	}
	every value in [0, 6, 1.5, -1, "3", true, null, [3]] {
		not impacts.graded(value)
	}
}
