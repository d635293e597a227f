# METADATA
# scope: package
# title: Waivers
# description: |
#   A waiver sets one rule aside, for the artefact it names, until it ends. It is granted by somebody above the highest
#   approver of the tier, and by nobody who asks for the deployment or owns the system. Its state is decided here and
#   nowhere else, and whatever is wrong with it has a code. It rests on no status of any rule, so that no waiver can make
#   itself or another one valid.
package gate.waivers

import data.gate.lib.approvals
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.identity
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.status
import data.gate.unwaivable

# METADATA
# title: Every waiver of the request with the rule it names, its state, and when it ends
judged := [seen |
	some place, waiver in _given
	faults := [code | some code in codes; not _in_order(code, place, waiver)]
	seen := {
		"index": place,
		"rule": _rule_of(waiver),
		"state": _state(faults, waiver),
		"codes": faults,
		"ends_in_days": _ends_in_days(waiver),
	}
]

# METADATA
# title: The same as the verdict tells it; unused is one whose rule passes or is not applicable
results := [result |
	some waiver in judged
	result := {
		"index": waiver.index,
		"state": waiver.state,
		"codes": waiver.codes,
		"unused": _idle(waiver.rule),
	}
]

# METADATA
# title: Rules that a waiver sets aside
waived contains waiver.rule if {
	some waiver in judged
	waiver.state in {"active", "expiring"}
	_fails(waiver.rule)
}

# METADATA
# title: The waiver that a finding of the rule shows; null when there is none
best(rule) := object.filter(judged[place], ["index", "state", "codes", "ends_in_days"]) if {
	[_, place] := min(_ranked[rule])
} else := null

# METADATA
# title: What can be wrong with a waiver, in the order of its codes
codes := [
	"scope",
	"not_waivable",
	"tier",
	"reason",
	"compensating_control",
	"decision",
	"role",
	"self",
	"subject",
	"dates",
	"not_countersigned",
]

# From the state that helps most; of several in one state the first in the request.
_order := ["active", "expiring", "pending", "expired", "invalid"]

_ranked[waiver.rule] contains [rank, waiver.index] if {
	some waiver in judged
	some rank, state in _order
	waiver.state == state
}

default _given := []

_given := input.waivers if is_array(input.waivers)

_rule_of(waiver) := waiver.rule_id if {
	is_string(waiver.rule_id)
} else := null

_state(faults, waiver) := "invalid" if {
	count(faults) > 0
} else := "expired" if {
	days.passed(waiver.expires_at)
} else := "pending" if {
	not _begun(waiver.granted_by)
} else := "expiring" if {
	compare.at_most(_ends_in_days(waiver), data.tables.WAIVER.soon)
} else := "active"

_begun(grant) if {
	days.passed(grant.at)
	_unconditional(grant)
}

_unconditional(grant) if grant.decision == "approve"

_unconditional(grant) if {
	lists.filled(grant.conditions)
	every condition in grant.conditions {
		days.passed(condition.met_at)
	}
}

_ends_in_days(waiver) := 0 - days.since(waiver.expires_at) if {
	days.since(waiver.expires_at)
} else := null

_in_order("scope", _, waiver) if data.catalogue.rules[waiver.rule_id].control == waiver.control_id

_in_order("not_waivable", _, waiver) if not unwaivable.rules[_rule_of(waiver)]

_in_order("tier", _, _) if tiers.here(data.tables.WAIVER.max) > 0

_in_order("reason", place, waiver) if {
	text.substantial(waiver.reason, $"/waivers/{place}/reason", tiers.effective)
}

_in_order("compensating_control", place, waiver) if {
	lists.filled(waiver.compensating_controls)
	every number, control in waiver.compensating_controls {
		_says_enough(control, $"/waivers/{place}/compensating_controls/{number}")
	}
}

_in_order("decision", _, waiver) if waiver.granted_by.decision in {"approve", "conditional"}

_in_order("role", _, waiver) if {
	waiver.granted_by.role in _roles
	approvals.holds(waiver.granted_by.role, waiver.granted_by.person.id)
}

_in_order("self", _, waiver) if {
	identity.different(waiver.granted_by.person.id, input.request.requested_by.id)
	identity.different(waiver.granted_by.person.id, input.system.owner.id)
}

_in_order("subject", _, waiver) if {
	some digest in _deployed
	digests.same(waiver.granted_by.subject_digest, digest)
}

_in_order("dates", _, waiver) if {
	life := days.since(waiver.granted_by.at) - days.since(waiver.expires_at)
	compare.positive_up_to(_to_the_second(life), tiers.here(data.tables.WAIVER.max))
}

# The difference of two fractions of days may miss a whole number by the last digit.
_to_the_second(some_days) := round(some_days * 86400) / 86400

# An approval covers the waivers of a request, so who counter-signs the request signs the waiver.
_in_order("not_countersigned", _, _) if not tiers.at_least("high")

_in_order("not_countersigned", _, waiver) if approvals.granted(waiver.granted_by.person.id, _roles)

_roles := tiers.here(data.tables.WAIVER.roles)

_deployed contains model.artifact.digest if {
	is_array(input.models)
	some model in input.models
}

_deployed contains input.resources.compute.environment_digest

_says_enough(control, pointer) if {
	text.stated(control, pointer)
	measure := input.facts.text[pointer]
	compare.at_least(measure.chars, data.tables.WAIVER.control_chars)
	compare.at_least(measure.words, data.tables.WAIVER.control_words)
}

_fails(rule) if status.missing[rule]

_fails(rule) if status.failing[rule]

_idle(rule) if {
	status.passed[rule]
} else if {
	status.not_applicable[rule]
} else := false
