# METADATA
# scope: package
# title: Requirements and specification
# custom:
#   control: A.6.2.2
package iso42001.a_6_2_2

import data.gate.lib.requirements
import data.gate.lib.runs
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The purpose of the system is stated in substance
# custom:
#   rule: A.6.2.2-1
#   profile: S
#   needs: [system.purpose]
#   found: [system.purpose]
#   remediation: >-
#     Describe in your own words what the system is for, for whom and with what result, in at least the length asked
#     for the tier.
#   maps:
#     eu_ai_act: Art 8-9, Annex IV(1)(a),(2)(b)
#     nist_ai_rmf: MAP 1.6*, 1.1
#     iso: 42005 6.3.1-6.3.4
passes contains "A.6.2.2-1" if text.substantial(input.system.purpose, "/system/purpose", tiers.effective)

found["A.6.2.2-1"] := object.union(
	{"characters_min": tiers.here(data.tables.MINTXT)},
	{"quality": quality | quality := input.facts.quality["/system/purpose"]},
)

# METADATA
# title: There are enough requirements and each one can be measured
# custom:
#   rule: A.6.2.2-2
#   profile: S
#   needs:
#     - "requirements.items[]"
#     - "requirements.items[].text"
#     - "requirements.items[].metric"
#     - "requirements.items[].op"
#     - "requirements.items[].threshold"
#     - "requirements.items[].unit"
#   found:
#     - "requirements.items[].id"
#     - "requirements.items[].metric"
#     - "requirements.items[].op"
#     - "requirements.items[].threshold"
#     - "requirements.items[].unit"
#   remediation: >-
#     Write at least the number of different requirements the tier asks for, each with metric, operator, threshold and
#     unit.
#   maps:
#     eu_ai_act: Art 8-9, Annex IV(1)(a),(2)(b)
#     nist_ai_rmf: MAP 1.6*, 1.1
#     iso: 42005 6.3.1-6.3.4
passes contains "A.6.2.2-2" if {
	count(input.requirements.items) >= tiers.here(data.tables.REQ.min)
	every requirement in input.requirements.items {
		text.filled(requirement.text)
		requirements.measurable(requirement)
		text.written(requirement.unit)
	}
	_no_repetition(_ids)
	_no_repetition(_texts)
}

found["A.6.2.2-2"] := {
	"requirements": count([1 | some _ in input.requirements.items]),
	"requirements_min": tiers.here(data.tables.REQ.min),
}

_no_repetition(values) if count({value | some value in values}) == count(values)

_ids := [requirement.id |
	some requirement in input.requirements.items
	requirement.id != null
]

_texts := [lower(trim_space(requirement.text)) | some requirement in input.requirements.items]

# METADATA
# title: Every requirement is traced to an evaluation run or metric
# custom:
#   rule: A.6.2.2-3
#   profile: S
#   needs: ["requirements.items[]", "evaluation.runs[]"]
#   severity:
#     - {when: in_dev, set: W}
#   found: ["requirements.items[].id", "requirements.items[].tests", "evaluation.runs[].id"]
#   remediation: >-
#     Give for each named requirement the id of the evaluation run that tests it (requirements.items[].tests), or
#     report its metric in a run.
#   maps:
#     eu_ai_act: Art 8-9, Annex IV(1)(a),(2)(b)
#     nist_ai_rmf: MAP 1.6*, 1.1
#     iso: 42005 6.3.1-6.3.4
passes contains "A.6.2.2-3" if {
	every requirement in input.requirements.items {
		_traced(requirement)
	}
}

when contains ["A.6.2.2-3", "in_dev"] if input.request.environment == "dev"

found["A.6.2.2-3"] := {"not_traced": [object.filter(requirement, ["id", "metric", "tests"]) |
	some requirement in input.requirements.items
	not _traced(requirement)
]}

_traced(requirement) if runs.names_a_run(requirement)

_traced(requirement) if {
	text.written(requirement.metric)
	runs.by_name[requirement.metric]
}

# METADATA
# title: The requirements cover what the data must fulfil and how people work with the system
# custom:
#   rule: A.6.2.2-4
#   profile: S
#   tiers: [high, critical]
#   needs: ["requirements.items[]"]
#   found: ["requirements.items[].id", "requirements.items[].objective"]
#   remediation: >-
#     Add a measurable requirement on the data (objective data) and one on the interaction of people with the system
#     (objective human_ai_interaction).
#   open: Topics are told by Requirement.objective, a free text; the two names are a convention of ours.
#   maps:
#     eu_ai_act: Art 8-9, Annex IV(1)(a),(2)(b)
#     nist_ai_rmf: MAP 1.6*, 1.1
#     iso: 42005 6.3.1-6.3.4
passes contains "A.6.2.2-4" if count(_topics_left) == 0

found["A.6.2.2-4"] := {"topics_left": _topics_left}

_topics_left := [topic |
	some topic in data.tables.REQ.topics
	not requirements.objectives[topic]
]
