# METADATA
# scope: package
# title: Risk criteria
# custom:
#   control: CL-6.1.1
package iso42001.cl_6_1_1

import data.gate.lib.evidence
import data.gate.lib.risks
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The risk acceptance level is set and not above what this tier allows
# custom:
#   rule: CL-6.1.1-1
#   profile: S
#   tiers: [limited, high, critical]
#   needs: [risk.risk_criteria.version, risk.risk_criteria.acceptance_level]
#   found: [risk.risk_criteria.version, risk.risk_criteria.acceptance_level]
#   remediation: >-
#     State the version and the acceptance level of the risk criteria, with an acceptance level no higher than the tier
#     allows.
#   maps: {eu_ai_act: Art 9(2), nist_ai_rmf: MAP 1.5*, iso: 23894 6.3.4}
passes contains "CL-6.1.1-1" if {
	text.written(input.risk.risk_criteria.version)
	risks.at_most(input.risk.risk_criteria.acceptance_level, _highest_acceptance)
}

found["CL-6.1.1-1"] := {"acceptance_level_max": _highest_acceptance}

_highest_acceptance := tiers.here(data.tables.RISK.accept)

# METADATA
# title: The risks were assessed against the criteria now in force
# custom:
#   rule: CL-6.1.1-2
#   profile: S
#   tiers: [limited, high, critical]
#   needs: [risk.risk_criteria.version, risk.assessment]
#   found: [risk.risk_criteria.version]
#   remediation: >-
#     Re-assess the risks against the published criteria and put their version into fields.criteria_version of the risk
#     assessment.
#   open: >-
#     risk.risks[] has no field for the criteria version; the assessment that the register comes from carries it
#   maps: {eu_ai_act: Art 9(2), nist_ai_rmf: MAP 1.5*, iso: 23894 6.3.4}
passes contains "CL-6.1.1-2" if {
	text.written(input.risk.risk_criteria.version)
	evidence.fields(input.risk.assessment, "risk_assessment").criteria_version == input.risk.risk_criteria.version
}

found["CL-6.1.1-2"] := {"assessed_against": [version |
	version := evidence.item(input.risk.assessment).fields.criteria_version
]}
