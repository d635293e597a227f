# METADATA
# scope: package
# title: Intended use
# custom:
#   control: A.9.4
package iso42001.a_9_4

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.prohibited_uses
import data.gate.lib.regions
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: >-
#   Every intended use says what, by whom and in which context, and from the high tier a use that is not allowed is
#   described
# custom:
#   rule: A.9.4-1
#   profile: K
#   needs:
#     - system.intended_uses[]
#     - system.intended_uses[].description
#     - system.intended_uses[].users
#     - system.intended_uses[].context
#   found: ["system.intended_uses[].id", "system.intended_uses[].users"]
#   remediation: >-
#     Describe each intended use in full sentences, name its users and its context and, from the high tier, describe at
#     least one use that is not allowed.
#   maps:
#     eu_ai_act: Art 5, 13(3)(b), 26(1), 25(1)(c)
#     nist_ai_rmf: MAP 1.1, 3.3
#     iso: 42005 6.3.4-6.3.5
passes contains "A.9.4-1" if {
	lists.filled(input.system.intended_uses)
	every place, use in input.system.intended_uses {
		text.substantial(use.description, $"/system/intended_uses/{place}/description", tiers.effective)
		lists.all_stated(use.users, $"/system/intended_uses/{place}/users")
		text.stated(use.context, $"/system/intended_uses/{place}/context")
	}
	_something_forbidden
}

_something_forbidden if tiers.at_most("limited")

_something_forbidden if {
	some place, use in input.system.prohibited_uses
	text.substantial(use, $"/system/prohibited_uses/{place}", tiers.effective)
}

# Lengths of texts too short to be measured are left out.
found["A.9.4-1"] := {
	"chars_min": tiers.here(data.tables.MINTXT),
	"description_chars": [chars |
		some place, _ in input.system.intended_uses
		chars := input.facts.text[$"/system/intended_uses/{place}/description"].chars
	],
	"prohibited_use_chars": [chars |
		some place, _ in input.system.prohibited_uses
		chars := input.facts.text[$"/system/prohibited_uses/{place}"].chars
	],
}

# METADATA
# title: The decision domain and every region of this deployment lie within an intended use
# custom:
#   rule: A.9.4-2
#   profile: K
#   needs: [system.decision.domain, request.regions, "system.intended_uses[]"]
#   found:
#     - system.decision.domain
#     - request.regions
#     - system.intended_uses[].id
#     - system.intended_uses[].domain
#     - system.intended_uses[].regions
#   remediation: >-
#     Limit the deployment to regions and a domain that an intended use names, or add that use and have its impact
#     assessed.
#   maps:
#     eu_ai_act: Art 5, 13(3)(b), 26(1), 25(1)(c)
#     nist_ai_rmf: MAP 1.1, 3.3
#     iso: 42005 6.3.4-6.3.5
passes contains "A.9.4-2" if {
	lists.filled(input.request.regions)
	every region in input.request.regions {
		some use in input.system.intended_uses
		_in_domain(use)
		some named in use.regions
		regions.within(region, named)
	}
}

_in_domain(use) if {
	is_string(use.domain)
	use.domain == input.system.decision.domain
}

# A use without a domain is one in no domain.
_in_domain(use) if {
	input.system.decision.domain == "none"
	days.absent(use, "domain")
}

# METADATA
# title: Neither a model card, a licence nor the own list of prohibited uses rules out this deployment
# custom:
#   rule: A.9.4-3
#   profile: K
#   needs: [system.decision.domain, "models[]"]
#   severity:
#     - {when: ruled_out_by_code, set: D}
#     - {when: ruled_out_by_term_or_licence, set: R}
#   found: [system.decision.domain, "models[].id", "models[].source", "models[].licence"]
#   remediation: >-
#     Choose a model whose card and licence allow this use, narrow the deployment, or have the match judged and waived.
#   maps:
#     eu_ai_act: Art 5, 13(3)(b), 26(1), 25(1)(c)
#     nist_ai_rmf: MAP 1.1, 3.3
#     iso: 42005 6.3.4-6.3.5
passes contains "A.9.4-3" if {
	text.filled(input.system.decision.domain)
	lists.filled(input.models)
	count(prohibited_uses.by_code) == 0
	count(prohibited_uses.by_term) == 0
	count(prohibited_uses.by_licence) == 0
	_limits_of_models_known
	not prohibited_uses.unreadable
}

when contains ["A.9.4-3", "ruled_out_by_code"] if count(prohibited_uses.by_code) > 0

when contains ["A.9.4-3", "ruled_out_by_term_or_licence"] if count(prohibited_uses.by_term) > 0

when contains ["A.9.4-3", "ruled_out_by_term_or_licence"] if count(prohibited_uses.by_licence) > 0

found["A.9.4-3"] := {"matches": array.concat(
	array.concat(prohibited_uses.by_code, prohibited_uses.by_term),
	prohibited_uses.by_licence,
)}

_limits_of_models_known if tiers.at_most("limited")

_limits_of_models_known if {
	every model in input.models {
		lists.filled(model.out_of_scope_uses)
	}
}

# METADATA
# title: The practice is not prohibited
# custom:
#   rule: A.9.4-4
#   profile: K
#   needs: [classification.eu.class]
#   severity:
#     - {when: class_stated, set: D}
#     - {when: prohibition_named, set: D}
#   waivable: false
#   found:
#     - classification.eu.class
#     - classification.regimes[].regime
#     - classification.regimes[].class
#     - system.intended_uses[].domain
#     - classification.eu.annex_iii_points
#   remediation: >-
#     State the class of the system under EU law (out_of_scope where that law does not reach); a prohibited practice
#     cannot be deployed in any environment.
#   maps:
#     eu_ai_act: Art 5, 13(3)(b), 26(1), 25(1)(c)
#     nist_ai_rmf: MAP 1.1, 3.3
#     iso: 42005 6.3.4-6.3.5
passes contains "A.9.4-4" if {
	input.classification.eu.class in ["high", "transparency", "minimal", "out_of_scope"]
	count(_prohibitions) == 0
	not _unreadable_points
}

when contains ["A.9.4-4", "class_stated"] if input.classification.eu.class != null

when contains ["A.9.4-4", "prohibition_named"] if count(_prohibitions) > 0

found["A.9.4-4"] := {"prohibitions_at": _prohibitions}

_prohibitions := array.concat(
	array.concat(
		[$"/classification/regimes/{place}/class" |
			some place, regime in input.classification.regimes
			regime.regime == "eu_ai_act"
			words.folded(regime.class) == "prohibited"
		],
		[$"/system/intended_uses/{place}/domain" |
			some place, use in input.system.intended_uses
			_prohibited_practice(use.domain)
		],
	),
	[$"/classification/eu/annex_iii_points/{place}" |
		some place, point in input.classification.eu.annex_iii_points
		_prohibited_practice(point)
	],
)

_prohibited_practice(value) if words.folded(value) in data.tables.ART5.tags

_unreadable_points if lists.unreadable(input.classification.eu.annex_iii_points)

# METADATA
# title: Operators are trained, and each foreseeable misuse has a mitigation
# custom:
#   rule: A.9.4-5
#   profile: K
#   tiers: [high, critical]
#   needs:
#     - resources.people[]
#     - system.foreseeable_misuse[]
#     - system.foreseeable_misuse[].description
#     - system.foreseeable_misuse[].mitigation
#   found: ["system.foreseeable_misuse[].mitigation"]
#   remediation: Train every operator and record the course, and name a mitigation for each foreseeable misuse.
#   maps:
#     eu_ai_act: Art 5, 13(3)(b), 26(1), 25(1)(c)
#     nist_ai_rmf: MAP 1.1, 3.3
#     iso: 42005 6.3.4-6.3.5
passes contains "A.9.4-5" if {
	lists.filled(input.system.foreseeable_misuse)
	every place, misuse in input.system.foreseeable_misuse {
		text.stated(misuse.description, $"/system/foreseeable_misuse/{place}/description")
		text.stated(misuse.mitigation, $"/system/foreseeable_misuse/{place}/mitigation")
	}
	count(_operators) > 0
	every operator in _operators {
		_trained(operator)
	}
}

stale contains "A.9.4-5" if {
	some operator in _operators
	not _trained(operator)
	some training in operator.competence
	is_number(days.since(training.completed_at))
}

found["A.9.4-5"] := {"operators": [{"person": operator.person.id, "trainings": trainings} |
	some operator in _operators
	trainings := [json.filter(training, ["completed_at", "expires_at"]) | some training in operator.competence]
]}

_operators := [operator |
	some operator in input.resources.people
	lower(operator.role) == "operator"
]

_trained(operator) if {
	some training in operator.competence
	people.trained(training)
}
