# METADATA
# scope: package
# title: The risks of the register, and their levels
package gate.lib.risks

# METADATA
# title: Levels of risk, from low to critical
rank := {"low": 0, "medium": 1, "high": 2, "critical": 3}

# METADATA
# title: Is the first level at most the second? Nothing but the four levels compares
at_most(level, limit) if rank[level] <= rank[limit]

# METADATA
# title: Is the first level above the second?
above(level, limit) if rank[level] > rank[limit]

# METADATA
# title: The places of all risks
places contains place if {
	is_array(input.risk.risks)
	some place, _ in input.risk.risks
}

# METADATA
# title: The ids of all risks
ids contains risk.id if some risk in input.risk.risks
