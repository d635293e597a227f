# METADATA
# scope: package
# title: Impact assessment
# custom:
#   control: CL-6.1.4/8.4
package iso42001.cl_6_1_4_8_4

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.risks
import data.gate.lib.text

# METADATA
# title: The impact assessment of the system is carried out and approved
# custom:
#   rule: CL-6.1.4/8.4-1
#   profile: K
#   tiers: [limited, high, critical]
#   needs: [impact_assessment.status, impact_assessment.approved_by]
#   severity: [{when: in_development, set: W}]
#   found:
#     - impact_assessment.status
#     - impact_assessment.approved_by.decision
#     - impact_assessment.approved_by.at
#   remediation: >-
#     Complete the impact assessment and record its approval (person, decision, date) before asking again.
#   maps: {eu_ai_act: Art 27, nist_ai_rmf: MAP 5.1, iso: '42005 5.3, Annex A'}
passes contains "CL-6.1.4/8.4-1" if {
	input.impact_assessment.status == "approved"
	input.impact_assessment.approved_by.decision == "approve"
	days.passed(input.impact_assessment.approved_by.at)
	text.written(input.impact_assessment.approved_by.person.id)
}

when contains ["CL-6.1.4/8.4-1", "in_development"] if _in_development

# METADATA
# title: The result of the impact assessment is carried into the risk register
# custom:
#   rule: CL-6.1.4/8.4-2
#   profile: K
#   tiers: [limited, high, critical]
#   needs: [impact_assessment.id, risk.assessment, 'risk.risks[]']
#   severity: [{when: in_development, set: W}]
#   remediation: >-
#     List in fields.impact_links of the risk assessment which risk (id) takes up which result of the impact assessment
#     (id).
#   open: >-
#     a risk has no reference to the impact assessment; the links are kept in the risk assessment evidence
#   maps: {eu_ai_act: Art 27, nist_ai_rmf: MAP 5.1, iso: '42005 5.3, Annex A'}
passes contains "CL-6.1.4/8.4-2" if {
	lists.filled(_links)
	every link in _links {
		_resolves(link)
	}
}

when contains ["CL-6.1.4/8.4-2", "in_development"] if _in_development

found["CL-6.1.4/8.4-2"] := {"not_resolved": [link |
	some link in _links
	not _resolves(link)
]}

_links := evidence.fields(input.risk.assessment, "risk_assessment").impact_links

_resolves(link) if {
	text.written(link.risk)
	risks.ids[link.risk]
	text.written(link.impact)
	_results[link.impact]
}

# The assessment as a whole, and every entry of it.
_results contains input.impact_assessment.id

_results contains entry.id if {
	some part in ["individuals", "groups", "society", "environment", "benefits"]
	is_array(input.impact_assessment[part])
	some entry in input.impact_assessment[part]
}

_in_development if input.request.environment == "dev"
