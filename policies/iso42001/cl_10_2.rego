# METADATA
# scope: package
# title: Nonconformity and corrective action
# custom:
#   control: CL-10.2
package iso42001.cl_10_2

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.nonconformities
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: No major nonconformity of this system is open, unless this request is its approved fix
# custom:
#   rule: CL-10.2-1
#   profile: K
#   needs: []
#   severity:
#     - {when: open_before_or_in_production, set: D}
#   found: [request.change.summary]
#   remediation: >-
#     Close the nonconformity, or have its corrective action approved and name its id in the change summary of the
#     request that fixes it.
#   open: no field says which nonconformity a request fixes, so its id in the change summary does
#   maps:
#     eu_ai_act: Art 20, 79
#     nist_ai_rmf: MANAGE 4.2-4.3
#     iso: "-"
passes contains "CL-10.2-1" if {
	nonconformities.listed
	every nonconformity in _of_this_system {
		_fixed_by_request(nonconformity)
	}
}

when contains ["CL-10.2-1", "open_before_or_in_production"] if {
	input.request.environment in ["staging", "prod"]
	count(_of_this_system) > 0
}

found["CL-10.2-1"] := {"nonconformities": [nonconformities.shown(nonconformity) |
	some nonconformity in _of_this_system
]}

_of_this_system := [nonconformity |
	some nonconformity in nonconformities.open
	input.system.id in nonconformity.system_ids
]

_fixed_by_request(nonconformity) if {
	nonconformity.capa_approved == true
	nonconformity.id in words.of(input.request.change.summary)
}

# METADATA
# title: A rule that denied this system again and again has a root cause on record
# custom:
#   rule: CL-10.2-2
#   profile: K
#   needs: []
#   severity:
#     - {when: in_development, set: W}
#     - {when: always, set: R}
#   remediation: >-
#     Analyse why the listed rules keep denying this system and attach the result as approved evidence of kind
#     root_cause that names these rules.
#   open: no block has a field for a root cause, so an evidence item of kind root_cause names the rules and the cause
#   maps:
#     eu_ai_act: Art 20, 79
#     nist_ai_rmf: MANAGE 4.2-4.3
#     iso: "-"
passes contains "CL-10.2-2" if {
	is_object(input.facts.history.denied_90d)
	every rule in _denied_repeatedly {
		_explained[rule]
	}
}

unverified contains "CL-10.2-2" if not _denials_known

when contains ["CL-10.2-2", "in_development"] if input.request.environment == "dev"

found["CL-10.2-2"] := {"denials_without_root_cause": {rule: input.facts.history.denied_90d[rule] |
	some rule in _denied_repeatedly
	not _explained[rule]
}}

_denials_known if input.facts.history.denied_90d != null

_denied_repeatedly contains rule if {
	some rule, times in input.facts.history.denied_90d
	not compare.below(times, data.tables.REPEAT.max)
}

_explained contains rule if {
	some element in evidence.nameable
	evidence.good(element, "root_cause", data.tables.AGE.rootcause, evidence.any_role)
	text.long(element.fields.root_cause, tiers.here(data.tables.MINTXT))
	is_array(element.fields.rules)
	some rule in element.fields.rules
}

# METADATA
# title: No condition of an approval is overdue
# custom:
#   rule: CL-10.2-3
#   profile: K
#   needs: []
#   found: [facts.history.open_conditions]
#   remediation: Meet the listed condition and record it, or have the approver set a new date.
#   maps:
#     eu_ai_act: Art 20, 79
#     nist_ai_rmf: MANAGE 4.2-4.3
#     iso: "-"
passes contains "CL-10.2-3" if {
	is_array(input.facts.history.open_conditions)
	every condition in _open_conditions {
		days.due(condition.due)
	}
}

stale contains "CL-10.2-3" if {
	some condition in _open_conditions
	days.overdue(condition.due)
}

unverified contains "CL-10.2-3" if not _conditions_known

found["CL-10.2-3"] := {"overdue": [object.filter(condition, ["id", "due"]) |
	some condition in _open_conditions
	days.overdue(condition.due)
]}

_conditions_known if input.facts.history.open_conditions != null

# Conditions of earlier approvals, and those of this request that are not met.
_open_conditions := array.concat(
	[condition | some condition in input.facts.history.open_conditions],
	[condition |
		some approval in input.approvals
		some condition in approval.conditions
		not _met(condition)
	],
)

_met(condition) if days.passed(condition.met_at)

# METADATA
# title: No waiver in the request has expired
# custom:
#   rule: CL-10.2-4
#   profile: K
#   each: "waivers[]"
#   reason: the request carries no waiver
#   needs: []
#   severity:
#     - {when: always, set: W}
#   remediation: Remove each expired waiver, and fix what it covered or ask for a new one; it counts for nothing.
#   maps:
#     eu_ai_act: Art 20, 79
#     nist_ai_rmf: MANAGE 4.2-4.3
#     iso: "-"
passes contains "CL-10.2-4" if {
	is_array(input.waivers)
	every waiver in input.waivers {
		days.ahead(waiver.expires_at)
	}
}

stale contains "CL-10.2-4" if {
	some waiver in input.waivers
	days.passed(waiver.expires_at)
}

found["CL-10.2-4"] := {"expired": [object.filter(waiver, ["control_id", "rule_id", "expires_at"]) |
	some waiver in input.waivers
	days.passed(waiver.expires_at)
]}
