# METADATA
# scope: package
# title: The decision
# description: |
#   The one rule that engines are asked for. It follows from the statuses of all rules, and from nothing else. Where
#   it cannot be made it is undefined, which the gate takes for an error: no path leads to an allow by default.
package gate

import data.gate.findings
import data.gate.status
import data.gate.tier
import data.gate.waivers

# METADATA
# title: The verdict on one policy input
# entrypoint: true
decision := {
	"release": data.release.id,
	"input": input.facts.decision_id,
	"outcome": _outcome,
	"tier": {"declared": tier.declared, "effective": tier.effective, "reasons": tier.reasons},
	"summary": _summary,
	"results": _results,
	"findings": findings.listed,
	"waivers": waivers.results,
} if {
	_is_instant(input.clock.now)

	# A finding that cannot be put together must not disappear.
	count(findings.all) == count(status.failing | status.missing)
}

_outcome := "deny" if {
	_count("deny") > 0
} else := "needs_review" if {
	_count("review") > 0
} else := "allow"

_summary := {
	"deny": _count("deny"),
	"review": _count("review"),
	"warn": _count("warn"),
	"waived": count(waivers.waived),
	"passed": count(status.passed),
	"not_applicable": count(status.not_applicable),
	"off": _count("off"),
}

_count(severity) := count([rule |
	some rule, finding in findings.all
	finding.severity == severity
	finding.status != "waived"
])

_results[rule] := {"status": finding.status, "reason": finding.reason} if some rule, finding in findings.all

_results[rule] := {"status": "not_applicable", "reason": status.reason(rule)} if some rule in status.not_applicable

_results[rule] := pass if {
	pass := {"status": "pass", "reason": null}
	some rule in status.passed
}

# An instant in UTC, with or without a fraction of a second.
_is_instant(text) if _with_zeros(text) == "0000-00-00T00:00:00Z"

_is_instant(text) if {
	["0000-00-00T00:00:00", fraction] = split(_with_zeros(text), ".")
	startswith(fraction, "0")
	trim_left(fraction, "0") == "Z"
}

# The text with every digit written as 0, which leaves its form.
_with_zeros(text) := strings.replace_n(
	{"1": "0", "2": "0", "3": "0", "4": "0", "5": "0", "6": "0", "7": "0", "8": "0", "9": "0"},
	text,
)
