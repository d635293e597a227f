# METADATA
# scope: package
# title: Circumstances that lift a rule to the next higher tier
# description: |
#   A lifted rule takes its thresholds and its severity from the tier above the effective one. The effective tier
#   itself stays.
package gate.lib.lift

import data.gate.lib.tiers

# METADATA
# title: The lifts that apply to this request
holds contains "personal_data" if not input.system.personal_data == "none"

holds contains "personal_data" if {
	some dataset in input.data
	not dataset.personal_data == "none"
}

holds contains "continuous_learning" if input.system.autonomy.continuous_learning == true

# METADATA
# title: The tier that a rule with this lift takes its values from
row(name) := tiers.raised(tiers.effective) if holds[name]

row(name) := tiers.effective if not holds[name]
