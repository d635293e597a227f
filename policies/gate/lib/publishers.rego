# METADATA
# scope: package
# title: Publishers of open weights
# description: |
#   Who publishes weights signs no contract. In its place stand, for each of its models, a licence, an artefact with a
#   digest, and one clean scan of the models.
package gate.lib.publishers

import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Does the supplier publish nothing but open weights, with licence, origin and a clean scan, however old?
open(supplier) if {
	input.security.model_scan.unsafe_ops == 0
	_supplies_models_alone(supplier)
	models := _models_of(supplier)
	count(models) > 0
	every place in models {
		_open_weights(place)
	}
}

# METADATA
# title: Is the scan of the models recent enough for the effective tier?
scanned_recently if days.within(input.security.model_scan.scanned_at, tiers.here(data.tables.AGE.val))

_supplies_models_alone(supplier) if {
	count(supplier.role) > 0
	every role in supplier.role {
		role == "model"
	}
}

_models_of(supplier) := {place |
	some place, model in input.models
	is_string(model.supplier_id)
	model.supplier_id == supplier.id
}

_open_weights(place) if {
	model := input.models[place]
	model.source in ["open_weights", "fine_tune"]
	_licensed(place)
	text.present(model.artifact.uri, $"/models/{place}/artifact/uri")
	digests.well_formed(model.artifact.digest)
	_file_checked(model)
}

_licensed(place) if {
	some field in ["expression", "custom_uri"]
	text.present(input.models[place].licence[field], $"/models/{place}/licence/{field}")
}

# Below the high tier the gate need not have hashed the weights itself.
_file_checked(_) if tiers.at_most("limited")

_file_checked(model) if input.facts.artifacts[model.id].digest_ok == true
