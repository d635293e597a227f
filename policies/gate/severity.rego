# METADATA
# scope: package
# title: What a rule that does not pass does to the outcome
# description: |
#   The severity would be what the rule's own list says, or else what its profile says for the environment and the
#   tier. The mode of the rollout then softens it, visibly: a finding carries both, and the mode in force.
package gate.severity

import data.gate.lib.lift
import data.gate.lib.tiers
import data.gate.proofs

# METADATA
# title: Severities, from the gravest
order := ["deny", "review", "warn", "off"]

# METADATA
# title: The place of each severity in that order
rank := {severity: place | some place, severity in order}

# METADATA
# title: The severity of a rule before the rollout softens it
# description: Where nothing says so, it is the gravest.
would_be(rule) := severity if {
	severity := _letters[_listed(rule)[0]]
} else := severity if {
	entry := data.catalogue.rules[rule]
	severity := tiers.pick(data.tables.SEVERITY[entry.profile][input.request.environment], _row(entry))
} else := "deny"

# METADATA
# title: The severity of a rule after the rollout has softened it
after_mode(rule) := data.tables.MODE.effect[mode(rule)][would_be(rule)]

# METADATA
# title: The mode in force for a rule
mode(rule) := "enforce" if {
	rule in data.tables.MODE.fixed
} else := setting.mode if {
	setting := _setting(rule)
	_begun(setting)
} else := data.tables.MODE.weaker[_setting(rule).mode]

# METADATA
# title: The day from which a rule blocks that does not yet; null when there is none
blocks_from(rule) := setting.from if {
	not rule in data.tables.MODE.fixed
	setting := _setting(rule)
	setting.mode == "enforce"
	not _begun(setting)
	would_be(rule) in {"deny", "review"}
} else := null

# What the conditions that hold say, in the order of the annotation.
_listed(rule) := [row.set |
	some row in data.catalogue.rules[rule].severity
	_holds(rule, row.when)
]

_holds(_, "always")

_holds(rule, condition) if proofs.conditions[[rule, condition]]

_letters := {"D": "deny", "R": "review", "W": "warn", "-": "off"}

# The tier that the profile is read at: the effective one, or the next higher one where the rule's lift holds.
_row(entry) := tier if {
	tier := lift.row(entry.lift)
} else := tiers.effective

# How far the rollout of the rule's control has come; without a day it has begun.
_setting(rule) := object.union({"mode": "enforce", "from": ""}, _stated(data.catalogue.rules[rule].control))

_stated(control) := setting if {
	setting := data.policy.rollout[control]
} else := setting if {
	setting := data.policy.rollout["*"]
} else := {}

_begun(setting) if substring(input.clock.now, 0, 10) >= setting.from
