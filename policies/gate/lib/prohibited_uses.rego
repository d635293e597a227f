# METADATA
# scope: package
# title: Uses that somebody rules out
# description: |
#   The own list of prohibited uses, the card of a model and its licence can each rule this deployment out. Lists say so
#   in codes, cards of foreign models in words, and licences by their name. Each match is shown with its place.
package gate.lib.prohibited_uses

import data.gate.lib.lists
import data.gate.lib.regions
import data.gate.lib.words

# METADATA
# title: What this deployment is, in the codes that lists of prohibited uses are written in
# description: A fact that is not stated counts as if it held.
codes contains $"domain:{domain}" if domain := input.system.decision.domain

codes contains $"role:{role}" if role := input.system.decision.role

codes contains $"region:{lower(region)}" if some region in input.request.regions

codes contains $"region:{lower(regions.area(region))}" if some region in input.request.regions

codes contains "public" if not input.system.interacts_with_public == false

codes contains "legal_effect" if not _no_legal_effect

codes contains "auto_legal" if {
	not _person_decides
	not _no_legal_effect
}

_person_decides if input.system.decision.role in ["informs", "recommends", "decides_with_review"]

_no_legal_effect if input.system.decision.legal_effect == false

# METADATA
# title: Entries of the own list or of a card that are one of the codes
by_code := array.concat(
	[{"at": $"/system/prohibited_uses/{place}", "match": code} |
		some place, use in input.system.prohibited_uses
		code := words.folded(use)
		codes[code]
	],
	[{"at": $"/models/{place}/out_of_scope_uses/{line}", "match": code} |
		some place, model in input.models
		some line, use in model.out_of_scope_uses
		code := words.folded(use)
		codes[code]
	],
)

# METADATA
# title: Entries in the cards of foreign models that speak of the domain
# description: An own model is described by those who deploy it, so what it is not for stands there in codes.
by_term := [{"at": $"/models/{place}/out_of_scope_uses/{line}", "match": term} |
	some place, model in input.models
	not model.source == "in_house"
	not model.source == "fine_tune"
	some line, use in model.out_of_scope_uses
	some term in data.tables.USE.terms[input.system.decision.domain]
	words.mentions(use, [term])
]

# METADATA
# title: Licences whose terms exclude this deployment
by_licence := [{"at": $"/models/{place}/licence/{field}", "match": name} |
	some place, model in input.models
	some field in ["expression", "custom_uri"]
	some name in _licence_names
	words.mentions(model.licence[field], [name])
	_excludes_this_use(name)
]

_licence_names := sort(object.keys(data.tables.USE.licence))

_excludes_this_use(name) if {
	some code in data.tables.USE.licence[name]
	codes[code]
}

# METADATA
# title: Something stands in the list or on a card that cannot be read, and could rule the deployment out
unreadable if lists.unreadable(input.system.prohibited_uses)

unreadable if {
	some model in input.models
	lists.unreadable(model.out_of_scope_uses)
}
