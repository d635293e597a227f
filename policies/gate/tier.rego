# METADATA
# scope: package
# title: The effective tier of a system
# description: |
#   Every fact of the request that says something about the tier gives one reason; the effective tier is the highest
#   tier of all reasons. Nothing lowers it: the declared tier is one reason among others. Where no reason has a tier,
#   nothing is known of the system, and the effective tier is critical.
package gate.tier

import data.gate.brief
import data.gate.lib.compare
import data.gate.lib.tiers
import data.gate.regimes

default effective := "critical"

# METADATA
# title: The highest tier of all reasons
effective := tiers.order[_highest(reasons)]

# METADATA
# title: The tier that the request declares; null when it declares none of the four
default declared := null

declared := input.classification.declared_tier if tiers.known(input.classification.declared_tier)

# METADATA
# title: Every reason in the order of its sources, those that do not decide too
reasons := array.concat(_stated, _multiplied)

_stated := array.flatten([
	[_reason(source) | some source in data.tables.TIER.sources.classes; _speaks[source.code]],
	regimes.reasons,
	[_reason(source) | some source in data.tables.TIER.sources.facts; _speaks[source.code]],
])

# The one reason that rests on the others: very many people turn a high system into a critical one.
_multiplied := [_reason(data.tables.TIER.sources.multiplier) |
	compare.at_least(_decision.affected_persons_per_year, data.tables.TIER.million)
	_highest(_stated) >= tiers.rank.high
]

_reason(source) := {
	"code": source.code,
	"source": source.source,
	"value": brief.of(object.get(input, split(source.source, "."), null)),
	"tier": _meant[source.tier],
	"finding": object.get(source, "finding", null),
}

# The tier that a source means: its own, or the one that the request gives there.
_meant := object.union(
	{"none": "none", "declared": declared, "class": _class_tier, "level": _level_tier},
	{tier: tier | some tier in tiers.order},
)

default _class_tier := "none"

_class_tier := data.tables.TIER.class.eu_ai_act[_eu.class].tier if _eu.class in {"minimal", "transparency", "high"}

default _level_tier := "none"

_level_tier := tier if {
	some i, tier in tiers.order
	input.impact_assessment.score.level == i + 1
}

# A "none" has no rank, so it does not count.
_highest(some_reasons) := max([tiers.rank[reason.tier] | some reason in some_reasons])

# A field that is absent or of another type says nothing; rule GATE-4 asks for those that matter.
_speaks contains "declared" if tiers.known(declared)

_speaks contains "eu_class" if tiers.known(_class_tier)

_speaks contains "eu_prohibited" if _eu.class == "prohibited"

_speaks contains "eu_gpai_systemic" if _eu.gpai == "gpai_systemic"

_speaks contains "eu_annex_iii" if {
	_has_elements(_eu.annex_iii_points)
	not regimes.exempt
}

_speaks contains "eu_fria" if _eu.art27_required == true

_speaks contains "canada_aia_level" if {
	_is_canadian
	tiers.known(_level_tier)
}

_speaks contains "canada_aia_level_missing" if {
	_is_canadian
	not tiers.known(_level_tier)
}

_speaks contains "annex_iii_domain" if {
	_in_annex_iii
	not regimes.exempt
}

# Proved, it still needs a person: the exemption is reviewed each time.
_speaks contains "art6_3_exemption" if {
	regimes.exempt
	_exempts_from_something
}

_speaks contains "autonomous_legal_effect" if {
	_decision.role == "decides_autonomously"
	_has_legal_effect
}

_speaks contains "irreversible" if _decision.reversibility == "irreversible"

_speaks contains "safety_component" if _decision.domain == "safety_component"

_speaks contains "health" if _decision.domain == "health"

_speaks contains "special_category" if {
	input.system.personal_data == "special_category"
	_more_than_informs
}

_speaks contains "vulnerable_groups" if {
	_has_elements(input.system.vulnerable_groups)
	_more_than_informs
}

_speaks contains "public_interaction" if input.system.interacts_with_public == true

_speaks contains "generated_content" if input.system.generates_content == true

_speaks contains "acting_tools" if {
	_acts
	not _has_legal_effect
}

_speaks contains "acting_tools_legal_effect" if {
	_acts
	_has_legal_effect
}

_eu := input.classification.eu

_decision := input.system.decision

_is_canadian if input.impact_assessment.methodology == "canada_aia"

_in_annex_iii if _decision.domain in data.tables.TIER.annex_iii

_exempts_from_something if _in_annex_iii

_exempts_from_something if _has_elements(_eu.annex_iii_points)

_has_elements(list) if {
	is_array(list)
	count(list) > 0
}

_more_than_informs if {
	is_string(_decision.role)
	not _decision.role in {"", "informs"}
}

_has_legal_effect if _decision.legal_effect == true

# A tool can act unless its name says that it only reads; an agentic system that lists no tools can act, too.
_acts if {
	is_array(_tools)
	some tool in _tools
	not endswith(tool, data.tables.TIER.read_only_suffix)
}

_acts if {
	input.system.type == "agentic"
	not _has_elements(_tools)
}

default _tools := null

_tools := input.system.autonomy.tools
