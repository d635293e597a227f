package gate.lib.rights_assessment_test

import data.gate.lib.rights_assessment
import data.testing.assessed_document as assessed

eu := "/classification/eu"

asked(changes) if rights_assessment.asked with input as assessed.altered(changes)

settled(changes) if {
	rights_assessment.settled with input as assessed.altered(changes) with data.gate.tier.effective as "high"
}

test_asked[note] if {
	some note, change in {
		"stated": {},
		"stated as something else": {$"{eu}/art27_required": "yes"},
		"stated, and supplied only": {$"{eu}/role": "provider"},
		"stated for another class": {$"{eu}/class": "minimal"},
		"not stated": {$"{eu}/art27_required": assessed.gone},
		"null": {$"{eu}/art27_required": null},
		"neither it nor the role is stated": {$"{eu}/art27_required": null, $"{eu}/role": assessed.gone},
		"role null": {$"{eu}/art27_required": null, $"{eu}/role": null},
		"used and supplied": {$"{eu}/art27_required": null, $"{eu}/role": "provider_and_deployer"},
	}
	asked(change)
}

test_not_asked[note] if {
	some note, change in {
		"stated": {$"{eu}/art27_required": false},
		"no law": {eu: assessed.gone},
		"other class": {$"{eu}/art27_required": null, $"{eu}/class": "transparency"},
		"class not stated": {$"{eu}/art27_required": null, $"{eu}/class": assessed.gone},
		"provider": {$"{eu}/art27_required": null, $"{eu}/role": "provider"},
		"importer": {$"{eu}/art27_required": null, $"{eu}/role": "importer"},
		"distributor": {$"{eu}/art27_required": null, $"{eu}/role": "distributor"},
		"none": {$"{eu}/art27_required": assessed.gone, $"{eu}/role": "none"},
	}
	not asked(change)
	settled(object.union(change, {"/impact_assessment/fria": null}))
}

fria := "/impact_assessment/fria"

test_settled if {
	settled({})
	settled({$"{fria}/authority_notified_at": "0 days ago"})
}

test_not_settled[note] if {
	some note, change in {
		"nothing": {fria: assessed.gone},
		"text absent": {$"{fria}/processes": assessed.gone},
		"text empty": {$"{fria}/period_frequency": ""},
		"number for a text": {$"{fria}/oversight_measures": 7},
		"text too short": {$"{assessed.measure($"{fria}/response_and_complaints")}/chars": 159},
		"text of few words": {$"{assessed.measure($"{fria}/processes")}/words": 7},
		"list absent": {$"{fria}/affected_categories": assessed.gone},
		"list empty": {$"{fria}/specific_risks": []},
		"text for a list": {$"{fria}/affected_categories": "applicants"},
		"second element blank": {$"{fria}/specific_risks/1": " "},
		"placeholder": {"/facts/quality": {$"{fria}/affected_categories/1": {"score": 49}}},
		"not notified": {$"{fria}/authority_notified_at": assessed.gone},
		"to be notified": {$"{fria}/authority_notified_at": "in 1 days"},
		"no date": {$"{fria}/authority_notified_at": "soon"},
	}
	not settled(change)
}

test_elements_that_are_not_filled_are_named if {
	document := assessed.altered({$"{fria}/specific_risks": [], $"{fria}/processes": null})
	named := rights_assessment.elements_not_filled with input as document with data.gate.tier.effective as "high"
	named == ["processes", "specific_risks"]
}
