# METADATA
# scope: package
# title: What other regimes call the system
# description: |
#   Each regime that the request names gives at most one reason for the tier: what its class means, that the use is
#   prohibited, or that a person has to settle what the class leaves open. An approved item of evidence settles it; it
#   never lowers a class whose meaning is known.
package gate.regimes

import data.gate.brief
import data.gate.lib.evidence
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: The reasons in the order of the regimes, each at most one
reasons := [_reason(_code(regime), regime) |
	some regime in input.classification.regimes
	_speaks(regime)
]

# METADATA
# title: The request claims the exemption of Article 6(3) of the EU AI Act, and evidence proves it
exempt if {
	input.classification.eu.art6_3_exemption == true
	some regime in input.classification.regimes
	regime.regime == "eu_ai_act"
	_proves(regime.evidence, "art6_3_exemption", ["legal"])
}

_reason(code, regime) := {
	"code": code,
	"source": data.tables.TIER.sources.regimes[code].source,
	"value": brief.of(object.get(regime, "class", null)),
	"tier": _tier(data.tables.TIER.sources.regimes[code].tier, regime),
	"finding": object.get(data.tables.TIER.sources.regimes[code], "finding", null),
}

# "class" and "confirmed" are what the row of the table means with it.
_tier("class", regime) := object.get(_entry(regime), "tier", "none")

_tier("confirmed", regime) := tiers.order[max([tiers.rank[_confirmed(regime)], _floor(regime)])]

_tier("none", _) := "none"

# A class that is known and says nothing of the tier is no reason.
_speaks(regime) if _code(regime) != "regime_class"

_speaks(regime) if tiers.known(_entry(regime).tier)

_code(regime) := "eu_prohibited" if {
	_entry(regime).deny
} else := "regime_class" if {
	_entry(regime).tier
	not _entry(regime).review
} else := "regime_confirmed" if {
	_unsettled(regime)
	_confirmed(regime)
} else := _unsettled(regime)

# Why a person has to look at it; undefined when nobody has to.
_unsettled(regime) := "regime_unsettled" if {
	_entry(regime).review
} else := "regime_unrecognised" if {
	_scheme(regime)
	_class(regime) != ""
} else := "regime_class_missing" if {
	_scheme(regime) != "internal"
	not _stated_elsewhere(regime)
}

# The class that the request states for itself is read on its own.
_stated_elsewhere(regime) if {
	regime.regime == "eu_ai_act"
	not object.get(input, ["classification", "eu", "class"], null) in {null, ""}
}

# Whose words the class is written in; undefined for regimes that say nothing about the tier.
_scheme(regime) := regime.regime if regime.regime in {"eu_ai_act", "canada_adm", "us_omb_m_25_21", "nl_register"}

_scheme(regime) := _internal_scheme(regime) if regime.regime == "internal"

_internal_scheme(regime) := regime.source.format if {
	regime.source.format in {"spdx3", "sagemaker", "factsheet", "chai"}
} else := "internal"

_class(regime) := words.folded(regime.class) if is_string(regime.class)

_class(regime) := "" if not _is_text(object.get(regime, "class", null))

_is_text(value) if is_string(value)

_entry(regime) := data.tables.TIER.class[_scheme(regime)][_line(regime)]

# The line of the class, or the one for any class where the table has it.
_line(regime) := _class(regime) if {
	data.tables.TIER.class[_scheme(regime)][_class(regime)]
} else := "*" if {
	_class(regime) != ""
}

# The tier that an approved item of evidence for this very system settles.
_confirmed(regime) := tier if {
	_proves(regime.evidence, "tier_confirmation", data.tables.TIER.confirm_roles)
	tier := evidence.item(regime.evidence).fields.tier
	tiers.known(tier)
}

_floor(regime) := tiers.rank[object.get(_entry(regime), "floor", "minimal")] if {
	_entry(regime)
} else := 0

# At tier high whatever the tier, so that the tier never depends on itself.
_proves(reference, kind, roles) if {
	item := evidence.item(reference)
	evidence.good_at(item, kind, tiers.pick(data.tables.AGE.policy, "high"), roles, "high")
	input.system.id in item.applies_to
}
