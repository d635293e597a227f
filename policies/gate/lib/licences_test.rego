package gate.lib.licences_test

import data.gate.lib.licences

models(statements) := {"models": [{"id": "m", "datasets": ["d"], "licence": licence} | some licence in statements]}

commercial := models([{"commercial_use": true}])

research := models([{"commercial_use": false}])

permits(licence, document) if licences.permits({"id": "d", "licence": licence}) with input as document

conflict(licence, document) if licences.conflict({"id": "d", "licence": licence}) with input as document

test_permitted[note] if {
	some note, licence in {
		"listed": "CC-BY-4.0",
		"white space around": " MIT\n",
		"one alternative": "LicenseRef-House OR mit",
		"every term": "Apache-2.0 AND MIT",
		"an alternative of two terms": "LicenseRef-House or Apache-2.0 and MIT",
		"many spaces": "LicenseRef-House  or  MIT",
	}
	permits(licence, commercial)
}

test_not_permitted[note] if {
	some note, licence in {
		"unlisted": "LicenseRef-House",
		"one term unlisted": "MIT AND LicenseRef-House",
		"listed as a part": "CC-BY-4.0-X",
		"no commercial use": "CC-BY-NC-4.0",
		"parentheses": "(MIT)",
		"half a parenthesis": "MIT)",
		"parentheses in another alternative": "MIT OR (LicenseRef-House)",
		"empty": "",
		"blank": "  ",
		"null": null,
		"number": 7,
		"list": ["MIT"],
	}
	not permits(licence, commercial)
}

test_no_licence_permits_nothing if not licences.permits({"id": "d"}) with input as commercial

test_research_may_use_what_denies_commerce if {
	permits("CC-BY-NC-4.0", research)
	permits("CC-BY-NC-4.0 and MIT", research)
	not permits("CC-BY-NC-4.0 and LicenseRef-House", research)
}

test_conflict[note] if {
	some note, licence in {
		"no commercial use": "CC-BY-NC-4.0",
		"no derivatives": "cc-by-nd-3.0",
		"both": "CC-BY-NC-ND-4.0",
		"every alternative": "CC-BY-NC-4.0 OR CC-BY-ND-4.0 AND MIT",
		"in parentheses": "(MIT OR CC-BY-NC-4.0)",
		"half a parenthesis": "MIT OR CC-BY-NC-4.0)",
		"the other half": "MIT OR (CC-BY-NC-4.0",
		"spaces inside": "MIT AND  CC-BY-NC-4.0",
	}
	conflict(licence, commercial)
}

test_no_conflict[note] if {
	some note, licence in {
		"permitted": "MIT",
		"unlisted": "LicenseRef-House",
		"another alternative": "CC-BY-NC-4.0 OR LicenseRef-House",
		"pattern inside": "X-CC-BY-NC-4.0",
		"parentheses alone": "(MIT)",
		"empty": "",
		"null": null,
		"number": 7,
	}
	not conflict(licence, commercial)
}

test_no_conflict_in_research if not conflict("CC-BY-NC-4.0", research)

test_denied_without_a_star if {
	licences.denied("agpl-3.0") with data.tables.licence_deny_commercial as ["AGPL-3.0"]
	not licences.denied("agpl-3.0-or-later") with data.tables.licence_deny_commercial as ["AGPL-3.0"]
}

used_commercially(document) if licences.commercial({"id": "d"}) with input as document

test_commercial_unless_every_model_says_otherwise if {
	used_commercially(commercial)
	used_commercially(models([{"commercial_use": false}, {"commercial_use": true}]))
	used_commercially(models([{"commercial_use": false}, {}]))
	used_commercially(models([{"commercial_use": null}]))
	used_commercially(models([{"commercial_use": "false"}]))
	used_commercially({"models": []})
	used_commercially({})
	not used_commercially(models([{"commercial_use": false}, {"commercial_use": false}]))
}

test_other_models_do_not_count_where_one_names_the_dataset if {
	named := {"models": [
		{"datasets": ["d"], "licence": {"commercial_use": false}},
		{"datasets": ["x"], "licence": {"commercial_use": true}},
	]}
	not used_commercially(named)
	used_commercially({"models": [model | some model in named.models; not "d" in model.datasets]})
}

test_all_models_count_where_none_names_the_dataset if {
	not used_commercially({"models": [{"licence": {"commercial_use": false}}]})
	used_commercially({"models": [{"licence": {"commercial_use": false}}, {"licence": {"commercial_use": true}}]})
}
