# METADATA
# scope: package
# title: Impacts on individuals and groups
# custom:
#   control: A.5.4
package iso42001.a_5_4

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.impacts
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: Harms to individuals and to groups are described and rated, one stakeholder at a time
# custom:
#   rule: A.5.4-1
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: ["impact_assessment.individuals[]", "impact_assessment.groups[]"]
#   found: ["impact_assessment.individuals[].id", "impact_assessment.groups[].id"]
#   remediation: >-
#     Add at least one harm for an individual and one for a group, each with stakeholder, a description in full
#     sentences, likelihood and severity.
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-1" if {
	_harmed.individuals
	_harmed.groups
	count(_incomplete) == 0
}

found["A.5.4-1"] := {"incomplete": [shown |
	some entry in _on_people
	faults := [field | some field in _fields; _incomplete[[entry.at, field]]]
	count(faults) > 0
	shown := object.union(object.filter(entry.impact, ["id"]), {"fields": faults})
]}

_on_people := [entry | some entry in impacts.entries; entry.list in ["individuals", "groups"]]

# The lists in which a harm is recorded.
_harmed contains harm.list if some harm in impacts.harms

_fields := ["description", "stakeholder", "likelihood", "severity"]

# Pairs of an entry and the field of it that says too little.
_incomplete contains [entry.at, "description"] if {
	some entry in _on_people
	not impacts.described[entry.at]
}

_incomplete contains [entry.at, "stakeholder"] if {
	some entry in _on_people
	not _named(entry)
}

_incomplete contains [entry.at, field] if {
	some entry in _on_people
	some field in ["likelihood", "severity"]
	not _graded(entry.impact, field)
}

_named(entry) if {
	impacts.of_somebody(entry)
	count(entry.impact.stakeholder) >= 3
}

_graded(impact, field) if impacts.graded(impact[field])

# METADATA
# title: Every impact category was considered, by an entry or by a reasoned statement that it is not relevant
# custom:
#   rule: A.5.4-2
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment]
#   remediation: >-
#     Add an impact entry for each missing category, or one with not_relevant_reason (in full sentences, without
#     likelihood and severity).
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-2" if {
	every category in data.tables.IA.categories {
		_considered[category]
	}
}

found["A.5.4-2"] := {"categories_missing": [category |
	some category in data.tables.IA.categories
	not _considered[category]
]}

_considered contains absence.impact.category if {
	some absence in impacts.absences
	absence.list in _people_and_society
}

_considered contains entry.impact.category if {
	some entry in impacts.entries
	entry.list in _people_and_society
	impacts.described[entry.at]
}

_people_and_society := ["individuals", "groups", "society"]

# METADATA
# title: What remains of every harm after mitigation is below the limit of the tier
# custom:
#   rule: A.5.4-3
#   profile: S
#   reason: Minimal tier and no harm recorded
#   needs: [impact_assessment]
#   severity:
#     - {when: residuals_rated_in_high_production, set: R}
#   found: [impact_assessment.score.level]
#   remediation: >-
#     Mitigate the listed harms until residual likelihood times residual severity is within the limit, and name the
#     mitigation that lowers each score.
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-3" if {
	count(impacts.harms) > 0
	every harm in impacts.harms {
		_bearable(harm.impact)
	}
}

exempt contains "A.5.4-3" if {
	tiers.at_most("minimal")
	count(impacts.harms) == 0
}

# A figure off the scale is a rating for a person to look at; it still passes nothing.
when contains ["A.5.4-3", "residuals_rated_in_high_production"] if {
	input.request.environment == "prod"
	tiers.effective == "high"
	count(impacts.harms) > 0
	every harm in impacts.harms {
		is_number(harm.impact.residual_likelihood)
		is_number(harm.impact.residual_severity)
	}
}

found["A.5.4-3"] := {
	"residual_max": _residual_limit,
	"harms": [shown |
		some harm in impacts.harms
		not _bearable(harm.impact)
		shown := object.union_n([
			object.filter(harm.impact, ["id"]),
			{"initial": score | score := _initial(harm.impact)},
			{"residual": score | score := _residual(harm.impact)},
		])
	],
}

_bearable(impact) if {
	_residual(impact) <= _residual_limit
	_mitigated(impact)
}

_mitigated(impact) if {
	_residual(impact) == _initial(impact)
} else if {
	_residual(impact) < _initial(impact)
	lists.filled(impact.mitigations)
}

_initial(impact) := impact.likelihood * impact.severity if {
	impacts.graded(impact.likelihood)
	impacts.graded(impact.severity)
}

_residual(impact) := impact.residual_likelihood * impact.residual_severity if {
	impacts.graded(impact.residual_likelihood)
	impacts.graded(impact.residual_severity)
}

_residual_limit := min(_residual_limits)

_residual_limits contains tiers.here(data.tables.RES.max)

# A grave level of the assessment as a whole lowers the limit at every tier.
_residual_limits contains 9 if compare.at_least(input.impact_assessment.score.level, 3)

# METADATA
# title: Each vulnerable group has an impact entry of its own with a mitigation
# custom:
#   rule: A.5.4-4
#   profile: S
#   reason: No vulnerable group is declared
#   needs: [system.vulnerable_groups]
#   found: [system.vulnerable_groups]
#   remediation: >-
#     Declare the vulnerable groups (an empty list when there are none) and add for each a harm entry whose stakeholder
#     repeats its name, with vulnerable true and a mitigation.
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-4" if {
	lists.filled(input.system.vulnerable_groups)
	every group in input.system.vulnerable_groups {
		_protected[words.folded(group)]
	}
}

exempt contains "A.5.4-4" if input.system.vulnerable_groups == []

# Below the high tier the groups may be left open.
exempt contains "A.5.4-4" if {
	tiers.at_most("limited")
	not _groups_stated
}

found["A.5.4-4"] := {"groups_without_entry": [group |
	some group in input.system.vulnerable_groups
	not _protected[words.folded(group)]
]}

_groups_stated if input.system.vulnerable_groups != null

# The stakeholders that a harm to vulnerable people with a mitigation names.
_protected contains words.folded(harm.impact.stakeholder) if {
	some harm in impacts.harms
	harm.list in ["individuals", "groups"]
	harm.impact.vulnerable == true
	lists.filled(harm.impact.mitigations)
}

# METADATA
# title: At least one benefit is recorded beside the harms
# custom:
#   rule: A.5.4-5
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment]
#   remediation: >-
#     Record at least one benefit with the people who have it, described in full sentences.
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-5" if {
	some entry in _benefits
	impacts.described[entry.at]
	impacts.of_somebody(entry)
}

found["A.5.4-5"] := {"benefits": [entry.impact.id | some entry in _benefits]}

_benefits := [entry |
	some entry in impacts.entries
	entry.list in ["benefits", "individuals", "groups"]
	entry.impact.polarity == "benefit"
]

# METADATA
# title: People who are affected were consulted within the last year
# custom:
#   rule: A.5.4-6
#   profile: S
#   tiers: [high, critical]
#   needs: ["impact_assessment.consultations[]"]
#   found:
#     - impact_assessment.consultations[].party
#     - impact_assessment.consultations[].type
#     - impact_assessment.consultations[].date
#   remediation: >-
#     Consult a group that is affected by the system, and record party, date and what came out of it.
#   maps:
#     eu_ai_act: Art 27(1)(c)-(d), 9(2)(a), 9(9)
#     nist_ai_rmf: MAP 3.1, 5.1, 5.2; MAP 1.6*; MEASURE 2.11
#     iso: 42005 5.8-5.9, 6.7-6.8?
passes contains "A.5.4-6" if {
	some consultation in _consultations
	days.within(consultation.date, _consultation_age)
}

stale contains "A.5.4-6" if {
	count(_consultations) > 0
	every consultation in _consultations {
		days.older(consultation.date, _consultation_age)
	}
}

found["A.5.4-6"] := {"days_max": _consultation_age}

# Consultations of affected people of which something came.
_consultations := [consultation |
	some place, consultation in input.impact_assessment.consultations
	consultation.type == "affected_group"
	text.stated(consultation.party, $"/impact_assessment/consultations/{place}/party")
	text.stated(consultation.outcome, $"/impact_assessment/consultations/{place}/outcome")
]

_consultation_age := tiers.here(data.tables.AGE.policy)
