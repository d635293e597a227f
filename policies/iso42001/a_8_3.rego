# METADATA
# scope: package
# title: External reporting of adverse impacts
# custom:
#   control: A.8.3
package iso42001.a_8_3

import data.gate.lib.audience
import data.gate.lib.compare
import data.gate.lib.documents
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Outsiders have a channel for reporting harm, and the user documentation names it
# custom:
#   rule: A.8.3-1
#   profile: S
#   reason: Nobody outside the organisation meets the system, and its decisions touch nobody
#   needs: [transparency.external_reporting_channel]
#   found: [transparency.external_reporting_channel]
#   remediation: >-
#     Open a web or e-mail channel for reports of harm, and print the same address in the user documentation
#     (fields.reporting_channel of its evidence item).
#   maps:
#     eu_ai_act: Art 26(11), 85-86
#     nist_ai_rmf: MEASURE 3.3, GOVERN 5.1
#     iso: 42005 5.12
passes contains "A.8.3-1" if {
	_reachable
	documents.user_docs.fields.reporting_channel == input.transparency.external_reporting_channel
}

exempt contains "A.8.3-1" if audience.inside

_reachable if {
	startswith(input.transparency.external_reporting_channel, "https://")
	count(input.transparency.external_reporting_channel) >= 12 # so that some name of a host follows
}

_reachable if {
	startswith(input.transparency.external_reporting_channel, "mailto:")
	contains(input.transparency.external_reporting_channel, "@")
}

found["A.8.3-1"] := {"reporting_channel": documents.user_docs.fields.reporting_channel}

# METADATA
# title: Reports of harm are answered within the promised days
# custom:
#   rule: A.8.3-2
#   profile: S
#   reason: Nobody outside the organisation meets the system, and its decisions touch nobody
#   needs: [transparency.user_docs]
#   found: [transparency.user_docs.evidence_id]
#   remediation: >-
#     Promise in the user documentation an answer to reports within the limit and record it as fields.response_sla_days
#     of its evidence item.
#   open: the reporting channel has no field for its answer time, so the promise in the user documentation is read
#   maps:
#     eu_ai_act: Art 26(11), 85-86
#     nist_ai_rmf: MEASURE 3.3, GOVERN 5.1
#     iso: 42005 5.12
passes contains "A.8.3-2" if {
	compare.positive_up_to(documents.user_docs.fields.response_sla_days, tiers.here(data.tables.SLA.max))
}

exempt contains "A.8.3-2" if audience.inside

found["A.8.3-2"] := object.union(
	{"days_max": tiers.here(data.tables.SLA.max)},
	{"response_sla_days": promised | promised := documents.user_docs.fields.response_sla_days},
)

# METADATA
# title: Whoever is touched by a decision with legal effect can appeal to a human within a set time
# custom:
#   rule: A.8.3-3
#   profile: S
#   reason: Decisions have no legal effect
#   needs:
#     - oversight.appeal.available
#     - oversight.appeal.channel
#     - oversight.appeal.human_reviewer
#     - oversight.appeal.sla_days
#   found: [system.decision.legal_effect, oversight.appeal]
#   remediation: >-
#     Offer an appeal with a channel, a human reviewer and an answer time within the limit, or state that decisions have
#     no legal effect.
#   maps:
#     eu_ai_act: Art 26(11), 85-86
#     nist_ai_rmf: MEASURE 3.3, GOVERN 5.1
#     iso: 42005 5.12
passes contains "A.8.3-3" if {
	input.oversight.appeal.available == true
	input.oversight.appeal.human_reviewer == true
	text.stated(input.oversight.appeal.channel, "/oversight/appeal/channel")
	compare.positive_up_to(input.oversight.appeal.sla_days, tiers.here(data.tables.APPEAL.max))
}

exempt contains "A.8.3-3" if input.system.decision.legal_effect == false

found["A.8.3-3"] := {"days_max": tiers.here(data.tables.APPEAL.max)}
