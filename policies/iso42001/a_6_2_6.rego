# METADATA
# scope: package
# title: Operation and monitoring
# custom:
#   control: A.6.2.6
package iso42001.a_6_2_6

import data.gate.lib.compare
import data.gate.lib.evidence
import data.gate.lib.learning
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.text

# METADATA
# title: A current monitoring plan exists, somebody owns it and, from high, support is named
# custom:
#   rule: A.6.2.6-1
#   profile: S
#   lift: continuous_learning
#   needs: [operations.monitoring.plan, operations.monitoring.owner]
#   found: [operations.monitoring.plan.evidence_id, operations.monitoring.owner, operations.support]
#   remediation: >-
#     Attach the approved monitoring plan (kind monitoring_plan) and name its owner, from high a person who is active in
#     the directory, and from high state the hours and the contact of support.
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-1" if {
	_plan_holds
	text.written(_owner)
	_looked_after
}

stale contains "A.6.2.6-1" if evidence.lapsed(_plan, "monitoring_plan", _plan_age, evidence.any_role)

unverified contains "A.6.2.6-1" if evidence.unverified(_plan, "monitoring_plan", _plan_age, evidence.any_role)

unverified contains "A.6.2.6-1" if {
	learning.row_at_least("high")
	people.unknown
	_plan_holds
	text.written(_owner)
	_support_named
}

invalid contains "A.6.2.6-1" if evidence.mistaken(_plan, "monitoring_plan")

found["A.6.2.6-1"] := {"plan": evidence.shown(_plan, ["kind", "status", "issued_at", "last_reviewed_at"])}

_plan_holds if evidence.holds(_plan, "monitoring_plan", _plan_age, evidence.any_role)

_plan := input.operations.monitoring.plan

_plan_age := learning.limit(data.tables.AGE.policy)

_owner := input.operations.monitoring.owner.id

_looked_after if learning.row_below("high")

_looked_after if {
	people.active(_owner)
	people.human(_owner)
	_support_named
}

_support_named if {
	text.stated(input.operations.support.hours, "/operations/support/hours")
	text.stated(input.operations.support.contact, "/operations/support/contact")
}

# METADATA
# title: Every kind of change the tier asks for is monitored
# custom:
#   rule: A.6.2.6-2
#   profile: S
#   lift: continuous_learning
#   needs: ["operations.monitoring.metrics[]"]
#   severity:
#     - {when: unwatched_production_of_lowest_row, set: R}
#     - {when: unwatched_production, set: D}
#   found: ["operations.monitoring.metrics[].name", "operations.monitoring.metrics[].kind"]
#   remediation: Add a monitor of each named kind.
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-2" if {
	is_array(input.operations.monitoring.metrics)
	every kind in _kinds_asked {
		_kinds_watched[kind]
	}
}

when contains ["A.6.2.6-2", "unwatched_production_of_lowest_row"] if {
	_unwatched_production
	not learning.row_at_least("limited")
}

when contains ["A.6.2.6-2", "unwatched_production"] if {
	_unwatched_production
	learning.row_at_least("limited")
}

found["A.6.2.6-2"] := {"kinds_not_watched": [kind |
	some kind in _kinds_asked
	not _kinds_watched[kind]
]}

_kinds_asked := learning.limit(data.tables.MON.kinds)

_kinds_watched contains metric.kind if some metric in input.operations.monitoring.metrics

_unwatched_production if {
	input.request.environment == "prod"
	not _something_watched
}

_something_watched if lists.filled(input.operations.monitoring.metrics)

# METADATA
# title: Every monitor has a threshold, somebody it alerts, and is checked often enough
# custom:
#   rule: A.6.2.6-3
#   profile: S
#   lift: continuous_learning
#   needs:
#     - "operations.monitoring.metrics[]"
#     - "operations.monitoring.metrics[].threshold"
#     - "operations.monitoring.metrics[].op"
#     - "operations.monitoring.metrics[].alert_to"
#   found:
#     - "operations.monitoring.metrics[].name"
#     - "operations.monitoring.metrics[].kind"
#     - "operations.monitoring.metrics[].threshold"
#     - "operations.monitoring.metrics[].op"
#     - "operations.monitoring.metrics[].check_interval_minutes"
#     - "operations.monitoring.metrics[].alert_to"
#   remediation: >-
#     Give each monitor a threshold with operator and an alert route, and check those of the asked kinds at least as
#     often as the tier demands.
#   open: the interval is asked of the kinds that the tier asks for, so a monthly report of costs may stay monthly
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-3" if {
	is_array(input.operations.monitoring.metrics)
	every metric in input.operations.monitoring.metrics {
		is_number(metric.threshold)
		metric.op in [">=", ">", "<=", "<"]
		_alerts_somebody(metric)
		_checked_often_enough(metric)
	}
}

found["A.6.2.6-3"] := {"minutes_max": _minutes_max}

_alerts_somebody(metric) if {
	lists.filled(metric.alert_to)
	every address in metric.alert_to {
		text.written(address)
	}
}

_checked_often_enough(metric) if not _of_kind_asked(metric)

_checked_often_enough(metric) if compare.between(metric.check_interval_minutes, 1, _minutes_max)

_of_kind_asked(metric) if metric.kind in _kinds_asked

_minutes_max := learning.limit(data.tables.MON.interval)

# METADATA
# title: Monitoring runs before traffic arrives
# custom:
#   rule: A.6.2.6-4
#   profile: S
#   envs: [prod]
#   lift: continuous_learning
#   needs: []
#   found: [operations.monitoring.started, facts.registries.monitor_probe_ok]
#   remediation: >-
#     Start the monitors before the roll-out and let the gate reach the probe; from high a statement that they run is
#     not enough.
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-4" if _running

unverified contains "A.6.2.6-4" if {
	learning.row_at_least("high")
	not _probe_known
}

_running if input.facts.registries.monitor_probe_ok == true

# Below the high row a statement is enough, unless the probe has shown that it is wrong.
_running if {
	learning.row_below("high")
	input.operations.monitoring.started == true
	not input.facts.registries.monitor_probe_ok == false
}

_probe_known if input.facts.registries.monitor_probe_ok != null

# METADATA
# title: A system that keeps learning detects change and lets no retrained model through ungated
# custom:
#   rule: A.6.2.6-5
#   profile: S
#   reason: The system does not learn in operation.
#   lift: continuous_learning
#   needs: ["operations.monitoring.metrics[]", operations.monitoring.plan, operations.update_policy]
#   found:
#     - system.autonomy.continuous_learning
#     - "operations.monitoring.metrics[].name"
#     - "operations.monitoring.metrics[].kind"
#     - "operations.monitoring.metrics[].method"
#     - "operations.monitoring.metrics[].threshold"
#     - operations.update_policy
#   remediation: >-
#     Add a drift monitor that names its method, and describe in update policy and monitoring plan (fields.retrain_gate)
#     that a learned model is evaluated and approved before it serves.
#   open: >-
#     the retrain gate has no field, so fields.retrain_gate of the approved plan is read; whether the system learns has
#     to be stated for GATE-4
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-5" if {
	_change_detected
	text.substantial(input.operations.update_policy, "/operations/update_policy", learning.row)
	evidence.item(_plan).status == "approved"
	_retrain_gate.evaluated == true
	_retrain_gate.approved == true
}

exempt contains "A.6.2.6-5" if not learning.learns

found["A.6.2.6-5"] := {"retrain_gate": _retrain_gate}

_change_detected if {
	some metric in input.operations.monitoring.metrics
	metric.kind in data.tables.MON.change
	text.written(metric.method)
	is_number(metric.threshold)
}

# What the plan says of a learned model before it serves.
_retrain_gate := evidence.fields(_plan, "monitoring_plan").retrain_gate

# METADATA
# title: No monitoring threshold breached in the last 30 days is left unresolved
# custom:
#   rule: A.6.2.6-6
#   profile: S
#   envs: [prod]
#   actions: [update]
#   lift: continuous_learning
#   needs: []
#   found: [facts.history.breaches_30d]
#   remediation: >-
#     Resolve the breach first; when this version is the fix, attach the approved analysis (kind breach_resolution, with
#     fields.version and fields.breaches).
#   open: >-
#     all breaches of 30 days are counted; which of them are resolved is shown by the evidence, or the fix itself could
#     not be deployed
#   maps:
#     eu_ai_act: Art 72, 26(5), 15(4)
#     nist_ai_rmf: MEASURE 2.4, 3.1; MANAGE 4.1, 2.2; GOVERN 1.5
#     iso: 42005 5.12; 23894 6.6
passes contains "A.6.2.6-6" if _nothing_unresolved

unverified contains "A.6.2.6-6" if not _breaches_known

found["A.6.2.6-6"] := {"analyses": [json.filter(element, ["id", "status", "issued_at", "fields/version", "fields/breaches"]) |
	some element in input.evidence
	element.kind == "breach_resolution"
]}

_breaches := input.facts.history.breaches_30d

_breaches_known if _breaches != null

_nothing_unresolved if _breaches == 0

# The approved analysis says that this version resolves as many breaches as there were.
_nothing_unresolved if {
	some analysis in evidence.holding("breach_resolution", data.tables.AGE.breach_resolution)
	is_string(input.system.version)
	analysis.fields.version == input.system.version
	compare.at_least(analysis.fields.breaches, _breaches)
}
