# METADATA
# scope: package
# title: The findings of a decision
# description: |
#   One for each rule that does not pass and has an effect, or would have one but for a waiver or for a rollout that
#   only observes. Titles and remediation are not here: the gate joins them from the catalogue of the release.
package gate.findings

import data.gate.absence
import data.gate.brief
import data.gate.pointers
import data.gate.proofs
import data.gate.severity
import data.gate.status
import data.gate.waivers

# METADATA
# title: One finding for every failing and every missing rule, listed or not
all := {rule: _finding(rule) | some rule in (status.failing | status.missing)}

# METADATA
# title: The findings that are shown; by severity, then in the order of the catalogue
listed := [all[rule] | some [_, _, rule] in _in_order]

_in_order := sort([[severity.rank[finding.severity], data.catalogue.rules[rule].order, rule] |
	some rule, finding in all
	_is_listed(finding)
])

_is_listed(finding) if finding.severity != "off"

_is_listed(finding) if finding.status == "waived"

_is_listed(finding) if {
	finding.mode == "observe"
	finding.would_be != "off"
}

_finding(rule) := {
	"rule": rule,
	"status": _status(rule),
	"severity": _severity(rule),
	"would_be": severity.would_be(rule),
	"mode": severity.mode(rule),
	"blocks_from": severity.blocks_from(rule),
	"reason": status.reason(rule),
	"waiver": waivers.best(rule),
	"pointers": pointers.of(rule),
	"found": _found(rule),
}

_status(rule) := "waived" if {
	waivers.waived[rule]
} else := status.of(rule)

_severity(rule) := "off" if {
	waivers.waived[rule]
} else := severity.after_mode(rule)

_found(rule) := object.union(
	{path: brief.of(_value(rule, path)) | some path in data.catalogue.rules[rule].found},
	{name: brief.of(value) | some name, value in proofs.found(rule)},
)

_value(_, path) := _at(input, data.paths.known[path].parts) if not data.paths.known[path].list

_value(rule, path) := [_in_element(element, data.paths.known[path]) |
	some i, element in absence.list(data.paths.known[path].list)
	pointers.selects(rule, path, i)
] if {
	data.paths.known[path].list
}

_in_element(element, place) := _at(element, place.parts) if not place.inner

_in_element(element, place) := [_at(inner, place.inner) |
	list := _at(element, place.parts)
	is_array(list)
	some inner in list
] if {
	place.inner
}

_at(document, parts) := value if {
	value := object.get(document, parts, null)
} else := null
