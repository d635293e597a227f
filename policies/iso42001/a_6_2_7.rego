# METADATA
# scope: package
# title: Technical documentation
# custom:
#   control: A.6.2.7
package iso42001.a_6_2_7

import data.gate.lib.artefacts
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.law
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Every model has a card that says enough
# custom:
#   rule: A.6.2.7-1
#   profile: S
#   needs: ["models[].card"]
#   found: ["models[].id", "models[].card.uri", "models[].card.format", facts.card_score]
#   remediation: >-
#     Replace placeholders in the named model card by real content on identity, use, limitations, metrics and ownership
#     until its score reaches the limit of the tier.
#   open: what a request states as the quality of a card is a claim and not read; the gate scores the card itself
#   maps:
#     eu_ai_act: Art 11, 18, Annex IV, 53 Annex XI-XII
#     nist_ai_rmf: MAP 2.2*, MEASURE 2.8-2.9
#     iso: 42005 6.3-6.5?
passes contains "A.6.2.7-1" if {
	is_array(input.models)
	every model in input.models {
		is_object(model.card)
		compare.at_least(input.facts.card_score[model.id], _score_min)
	}
}

unverified contains "A.6.2.7-1" if {
	some model in input.models
	not _scored(model)
}

found["A.6.2.7-1"] := {"score_min": _score_min}

_scored(model) if is_number(input.facts.card_score[model.id])

_score_min := tiers.here(data.tables.CARD.min)

# METADATA
# title: Limitations, intended uses and uses out of scope are described in substance
# custom:
#   rule: A.6.2.7-2
#   profile: S
#   needs:
#     - "system.intended_uses[]"
#     - "system.intended_uses[].description"
#     - "models[].limitations"
#     - "models[].out_of_scope_uses"
#   remediation: >-
#     Rewrite each named text so that it says what exactly does not work, is meant or is excluded, and under which
#     conditions.
#   maps:
#     eu_ai_act: Art 11, 18, Annex IV, 53 Annex XI-XII
#     nist_ai_rmf: MAP 2.2*, MEASURE 2.8-2.9
#     iso: 42005 6.3-6.5?
passes contains "A.6.2.7-2" if {
	is_array(input.system.intended_uses)
	is_array(input.models)
	every model in input.models {
		lists.filled(model.limitations)
		lists.filled(model.out_of_scope_uses)
	}
	count(_weak) == 0
}

found["A.6.2.7-2"] := {"texts": [_measured(pointer) | some pointer in sort(_weak)]}

# Pointers of the texts that say too little.
_weak contains pointer if {
	some place, use in input.system.intended_uses
	pointer := $"/system/intended_uses/{place}/description"
	not _describes(use, pointer)
}

_weak contains pointer if {
	some place, model in input.models
	some inner, limitation in model.limitations
	pointer := $"/models/{place}/limitations/{inner}"
	not text.substantial(limitation, pointer, tiers.effective)
}

_weak contains pointer if {
	some place, model in input.models
	some inner, use in model.out_of_scope_uses
	pointer := $"/models/{place}/out_of_scope_uses/{inner}"
	not text.substantial(use, pointer, tiers.effective)
}

_describes(use, pointer) if text.substantial(use.description, pointer, tiers.effective)

_measured(pointer) := object.union_n([
	{"pointer": pointer},
	{"size": size | size := input.facts.text[pointer]},
	{"quality": quality | quality := input.facts.quality[pointer]},
])

# METADATA
# title: The technical file answers all nine items the EU asks of high-risk systems
# custom:
#   rule: A.6.2.7-3
#   profile: S
#   reason: Not a high-risk system under EU law, or we only deploy or distribute it.
#   needs: ["evidence[]"]
#   remediation: >-
#     Attach the missing parts of the technical file (kind technical_documentation) and list in fields.annex_iv which
#     items each document answers.
#   open: >-
#     the file is a duty of the provider, so who only deploys or distributes is not asked; a role that is not stated is
#   maps:
#     eu_ai_act: Art 11, 18, Annex IV, 53 Annex XI-XII
#     nist_ai_rmf: MAP 2.2*, MEASURE 2.8-2.9
#     iso: 42005 6.3-6.5?
passes contains "A.6.2.7-3" if {
	every item in _annex_iv {
		_answered[item]
	}
}

exempt contains "A.6.2.7-3" if not law.high_risk

exempt contains "A.6.2.7-3" if input.classification.eu.role in ["deployer", "distributor"]

stale contains "A.6.2.7-3" if {
	some element in _technical_documentation
	evidence.stale({"evidence_id": element.id}, "technical_documentation", _age, evidence.any_role)
	_answers_alone(element)
}

unverified contains "A.6.2.7-3" if {
	some element in _technical_documentation
	evidence.unverified({"evidence_id": element.id}, "technical_documentation", _age, evidence.any_role)
	_answers_alone(element)
}

found["A.6.2.7-3"] := {
	"items_without_evidence": [item |
		some item in _annex_iv
		not _answered[item]
	],
	"documents": [json.filter(element, ["id", "status", "fields/annex_iv"]) | some element in _technical_documentation],
}

# The items of Annex IV of the EU AI Act.
_annex_iv := numbers.range(1, 9)

_answered contains item if {
	some element in _technical_documentation
	evidence.good(element, "technical_documentation", _age, evidence.any_role)
	is_array(element.fields.annex_iv)
	some item in element.fields.annex_iv
}

_answers_alone(element) if {
	is_array(element.fields.annex_iv)
	some item in _annex_iv
	item in element.fields.annex_iv
	not _answered[item]
}

_technical_documentation := [element |
	some element in evidence.nameable
	element.kind == "technical_documentation"
]

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: No card is dated in the future, and the card of a model of our own is as new as the change of that model
# custom:
#   rule: A.6.2.7-4
#   profile: S
#   needs: ["models[].card.last_updated"]
#   found:
#     - "models[].id"
#     - "models[].source"
#     - "models[].card.last_updated"
#     - request.change.types
#     - request.change.requested_at
#     - facts.live.digests
#   remediation: Update the card for the artefact that is deployed and give the day of that update.
#   open: >-
#     a model has no build date; a new or retrained one is not older than the request for the change, and one whose
#     artefact is live has not changed; a card carries a day only, hence one day of slack
#   maps:
#     eu_ai_act: Art 11, 18, Annex IV, 53 Annex XI-XII
#     nist_ai_rmf: MAP 2.2*, MEASURE 2.8-2.9
#     iso: 42005 6.3-6.5?
passes contains "A.6.2.7-4" if {
	is_array(input.models)
	every model in input.models {
		days.passed(model.card.last_updated)
		_recent_enough(model)
		_follows_change(model)
	}
}

stale contains "A.6.2.7-4" if {
	some model in input.models
	_ours(model)
	tiers.at_least("high")
	days.older(model.card.last_updated, data.tables.AGE.card)
}

stale contains "A.6.2.7-4" if {
	some model in input.models
	_may_have_changed(model)
	compare.at_least(days.since(model.card.last_updated), _days_since_request + 1)
}

invalid contains "A.6.2.7-4" if {
	some model in input.models
	days.ahead(model.card.last_updated)
}

_recent_enough(model) if not _ours(model)

_recent_enough(_) if tiers.at_most("limited")

_recent_enough(model) if compare.at_most(days.since(model.card.last_updated), data.tables.AGE.card)

_follows_change(model) if not _may_have_changed(model)

_follows_change(model) if compare.below(days.since(model.card.last_updated), _days_since_request + 1)

_ours(model) if model.source in ["in_house", "fine_tune"]

# A model of our own, with a change of models requested, whose artefact is not live already.
_may_have_changed(model) if {
	_ours(model)
	_models_change
	not artefacts.is_live(model)
}

_models_change if {
	not input.request.change.requested_at in [null, ""]
	some type in input.request.change.types
	type in data.tables.CARD.changes
}

_days_since_request := days.since(input.request.change.requested_at)

# METADATA
# title: The documentation exists in every required language
# custom:
#   rule: A.6.2.7-5
#   profile: S
#   needs: ["evidence[]"]
#   remediation: Provide the documentation in the named language and state the language in its evidence record.
#   open: one document for each language is enough here; what users need in their language is A.8.2
#   maps:
#     eu_ai_act: Art 11, 18, Annex IV, 53 Annex XI-XII
#     nist_ai_rmf: MAP 2.2*, MEASURE 2.8-2.9
#     iso: 42005 6.3-6.5?
passes contains "A.6.2.7-5" if {
	every language in data.tables.required_languages {
		_written_in(language)
	}
}

found["A.6.2.7-5"] := {
	"languages_without_document": [language |
		some language in data.tables.required_languages
		not _written_in(language)
	],
	"documents": [object.filter(document, ["id", "kind", "status", "language"]) | some document in _documents],
}

# A language stands for its regions too: "en" for "en-GB".
_written_in(language) if _languages[language]

_written_in(language) if {
	some found_language in _languages
	startswith(found_language, $"{language}-")
}

_languages contains lower(document.language) if {
	some document in _documents
	document.status == "approved"
}

_documents := array.flatten([
	[document | document := evidence.item(input.design.doc)],
	[document | document := evidence.item(input.transparency.user_docs)],
	[document | some document in input.evidence; document.kind == "technical_documentation"],
])
