# METADATA
# scope: package
# title: Where laws reach the system
# description: A law is left out only where it is stated that it does not reach; what is not stated counts as reached.
package gate.lib.law

import data.gate.lib.lift
import data.gate.lib.lists
import data.gate.lib.regions

# METADATA
# title: The law of the European Union reaches the system
eu if {
	some regime in input.classification.regimes
	regime.regime == "eu_ai_act"
}

eu if input.classification.eu.class in ["prohibited", "high", "transparency"]

eu if {
	some region in input.request.regions
	regions.european(region)
}

eu if not _regions_stated

_regions_stated if lists.filled(input.request.regions)

# METADATA
# title: Personal data is processed where the law of the European Union reaches
eu_personal_data if {
	eu
	lift.holds.personal_data
}

# METADATA
# title: The law of the European Union counts the system as high-risk
# description: That the exemption of Article 6(3) is claimed is enough here; what proves it matters to the tier.
high_risk if input.classification.eu.class == "high"

high_risk if {
	lists.filled(input.classification.eu.annex_iii_points)
	not input.classification.eu.art6_3_exemption == true
}
