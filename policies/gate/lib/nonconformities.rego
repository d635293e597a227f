# METADATA
# scope: package
# title: Nonconformities of the management system
# description: |
#   An empty list states that there are none; no list states nothing. One counts as major unless it is stated to be
#   minor, and as open unless it was closed on a day that is not ahead.
package gate.lib.nonconformities

import data.gate.lib.days

# METADATA
# title: The organisation lists its nonconformities, of which there may be none
listed if is_array(input.organisation.aims.nonconformities)

# METADATA
# title: The nonconformities that are neither minor nor closed
open := [nonconformity |
	listed
	some nonconformity in input.organisation.aims.nonconformities
	not nonconformity.severity == "minor"
	not _closed(nonconformity)
]

# METADATA
# title: What a finding shows of a nonconformity
shown(nonconformity) := object.filter(nonconformity, ["id", "severity", "due", "closed_at", "capa_approved"])

_closed(nonconformity) if days.passed(nonconformity.closed_at)
