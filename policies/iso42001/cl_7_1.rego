# METADATA
# scope: package
# title: Resources
# custom:
#   control: CL-7.1
package iso42001.cl_7_1

import data.gate.lib.compare
import data.gate.lib.lists

# METADATA
# title: No overseer has to decide faster than planned
# custom:
#   rule: CL-7.1-1
#   profile: I
#   tiers: [critical]
#   needs:
#     - oversight.roles[]
#     - oversight.roles[].max_decisions_per_hour
#     - oversight.roles[].observed_decisions_per_hour
#   found:
#     - oversight.roles[].role
#     - oversight.roles[].max_decisions_per_hour
#     - oversight.roles[].observed_decisions_per_hour
#   remediation: >-
#     Add overseers or lower the load until the observed decisions per hour stay within the stated maximum of every
#     oversight role.
#   maps: {eu_ai_act: Art 26(2), nist_ai_rmf: 'GOVERN 2.1*, MANAGE 2.1', iso: '-'}
passes contains "CL-7.1-1" if {
	lists.filled(input.oversight.roles)
	every role in input.oversight.roles {
		compare.above(role.max_decisions_per_hour, 0)
		compare.between(role.observed_decisions_per_hour, 0, role.max_decisions_per_hour)
	}
}
