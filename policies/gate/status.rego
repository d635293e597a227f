# METADATA
# scope: package
# title: The status of every rule
# description: |
#   Each rule of the catalogue has exactly one status, and the first that fits counts: not applicable, missing, pass,
#   and then the reason why it does not pass. The Statement of Applicability then leaves out what it excludes, and
#   fails what it admits. Sets keep this fast: only what did not pass is looked at further.
package gate.status

import data.gate.absence
import data.gate.applicability
import data.gate.proofs
import data.gate.tier

# METADATA
# title: Every rule of the catalogue
rules := object.keys(data.catalogue.rules)

# METADATA
# title: Rules that are not asked here, have nothing to speak about, or belong to a control that does not apply
not_applicable := _not_asked | excluded

# METADATA
# title: Rules whose control does not apply, whatever else is so
excluded := applicability.excluded & rules

# METADATA
# title: Rules that need something that is not stated
missing := _lacking - not_applicable

# METADATA
# title: Rules that are met; a proof counts only where nothing is missing, and where nobody admits the contrary
passed := _met - admitted

# METADATA
# title: Rules that would be met, but the organisation itself calls their control not implemented
admitted := _met & applicability.unimplemented

# METADATA
# title: Every other rule
failing := ((rules - passed) - not_applicable) - missing

# METADATA
# title: The status of a rule that is asked and does not pass
of(rule) := "missing" if {
	missing[rule]
} else := "fail" if {
	admitted[rule]
} else := "stale" if {
	proofs.stale[rule]
} else := "unverified" if {
	proofs.unverified[rule]
} else := "invalid" if {
	proofs.invalid[rule]
} else := "fail"

# METADATA
# title: What the Statement of Applicability has to do with the status of a rule; null when nothing
reason(rule) := "soa" if {
	excluded[rule]
} else := "soa_not_implemented" if {
	admitted[rule]
} else := null

# METADATA
# title: Does the rule speak about this element of the list?
selected(rule, i) if not proofs.exempt[[rule, i]]

_not_asked := (_out_of_scope | (proofs.exempt & rules)) | _without_elements

_met := (rules & proofs.passes) - (not_applicable | missing)

# Undefined for a tier, environment or action that the catalogue does not know, and with it the whole decision.
_out_of_scope := {rule | some rule in array.flatten(outside)} if {
	outside := [
		data.catalogue.outside.tiers[tier.effective],
		data.catalogue.outside.envs[input.request.environment],
		data.catalogue.outside.actions[input.request.action],
	]
}

_without_elements := {rule |
	some list, asked in data.catalogue.each
	some rule in asked
	not _speaks_about_something(rule, list)
}

# What is no list cannot be shown to have no elements.
_speaks_about_something(rule, list) if {
	some i, _ in absence.list(list)
	selected(rule, i)
} else if {
	absence.mistaken(list)
}

_lacking contains rule if {
	some path in absence.paths
	some rule in data.paths.needed_by[path].whole
}

_lacking contains rule if {
	some path in absence.paths
	some rule in data.paths.needed_by[path].selected
}

_lacking contains rule if {
	some [path, _] in absence.elements
	some rule in data.paths.needed_by[path].whole
}

_lacking contains rule if {
	some [path, i] in absence.elements
	some rule in data.paths.needed_by[path].selected
	selected(rule, i)
}
