package gate.lib.privacy_test

import data.gate.lib.privacy
import data.testing
import data.testing.data_document as sample

lawful(document, tier) if privacy.lawful(0) with input as document with data.gate.tier.effective as tier

test_lawful if {
	lawful(sample.personal, "high")
	lawful(testing.removed(sample.personal, "/data/0/minimisation"), "limited")
	not lawful(testing.removed(sample.personal, "/data/0/minimisation"), "high")
	not lawful(testing.changed(sample.personal, "/data/0/acquisition/legal_basis", "none_needed"), "limited")
	not lawful(testing.changed(sample.personal, "/data/0/retention_days", 1.5), "limited")
}

test_special if {
	privacy.special == {1, 2, 4} with input as {"data": [
		{"personal_data": "personal"},
		{"personal_data": "special_category"},
		{"personal_data": "none", "special_categories": ["health"]},
		{"personal_data": "pseudonymised", "special_categories": null},
		{},
	]}
}

protected(class, access) if privacy.protected({"personal_data": class, "access": access})

test_protected if {
	protected("none", {"classification": "public"})
	protected("personal", {"classification": "internal", "encryption_at_rest": true})
	protected("special_category", {"classification": "restricted", "encryption_at_rest": true})
	not protected("none", {})
	not protected("none", {"classification": null})
	not protected("personal", {"classification": "restricted"})
	not protected(null, {"classification": "restricted"})
	not protected("special_category", {"classification": "internal", "encryption_at_rest": true})
}

excepted(document) if privacy.excepted(document.data[0]) with input as document

test_only_the_correction_of_bias_asks_for_an_assessment_of_bias if {
	unassessed := testing.changed(sample.special, "/data/0/bias/assessed", false)
	excepted(sample.special)
	not excepted(unassessed)
	excepted(testing.changed(unassessed, "/data/0/special_categories", ["health"]))
}
