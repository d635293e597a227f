# METADATA
# scope: package
# title: What the authors of all rules have proved
# description: |
#   Each control is a package of its own. Here their sets are put together, and nowhere else does the gate look into a
#   control: what is in none of these sets is not proved.
package gate.proofs

# METADATA
# title: Rules that are met
passes contains rule if some rule in data.iso42001[_].passes

passes contains rule if some rule in data.gate.rules[_].passes

# METADATA
# title: Rules, or pairs of a rule and the place of an element, of which the rule does not speak
exempt contains item if some item in data.iso42001[_].exempt

exempt contains item if some item in data.gate.rules[_].exempt

# METADATA
# title: Rules that are not met because something is too old
stale contains rule if some rule in data.iso42001[_].stale

stale contains rule if some rule in data.gate.rules[_].stale

# METADATA
# title: Rules that are not met because the gate could not check something
unverified contains rule if some rule in data.iso42001[_].unverified

unverified contains rule if some rule in data.gate.rules[_].unverified

# METADATA
# title: Rules that are not met because something cannot be so
invalid contains rule if some rule in data.iso42001[_].invalid

invalid contains rule if some rule in data.gate.rules[_].invalid

# METADATA
# title: Pairs of a rule and the name of a condition on which its severity depends
conditions contains item if some item in data.iso42001[_].when

conditions contains item if some item in data.gate.rules[_].when

# METADATA
# title: What the author of a rule shows beside the paths of its annotation
found(rule) := values if {
	some values in _shown[rule]
} else := {}

_shown[rule] contains values if values := data.iso42001[_].found[rule]

_shown[rule] contains values if values := data.gate.rules[_].found[rule]
