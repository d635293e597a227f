# METADATA
# scope: package
# title: Impacts on society and environment
# custom:
#   control: A.5.5
package iso42001.a_5_5

import data.gate.lib.compare
import data.gate.lib.impacts
import data.gate.lib.tiers

# METADATA
# title: Impacts on society are recorded in a societal category
# custom:
#   rule: A.5.5-1
#   profile: S
#   tiers: [limited, high, critical]
#   needs: ["impact_assessment.society[]"]
#   severity:
#     - {when: grave_in_production, set: D}
#     - {when: high_tier_production, set: R}
#     - {when: limited_tier_production, set: W}
#   found: ["impact_assessment.society[].id", "impact_assessment.society[].category"]
#   remediation: >-
#     Add an entry on society with one of the listed categories, described in full sentences.
#   maps:
#     eu_ai_act: Rec 4, 48; Art 95(2)(b), 55(1)(b)
#     nist_ai_rmf: MAP 1.6*, 3.1, 5.1; MEASURE 2.12
#     iso: 42005 5.8, 6.8?
passes contains "A.5.5-1" if {
	some entry in _on_society
	_societal(entry)
	impacts.described[entry.at]
	impacts.of_somebody(entry)
}

found["A.5.5-1"] := {"categories": data.tables.IA.society}

_on_society := [entry | some entry in impacts.entries; entry.list == "society"]

_societal(entry) if entry.impact.category in data.tables.IA.society

# METADATA
# title: The environmental impact is described and rests on an energy or carbon figure
# custom:
#   rule: A.5.5-2
#   profile: S
#   tiers: [limited, high, critical]
#   reason: Limited tier without a model of large training compute
#   needs: ["impact_assessment.environment[]", "models[]"]
#   severity:
#     - {when: grave_in_production, set: D}
#     - {when: high_tier_production, set: R}
#     - {when: limited_tier_production, set: W}
#   found: ["impact_assessment.environment[].id", "models[].id", "models[].training_compute_flop", "models[].energy"]
#   remediation: >-
#     Describe the environmental impact and give training energy in kWh, emissions in t CO2e or inference energy for the
#     models.
#   open: an Impact has no value and unit, so the figure is read from models[].energy
#   maps:
#     eu_ai_act: Rec 4, 48; Art 95(2)(b), 55(1)(b)
#     nist_ai_rmf: MAP 1.6*, 3.1, 5.1; MEASURE 2.12
#     iso: 42005 5.8, 6.8?
passes contains "A.5.5-2" if {
	_environment_described
	_energy_known
	every model in _large_models {
		_training_measured(model)
	}
}

exempt contains "A.5.5-2" if {
	tiers.at_most("limited")
	count(_large_models) == 0
}

_environment_described if {
	some entry in impacts.entries
	entry.list == "environment"
	impacts.described[entry.at]
}

_energy_known if {
	some model in input.models
	_training_measured(model)
}

_energy_known if {
	some model in input.models
	compare.above(model.energy.inference_wh_per_1k, 0)
}

_training_measured(model) if compare.above(model.energy.training_kwh, 0)

_training_measured(model) if compare.above(model.energy.co2e_t, 0)

_large_models := [model |
	some model in input.models
	compare.at_least(model.training_compute_flop, _large)
]

_large := data.tables.IA.petaflop * 1000000000000000

# METADATA
# title: Both harms and benefits for society are stated
# custom:
#   rule: A.5.5-3
#   profile: S
#   tiers: [limited, high, critical]
#   needs: ["impact_assessment.society[]"]
#   severity:
#     - {when: grave_in_production, set: D}
#     - {when: high_tier_production, set: R}
#     - {when: limited_tier_production, set: W}
#   found: ["impact_assessment.society[].id", "impact_assessment.society[].polarity"]
#   remediation: >-
#     Describe at least one harm and one benefit for society.
#   maps:
#     eu_ai_act: Rec 4, 48; Art 95(2)(b), 55(1)(b)
#     nist_ai_rmf: MAP 1.6*, 3.1, 5.1; MEASURE 2.12
#     iso: 42005 5.8, 6.8?
passes contains "A.5.5-3" if {
	_stated("harm", _on_society)
	_stated("benefit", array.concat(_on_society, _benefits))
}

found["A.5.5-3"] := {"societal_benefits": [entry.impact.id | some entry in _benefits]}

# Benefits of all kinds are in one list; those in a category of society count here.
_benefits := [entry |
	some entry in impacts.entries
	entry.list == "benefits"
	_societal(entry)
]

_stated(polarity, entries) if {
	some entry in entries
	entry.impact.polarity == polarity
	impacts.described[entry.at]
}

when contains ["A.5.5-1", "grave_in_production"] if _grave_in_production

when contains ["A.5.5-2", "grave_in_production"] if _grave_in_production

when contains ["A.5.5-3", "grave_in_production"] if _grave_in_production

when contains ["A.5.5-1", "high_tier_production"] if _high_tier_production

when contains ["A.5.5-2", "high_tier_production"] if _high_tier_production

when contains ["A.5.5-3", "high_tier_production"] if _high_tier_production

when contains ["A.5.5-1", "limited_tier_production"] if _limited_tier_production

when contains ["A.5.5-2", "limited_tier_production"] if _limited_tier_production

when contains ["A.5.5-3", "limited_tier_production"] if _limited_tier_production

_grave_in_production if {
	_production
	tiers.at_least("critical")
}

_grave_in_production if {
	_production
	compare.at_least(input.system.decision.affected_persons_per_year, 1000000)
}

_high_tier_production if {
	_production
	tiers.effective == "high"
}

_limited_tier_production if {
	_production
	tiers.effective == "limited"
}

_production if input.request.environment == "prod"
