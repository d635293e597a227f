# METADATA
# scope: package
# title: Risk assessment
# custom:
#   control: CL-6.1.2/8.2
package iso42001.cl_6_1_2_8_2

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.live
import data.gate.lib.risks
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: The risk assessment is approved and recent enough for this tier
# custom:
#   rule: CL-6.1.2/8.2-1
#   profile: S
#   tiers: [limited, high, critical]
#   needs: [risk.assessment, risk.performed_at]
#   severity: [{when: in_development, set: W}]
#   found: [risk.assessment.evidence_id, risk.performed_at]
#   remediation: >-
#     Run the AI risk assessment again, have it approved and attach it as risk.assessment with its date in
#     risk.performed_at.
#   maps: {eu_ai_act: Art 9, nist_ai_rmf: MAP 5.1; MEASURE 3.1; MANAGE 1.2, iso: 23894 6.4}
passes contains "CL-6.1.2/8.2-1" if {
	_assessment_holds
	days.within(input.risk.performed_at, _assessment_age)
}

stale contains "CL-6.1.2/8.2-1" if {
	evidence.lapsed(input.risk.assessment, "risk_assessment", _assessment_age, evidence.any_role)
}

stale contains "CL-6.1.2/8.2-1" if {
	_assessment_holds
	days.older(input.risk.performed_at, _assessment_age)
}

unverified contains "CL-6.1.2/8.2-1" if {
	evidence.unconfirmed(input.risk.assessment, "risk_assessment", _assessment_age, evidence.any_role)
}

when contains ["CL-6.1.2/8.2-1", "in_development"] if _in_development

found["CL-6.1.2/8.2-1"] := object.union(
	{"days_max": _assessment_age},
	{"assessment": shown | shown := evidence.shown(
		input.risk.assessment,
		["kind", "status", "issued_at", "last_reviewed_at"],
	)},
)

_assessment_holds if {
	evidence.holds(input.risk.assessment, "risk_assessment", _assessment_age, evidence.any_role)
}

_assessment_age := tiers.here(data.tables.AGE.ia)

# METADATA
# title: The register holds enough risks, each rated and owned
# custom:
#   rule: CL-6.1.2/8.2-2
#   profile: S
#   needs: ['risk.risks[]', 'risk.risks[].likelihood', 'risk.risks[].impact', 'risk.risks[].owner']
#   severity: [{when: in_development_above_minimal, set: W}]
#   remediation: >-
#     Bring the register to the number of risks the tier asks for and give each a likelihood and an impact from 1 to 5
#     and an owner.
#   maps: {eu_ai_act: Art 9, nist_ai_rmf: MAP 5.1; MEASURE 3.1; MANAGE 1.2, iso: 23894 6.4}
passes contains "CL-6.1.2/8.2-2" if {
	compare.at_least(count(risks.places), tiers.here(data.tables.RISK.min))
	every place in risks.places {
		_rated_and_owned(input.risk.risks[place])
	}
}

when contains ["CL-6.1.2/8.2-2", "in_development_above_minimal"] if {
	_in_development
	tiers.at_least("limited")
}

found["CL-6.1.2/8.2-2"] := {
	"risks": count(risks.places),
	"risks_min": tiers.here(data.tables.RISK.min),
	"not_rated_or_owned": [risk.id |
		some risk in input.risk.risks
		not _rated_and_owned(risk)
	],
}

_rated_and_owned(risk) if {
	compare.between(risk.likelihood, 1, 5)
	compare.between(risk.impact, 1, 5)
	text.written(risk.owner.id)
}

# METADATA
# title: The register looks at every source of risk
# custom:
#   rule: CL-6.1.2/8.2-3
#   profile: S
#   tiers: [high, critical]
#   needs: ['risk.risks[]', 'risk.risks[].source']
#   severity: [{when: in_development, set: W}]
#   found: ['risk.risks[].source']
#   remediation: >-
#     Add at least one risk for each source that is still missing (data, model, human, environment, third_party,
#     security).
#   maps: {eu_ai_act: Art 9, nist_ai_rmf: MAP 5.1; MEASURE 3.1; MANAGE 1.2, iso: 23894 6.4}
passes contains "CL-6.1.2/8.2-3" if {
	count(_sources_without_risk) == 0
	every source in _sources {
		is_string(source)
	}
}

when contains ["CL-6.1.2/8.2-3", "in_development"] if _in_development

found["CL-6.1.2/8.2-3"] := {"sources_without_risk": _sources_without_risk}

_sources_without_risk := [source |
	some source in data.tables.RISK.sources
	not _sources[source]
]

_sources contains risk.source if some risk in input.risk.risks

# METADATA
# title: A change that calls for it was followed by a new risk assessment
# custom:
#   rule: CL-6.1.2/8.2-4
#   profile: S
#   tiers: [limited, high, critical]
#   reason: none of the stated change types calls for a new assessment, and every model is the live one
#   needs: ['request.change.types[]', request.change.requested_at, risk.performed_at]
#   severity: [{when: in_development, set: W}]
#   found: [request.change.types, request.change.requested_at, risk.performed_at, facts.live.digests]
#   remediation: >-
#     Repeat the risk assessment after the change was requested and update risk.performed_at; only a change that keeps
#     the live models (for vendor models the live image) can do without.
#   maps: {eu_ai_act: Art 9, nist_ai_rmf: MAP 5.1; MEASURE 3.1; MANAGE 1.2, iso: 23894 6.4}
passes contains "CL-6.1.2/8.2-4" if days.within(input.risk.performed_at, days.since(input.request.change.requested_at))

exempt contains "CL-6.1.2/8.2-4" if live.nothing_to_assess

stale contains "CL-6.1.2/8.2-4" if {
	days.older(input.risk.performed_at, days.since(input.request.change.requested_at))
}

when contains ["CL-6.1.2/8.2-4", "in_development"] if _in_development

found["CL-6.1.2/8.2-4"] := {"models_not_live": [model.id |
	some place, model in input.models
	live.new_models[place]
]}

# METADATA
# title: Every risk is described in words of its own
# custom:
#   rule: CL-6.1.2/8.2-5
#   profile: S
#   tiers: [limited, high, critical]
#   needs: ['risk.risks[]', 'risk.risks[].description']
#   severity: [{when: in_development, set: W}]
#   remediation: >-
#     Describe each listed risk specifically (cause, event, consequence for this system) instead of repeating or pasting
#     a text.
#   maps: {eu_ai_act: Art 9, nist_ai_rmf: MAP 5.1; MEASURE 3.1; MANAGE 1.2, iso: 23894 6.4}
passes contains "CL-6.1.2/8.2-5" if {
	count(risks.places) > 0
	every place in risks.places {
		_in_own_words[place]
	}
}

when contains ["CL-6.1.2/8.2-5", "in_development"] if _in_development

found["CL-6.1.2/8.2-5"] := {"not_in_own_words": [risk.id |
	some place, risk in input.risk.risks
	not _in_own_words[place]
]}

_in_own_words := {place |
	some place, risk in input.risk.risks
	text.substantial(risk.description, $"/risk/risks/{place}/description", tiers.effective)
	not _repeated[_spaced[place]]
}

_repeated := lists.repeated([description | some place, _ in input.risk.risks; description := _spaced[place]])

_spaced := {place: words.spaced(risk.description) | some place, risk in input.risk.risks}

_in_development if input.request.environment == "dev"
