# METADATA
# scope: package
# title: The four tiers, and values that depend on them
package gate.lib.tiers

# METADATA
# title: From the lowest to the highest
order := ["minimal", "limited", "high", "critical"]

# METADATA
# title: The place of each tier in that order
rank := {tier: place | some place, tier in order}

# METADATA
# title: Is this one of the four?
known(tier) if is_number(rank[tier])

# METADATA
# title: The effective tier of this request
effective := data.gate.tier.effective

# METADATA
# title: Is the effective tier this one or a higher one?
at_least(tier) if reaches(effective, tier)

# METADATA
# title: Is the effective tier this one or a lower one?
at_most(tier) if reaches(tier, effective)

# METADATA
# title: Is the first tier at least the second?
reaches(tier, lower) if rank[tier] >= rank[lower]

# METADATA
# title: The tier one step up, never above critical
raised(tier) := order[min([rank[tier] + 1, rank.critical])]

# METADATA
# title: The entry of a table with four values that belongs to a tier
pick(table, tier) := table[rank[tier]]

# METADATA
# title: The entry of a table with four values that belongs to the effective tier
here(table) := pick(table, effective)
