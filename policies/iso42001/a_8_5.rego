# METADATA
# scope: package
# title: Obligations to interested parties
# custom:
#   control: A.8.5
package iso42001.a_8_5

import data.gate.lib.audience
import data.gate.lib.days
import data.gate.lib.law
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: >-
#   For each legal or other regime, gdpr among them where personal data is processed in the EU, it is written who is
#   told what and through which channel
# custom:
#   rule: A.8.5-1
#   profile: O
#   reason: No regime is declared, and neither the tier nor personal data in the EU asks for one
#   needs: ["classification.regimes[]", "transparency.interested_parties[]"]
#   severity:
#     - {when: private_minimal, set: "-"}
#     - {when: private_limited_production, set: W}
#     - {when: private_limited, set: "-"}
#   found:
#     - classification.regimes[].regime
#     - system.personal_data
#     - data[].id
#     - data[].personal_data
#     - request.regions
#     - transparency.interested_parties[].party
#     - transparency.interested_parties[].obligation
#     - transparency.interested_parties[].channel
#   remediation: >-
#     Declare every regime (gdpr too where personal data is processed in the EU) and add for each a row with party,
#     information, channel and an obligation that starts with the name of the regime and a colon.
#   maps:
#     eu_ai_act: Art 26(7), 49, 71
#     nist_ai_rmf: GOVERN 4.2, 5.1; MAP 5.2
#     iso: 42005 5.10, 6.7?
passes contains "A.8.5-1" if {
	lists.filled(input.classification.regimes)
	every regime in input.classification.regimes {
		_answered[regime.regime]
	}
	not _gdpr_undeclared
}

exempt contains "A.8.5-1" if {
	tiers.at_most("limited")
	not _regimes_declared
	not law.eu_personal_data
}

found["A.8.5-1"] := {
	"regimes_without_row": [regime.regime |
		some regime in input.classification.regimes
		not _answered[regime.regime]
	],
	"regimes_not_declared": ["gdpr" | _gdpr_undeclared],
}

# Regimes for which somebody is told something. An obligation reads "eu_ai_act: Art 26(11); gdpr: Art 13".
_answered contains words.head(part) if {
	some place, party in input.transparency.interested_parties
	row := $"/transparency/interested_parties/{place}"
	text.stated(party.party, $"{row}/party")
	lists.all_stated(party.information, $"{row}/information")
	text.stated(party.channel, $"{row}/channel")
	some part in split(party.obligation, ";")
}

_regimes_declared if lists.something(input.classification.regimes)

_gdpr_undeclared if {
	law.eu_personal_data
	not _regimes.gdpr
}

_regimes contains regime.regime if some regime in input.classification.regimes

# METADATA
# title: The system stands in the public register where one is required
# custom:
#   rule: A.8.5-2
#   profile: O
#   envs: [prod]
#   reason: No public register asks for this system
#   needs: [transparency.public_register.uri, transparency.public_register.published_at]
#   severity:
#     - {when: private_minimal, set: "-"}
#     - {when: private_limited_production, set: W}
#     - {when: private_limited, set: "-"}
#   found:
#     - transparency.public_register
#     - classification.regimes[].regime
#     - classification.eu.class
#     - classification.eu.role
#   remediation: >-
#     Enter the system in the public register and give the https address of the entry and the date of publication.
#   maps:
#     eu_ai_act: Art 26(7), 49, 71
#     nist_ai_rmf: GOVERN 4.2, 5.1; MAP 5.2
#     iso: 42005 5.10, 6.7?
passes contains "A.8.5-2" if {
	startswith(input.transparency.public_register.uri, "https://")
	days.passed(input.transparency.public_register.published_at)
}

exempt contains "A.8.5-2" if not _register_asked

_register_asked if input.transparency.public_register.required == true

_register_asked if {
	some name in _regimes
	data.tables.REG.public[name]
}

# Under the law of the European Union the provider registers a high-risk system; who states no role may be one.
_register_asked if {
	input.classification.eu.class == "high"
	not _only_passed_on_or_used
}

_only_passed_on_or_used if input.classification.eu.role in ["deployer", "importer", "distributor", "none"]

# METADATA
# title: >-
#   The regulator is listed, workers were told before the system is used on them, and people whom its decisions touch
#   are told of it
# custom:
#   rule: A.8.5-3
#   profile: O
#   tiers: [high, critical]
#   reason: >-
#     Only internal regimes are declared, the system is not used on workers, and its decisions have no legal effect
#   needs: ["transparency.interested_parties[]"]
#   severity:
#     - {when: private_minimal, set: "-"}
#     - {when: private_limited_production, set: W}
#     - {when: private_limited, set: "-"}
#   found:
#     - system.decision.domain
#     - system.decision.legal_effect
#     - transparency.interested_parties[].party
#     - transparency.interested_parties[].channel
#     - transparency.interested_parties[].delivered_at
#     - transparency.notice_to_affected
#   remediation: >-
#     List the competent authority among the interested parties; where the system is used on workers, inform the works
#     council or the employees and record the date; where decisions have legal effect, switch on the notice to affected
#     people and give its words in full.
#   maps:
#     eu_ai_act: Art 26(7), 49, 71
#     nist_ai_rmf: GOVERN 4.2, 5.1; MAP 5.2
#     iso: 42005 5.10, 6.7?
passes contains "A.8.5-3" if {
	_regulator_settled
	_workers_settled
	_affected_settled
}

exempt contains "A.8.5-3" if {
	_own_regimes_alone
	_not_on_workers
	_no_legal_effect
}

_regulator_settled if _own_regimes_alone

_regulator_settled if {
	some place, party in input.transparency.interested_parties
	words.mentions(party.party, data.tables.PARTY.regulator)
	_informed(party, place)
}

_workers_settled if _not_on_workers

_workers_settled if {
	some place, party in input.transparency.interested_parties
	words.mentions(party.party, data.tables.PARTY.workers)
	_informed(party, place)
	days.passed(party.delivered_at)
}

_affected_settled if _no_legal_effect

_affected_settled if {
	input.transparency.notice_to_affected.implemented == true
	text.substantial(
		input.transparency.notice_to_affected.text,
		"/transparency/notice_to_affected/text",
		tiers.effective,
	)
}

_informed(party, place) if {
	lists.filled(party.information)
	text.stated(party.channel, $"/transparency/interested_parties/{place}/channel")
}

# No stated regime counts as a law.
_own_regimes_alone if {
	lists.filled(input.classification.regimes)
	every regime in input.classification.regimes {
		regime.regime in ["iso_42001", "internal"]
	}
}

# No stated domain may be employment.
_not_on_workers if {
	is_string(input.system.decision.domain)
	input.system.decision.domain != "employment"
}

_no_legal_effect if input.system.decision.legal_effect == false

found["A.8.5-3"] := {"chars_min": tiers.here(data.tables.MINTXT)}

when contains ["A.8.5-1", "private_minimal"] if _private_minimal

when contains ["A.8.5-2", "private_minimal"] if _private_minimal

when contains ["A.8.5-3", "private_minimal"] if _private_minimal

when contains ["A.8.5-1", "private_limited_production"] if _private_limited_production

when contains ["A.8.5-2", "private_limited_production"] if _private_limited_production

when contains ["A.8.5-3", "private_limited_production"] if _private_limited_production

when contains ["A.8.5-1", "private_limited"] if _private_limited

when contains ["A.8.5-2", "private_limited"] if _private_limited

when contains ["A.8.5-3", "private_limited"] if _private_limited

# Where neither the public nor a customer meets the system, the lower tiers are asked less.
_private_minimal if {
	audience.private
	tiers.effective == "minimal"
}

_private_limited if {
	audience.private
	tiers.effective == "limited"
}

_private_limited_production if {
	_private_limited
	input.request.environment == "prod"
}
