# METADATA
# scope: package
# title: Monitoring and measurement of the AIMS
# custom:
#   control: CL-9.1
package iso42001.cl_9_1

import data.gate.lib.compare
import data.gate.lib.evidence

# METADATA
# title: The performance report of the management system is approved and current
# custom:
#   rule: CL-9.1-1
#   profile: O
#   tiers: [high, critical]
#   needs: [organisation.aims.kpis]
#   found: [organisation.aims.kpis.evidence_id]
#   remediation: >-
#     Attach the latest approved performance report (evidence of kind kpi_report, within 180 days) to
#     organisation.aims.kpis.
#   maps:
#     eu_ai_act: Art 72
#     nist_ai_rmf: GOVERN 2.1*, MEASURE 4.1-4.3
#     iso: 23894 5.6
passes contains "CL-9.1-1" if {
	evidence.holds(input.organisation.aims.kpis, "kpi_report", _age, evidence.any_role)
}

stale contains "CL-9.1-1" if {
	evidence.lapsed(input.organisation.aims.kpis, "kpi_report", _age, evidence.any_role)
}

unverified contains "CL-9.1-1" if {
	evidence.unconfirmed(input.organisation.aims.kpis, "kpi_report", _age, evidence.any_role)
}

found["CL-9.1-1"] := {"report": evidence.shown(
	input.organisation.aims.kpis,
	["kind", "status", "issued_at", "last_reviewed_at"],
)}

_age := data.tables.AGE.kpi

# METADATA
# title: The recent incidents and threshold breaches of a running system are known
# custom:
#   rule: CL-9.1-2
#   profile: O
#   tiers: [high, critical]
#   actions: [update]
#   needs: []
#   found: [facts.history.incidents_90d, facts.history.breaches_30d]
#   remediation: >-
#     Connect the incident register and the monitoring of this system to the gate so that both counts are available for
#     the update.
#   open: breaches are counted over 30 days, incidents over 90
#   maps:
#     eu_ai_act: Art 72
#     nist_ai_rmf: GOVERN 2.1*, MEASURE 4.1-4.3
#     iso: 23894 5.6
passes contains "CL-9.1-2" if {
	compare.at_least(input.facts.history.incidents_90d, 0)
	compare.at_least(input.facts.history.breaches_30d, 0)
}

unverified contains "CL-9.1-2" if not _incidents_known

unverified contains "CL-9.1-2" if not _breaches_known

_incidents_known if input.facts.history.incidents_90d != null

_breaches_known if input.facts.history.breaches_30d != null
