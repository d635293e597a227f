# METADATA
# scope: package
# title: Systems that keep learning in operation
# description: |
#   Rules on evaluation and on monitoring ask the row of the table that belongs to the effective tier, or the next
#   higher one where the system keeps learning. What a rule asks of files and signatures follows the effective tier.
package gate.lib.learning

import data.gate.lib.lift
import data.gate.lib.tiers

# METADATA
# title: The system is stated to keep learning
learns if lift.holds.continuous_learning

# METADATA
# title: The tier that rules on evaluation and monitoring take their values from
row := lift.row("continuous_learning")

# METADATA
# title: Is the row this tier or a higher one?
row_at_least(tier) if tiers.reaches(row, tier)

# METADATA
# title: Is the row a lower tier than this one?
row_below(tier) if tiers.rank[row] < tiers.rank[tier]

# METADATA
# title: The entry of a table with four values that belongs to the row
limit(table) := tiers.pick(table, row)
