# METADATA
# scope: package
# title: Change and operational control
# custom:
#   control: CL-6.3/8.1
package iso42001.cl_6_3_8_1

import data.gate.lib.outsourcing
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An update starts from the version that is live
# custom:
#   rule: CL-6.3/8.1-1
#   profile: S
#   envs: [staging, prod]
#   actions: [update]
#   needs: [request.change.from_version]
#   found: [request.change.from_version, facts.live.version]
#   remediation: >-
#     Rebase the update on the live version and state that version in request.change.from_version; use the action deploy
#     when nothing is live yet.
#   maps: {eu_ai_act: 'Art 43(4), Annex IV(6)', nist_ai_rmf: MANAGE 4.1, iso: 42005 5.4}
passes contains "CL-6.3/8.1-1" if {
	text.written(input.facts.live.version)
	input.request.change.from_version == input.facts.live.version
}

unverified contains "CL-6.3/8.1-1" if input.facts.live == null

# METADATA
# title: The change has a ticket that can be found
# custom:
#   rule: CL-6.3/8.1-2
#   profile: S
#   envs: [staging, prod]
#   needs: [request.change.ticket]
#   found: [request.change.ticket]
#   remediation: >-
#     Put the https address of the approved change ticket into request.change.ticket.
#   open: >-
#     no fact says that a ticket was looked up; a ticket the gate could not resolve is expected in facts.dangling
#   maps: {eu_ai_act: 'Art 43(4), Annex IV(6)', nist_ai_rmf: MANAGE 4.1, iso: 42005 5.4}
passes contains "CL-6.3/8.1-2" if {
	startswith(input.request.change.ticket, "https://")
	input.request.change.ticket != "https://"
	is_array(input.facts.dangling)
	not "/request/change/ticket" in input.facts.dangling
}

unverified contains "CL-6.3/8.1-2" if input.facts.dangling == null

# METADATA
# title: The change is typed and described in substance
# custom:
#   rule: CL-6.3/8.1-3
#   profile: S
#   envs: [staging, prod]
#   needs: ['request.change.types[]', request.change.summary]
#   found: [request.change.types, request.change.summary]
#   remediation: >-
#     State the change types and describe in request.change.summary what changes, why, and what users will notice.
#   maps: {eu_ai_act: 'Art 43(4), Annex IV(6)', nist_ai_rmf: MANAGE 4.1, iso: 42005 5.4}
passes contains "CL-6.3/8.1-3" if {
	text.substantial(input.request.change.summary, "/request/change/summary", tiers.effective)
}

# METADATA
# title: Everything done outside the organisation is done by a listed supplier
# custom:
#   rule: CL-6.3/8.1-4
#   profile: S
#   envs: [staging, prod]
#   needs: []
#   reason: nothing is outsourced
#   found: ['suppliers[].id', 'suppliers[].role']
#   remediation: >-
#     Add a suppliers[] entry with the right role for each listed party, or correct the supplier id that names it.
#   maps: {eu_ai_act: 'Art 43(4), Annex IV(6)', nist_ai_rmf: MANAGE 4.1, iso: 42005 5.4}
passes contains "CL-6.3/8.1-4" if {
	count(outsourcing.work) > 0
	every work in outsourcing.work {
		outsourcing.by_supplier(work)
	}
}

exempt contains "CL-6.3/8.1-4" if count(outsourcing.work) == 0

found["CL-6.3/8.1-4"] := {"without_supplier": [work |
	some work in outsourcing.work
	not outsourcing.by_supplier(work)
]}
