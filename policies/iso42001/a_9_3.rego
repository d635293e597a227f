# METADATA
# scope: package
# title: Responsible-use objectives
# custom:
#   control: A.9.3
package iso42001.a_9_3

import data.gate.lib.evidence
import data.gate.lib.tiers

# METADATA
# title: Approved objectives for responsible use are in force
# custom:
#   rule: A.9.3-1
#   profile: O
#   needs: [organisation.aims.use_objectives]
#   found: [organisation.aims.use_objectives.evidence_id]
#   remediation: >-
#     Have the objectives for responsible use approved and reference them as evidence of kind use_objectives, reviewed
#     within a year.
#   maps:
#     eu_ai_act: Art 26, 95
#     nist_ai_rmf: GOVERN 1.2*, MEASURE 1.1
#     iso: 23894 Annex A
passes contains "A.9.3-1" if {
	evidence.holds(input.organisation.aims.use_objectives, "use_objectives", _age, evidence.any_role)
}

stale contains "A.9.3-1" if {
	evidence.lapsed(input.organisation.aims.use_objectives, "use_objectives", _age, evidence.any_role)
}

unverified contains "A.9.3-1" if {
	evidence.unverified(input.organisation.aims.use_objectives, "use_objectives", _age, evidence.any_role)
}

invalid contains "A.9.3-1" if {
	evidence.invalid(input.organisation.aims.use_objectives, "use_objectives", _age, evidence.any_role)
}

found["A.9.3-1"] := {"document": evidence.shown(
	input.organisation.aims.use_objectives,
	["kind", "status", "issued_at", "last_reviewed_at"],
)}

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: Each objective for responsible use is watched by a metric or proved by a passed test
# custom:
#   rule: A.9.3-2
#   profile: O
#   tiers: [high, critical]
#   needs: ["operations.monitoring.metrics[]"]
#   found: ["operations.monitoring.metrics[].name", "operations.monitoring.metrics[].objective"]
#   remediation: >-
#     Tag a running monitor metric with each missing objective, or a requirement with that objective whose tests name a
#     passed evaluation run.
#   maps:
#     eu_ai_act: Art 26, 95
#     nist_ai_rmf: GOVERN 1.2*, MEASURE 1.1
#     iso: 23894 Annex A
passes contains "A.9.3-2" if {
	every objective in data.tables.use_objectives {
		_covered[objective]
	}
}

found["A.9.3-2"] := {"objectives_not_covered": [objective |
	some objective in data.tables.use_objectives
	not _covered[objective]
]}

_covered contains metric.objective if some metric in input.operations.monitoring.metrics

_covered contains requirement.objective if {
	some requirement in input.requirements.items
	some test in requirement.tests
	_passed[test]
}

_passed contains run.id if {
	some run in input.evaluation.runs
	run.status == "pass"
}
