# METADATA
# scope: package
# title: User documentation and information
# custom:
#   control: A.8.2
package iso42001.a_8_2

import data.gate.lib.days
import data.gate.lib.documents
import data.gate.lib.evidence
import data.gate.lib.law
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Approved user documentation exists for this version
# custom:
#   rule: A.8.2-1
#   profile: S
#   needs: [transparency.user_docs]
#   found: [transparency.user_docs.evidence_id, system.version]
#   remediation: >-
#     Publish the user documentation for this version and attach it as evidence of kind user_docs whose version has the
#     same major and minor number as the system.
#   maps:
#     eu_ai_act: Art 13, 50, 86
#     nist_ai_rmf: MEASURE 2.8-2.9; MAP 2.2
#     iso: 42005 6.9?
passes contains "A.8.2-1" if {
	_documentation_holds
	_documented == _deployed
}

stale contains "A.8.2-1" if evidence.lapsed(input.transparency.user_docs, "user_docs", _age, evidence.any_role)

stale contains "A.8.2-1" if {
	_documentation_holds
	_documented != _deployed
}

unverified contains "A.8.2-1" if {
	evidence.unverified(input.transparency.user_docs, "user_docs", _age, evidence.any_role)
}

invalid contains "A.8.2-1" if evidence.invalid(input.transparency.user_docs, "user_docs", _age, evidence.any_role)

found["A.8.2-1"] := {"documentation": evidence.shown(
	input.transparency.user_docs,
	["kind", "status", "version", "issued_at"],
)}

_documentation_holds if evidence.holds(input.transparency.user_docs, "user_docs", _age, evidence.any_role)

_documented := documents.major_minor(documents.user_docs.version)

_deployed := documents.major_minor(input.system.version)

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: People who deal with the system are told that it is an AI system
# custom:
#   rule: A.8.2-2
#   profile: S
#   reason: The system does not interact with the public
#   needs: [transparency.ai_interaction_disclosure.implemented, transparency.ai_interaction_disclosure.channels]
#   severity:
#     - {when: eu_production, set: D}
#     - {when: lower_tier_production, set: R}
#   found: [system.interacts_with_public, transparency.ai_interaction_disclosure, request.regions]
#   remediation: >-
#     Switch on the notice that people deal with an AI system, and state the channels and the words in which it is
#     shown.
#   maps:
#     eu_ai_act: Art 13, 50, 86
#     nist_ai_rmf: MEASURE 2.8-2.9; MAP 2.2
#     iso: 42005 6.9?
passes contains "A.8.2-2" if {
	input.transparency.ai_interaction_disclosure.implemented == true
	lists.all_stated(
		input.transparency.ai_interaction_disclosure.channels,
		"/transparency/ai_interaction_disclosure/channels",
	)
	_told_in_words
}

exempt contains "A.8.2-2" if input.system.interacts_with_public == false

_told_in_words if tiers.at_most("limited")

_told_in_words if {
	text.stated(
		input.transparency.ai_interaction_disclosure.text,
		"/transparency/ai_interaction_disclosure/text",
	)
}

# METADATA
# title: Generated content is marked as such
# custom:
#   rule: A.8.2-3
#   profile: S
#   reason: The system does not generate content
#   needs: [transparency.content_marking.method]
#   severity:
#     - {when: eu_production, set: D}
#     - {when: lower_tier_production, set: R}
#   found:
#     - system.generates_content
#     - transparency.content_marking.method
#     - transparency.content_marking.verified_at
#     - request.regions
#   remediation: >-
#     Mark generated content with one of the listed methods and, from the high tier, verify the marking and record the
#     date.
#   maps:
#     eu_ai_act: Art 13, 50, 86
#     nist_ai_rmf: MEASURE 2.8-2.9; MAP 2.2
#     iso: 42005 6.9?
passes contains "A.8.2-3" if {
	input.transparency.content_marking.method in ["c2pa", "watermark", "metadata", "fingerprint"]
	_marking_verified
}

exempt contains "A.8.2-3" if input.system.generates_content == false

stale contains "A.8.2-3" if {
	tiers.at_least("high")
	days.older(input.transparency.content_marking.verified_at, tiers.here(data.tables.AGE.val))
}

_marking_verified if tiers.at_most("limited")

_marking_verified if {
	days.within(input.transparency.content_marking.verified_at, tiers.here(data.tables.AGE.val))
}

when contains ["A.8.2-2", "eu_production"] if _eu_production

when contains ["A.8.2-3", "eu_production"] if _eu_production

when contains ["A.8.2-2", "lower_tier_production"] if _lower_tier_production

when contains ["A.8.2-3", "lower_tier_production"] if _lower_tier_production

# The law of the European Union asks for both notices whatever the tier.
_eu_production if {
	input.request.environment == "prod"
	law.eu
}

_lower_tier_production if {
	input.request.environment == "prod"
	tiers.at_most("limited")
}

# METADATA
# title: The user documentation covers purpose, override, limitations, human contact and update history
# custom:
#   rule: A.8.2-4
#   profile: S
#   needs: [transparency.user_docs]
#   found: [transparency.user_docs.evidence_id]
#   remediation: >-
#     Complete the user documentation and give under fields.sections of its evidence item where each required section
#     stands.
#   maps:
#     eu_ai_act: Art 13, 50, 86
#     nist_ai_rmf: MEASURE 2.8-2.9; MAP 2.2
#     iso: 42005 6.9?
passes contains "A.8.2-4" if {
	every section in data.tables.DOCS.sections {
		_located[section]
	}
}

found["A.8.2-4"] := {"sections_not_located": [section |
	some section in data.tables.DOCS.sections
	not _located[section]
]}

_located contains section if {
	some section in data.tables.DOCS.sections
	text.filled(documents.user_docs.fields.sections[section])
}

# METADATA
# title: Results are explained as deeply as the tier asks, and decisions with legal effect come with reasons
# custom:
#   rule: A.8.2-5
#   profile: S
#   reason: Minimal tier without legal effect
#   needs: [explainability.level]
#   found:
#     - explainability.level
#     - system.decision.legal_effect
#     - explainability.decision_reasons_available
#     - explainability.doc.evidence_id
#   remediation: >-
#     Raise the explanation to the level of your tier, make decision reasons available where there is legal effect, and
#     from the high tier attach the approved description of the method (evidence kind explainability).
#   maps:
#     eu_ai_act: Art 13, 50, 86
#     nist_ai_rmf: MEASURE 2.8-2.9; MAP 2.2
#     iso: 42005 6.9?
passes contains "A.8.2-5" if {
	_depth[input.explainability.level] >= _depth[tiers.here(data.tables.EXPL.min)]
	_reasons_given
	_method_described
}

exempt contains "A.8.2-5" if {
	tiers.at_most("minimal")
	input.system.decision.legal_effect == false
}

stale contains "A.8.2-5" if {
	tiers.at_least("high")
	evidence.lapsed(input.explainability.doc, "explainability", _age, evidence.any_role)
}

unverified contains "A.8.2-5" if {
	tiers.at_least("high")
	evidence.unverified(input.explainability.doc, "explainability", _age, evidence.any_role)
}

invalid contains "A.8.2-5" if {
	tiers.at_least("high")
	evidence.invalid(input.explainability.doc, "explainability", _age, evidence.any_role)
}

found["A.8.2-5"] := {"level_at_least": tiers.here(data.tables.EXPL.min)}

# How deep an explanation goes, from none to what would have had to be different.
_depth := {"none": 0, "global": 1, "local": 2, "local_counterfactual": 3}

_reasons_given if input.system.decision.legal_effect == false

_reasons_given if input.explainability.decision_reasons_available == true

_method_described if tiers.at_most("limited")

_method_described if evidence.holds(input.explainability.doc, "explainability", _age, evidence.any_role)
